import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BaseRequest, type Host, type LeftDocument, visible } from '@specward/core'
import { openCommit } from './base-commit.ts'
import { changesSince } from './changes-since.ts'
import { type DiscoveryDisk, NO_DESCRIPTION } from './discover.ts'
import type { Documents } from './found.ts'
import { type GitTree, pathInTree } from './git-tree.ts'
import type { Io } from './io.ts'
import { treeDisk } from './tree-disk.ts'
import { uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** Endings of the files that can hold a description. */
const DESCRIPTION = /\.(?:ya?ml|json)$/i

/** How the documents of the run were found. */
export interface Search {
  /** Finds the documents of another state of the files by the same arguments. */
  find(disk: DiscoveryDisk): Promise<Pick<Documents, 'requests'>>
  /** What was passed over in the search on the disk. */
  readonly skipped: Documents['skipped']
}

/**
 * What `--base` names: a baseline or report (a file), else a commit.
 * @throws UsageError when it is neither, with what to do
 */
export async function baseOf(value: string, io: Io, disk: Host, search: Search): Promise<BaseRequest> {
  const path = resolve(io.cwd, value)
  if (/\.json$/i.test(value)) {
    if ((await io.kind(path)) !== 'missing') return { kind: 'record', uri: uriOf(path) }
    throw new UsageError(
      `\`--base ${visible(value)}\` cannot be read: there is no such file. Name a commit, a report of \`specward lint --format json\` or a baseline of \`specward baseline\`.`,
    )
  }
  const commit = await commitOf(value, io)
  if (commit !== undefined) return treeAt(value, commit, io, disk, search)
  if ((await io.kind(path)) === 'file') return { kind: 'record', uri: uriOf(path) }
  throw await unknownCommit(value, io)
}

/**
 * The commit that a name stands for; undefined where it stands for none. A branch goes before a tag of the same name,
 * which git would take: anybody who may push tags could choose the base.
 */
async function commitOf(name: string, io: Io): Promise<string | undefined> {
  // what begins with a dash would be an option
  if (name === '' || /^-|[\0\n]/.test(name)) return undefined
  if (!EXACT.test(name)) {
    for (const folder of ['refs/heads/', 'refs/remotes/']) {
      const branch = await commitAt(folder + name, name, io)
      if (branch !== undefined) return branch
    }
  }
  return commitAt(name, name, io)
}

/** What can be no branch: the commit that is checked out, a full name, a whole hash. */
const EXACT = /^(?:HEAD(?![\w/-])|@(?![\w/-])|refs\/|(?:[0-9a-f]{40}){1,2}(?![0-9a-f]))/

async function commitAt(revision: string, name: string, io: Io): Promise<string | undefined> {
  const result = await io.git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], io.cwd)
  if ('missing' in result) {
    throw new UsageError(
      `\`--base ${visible(name)}\` needs git, which cannot be started. Install it, or name a report: \`--base report.json\`.`,
    )
  }
  return result.code === 0 ? text(result.bytes).trim() : undefined
}

async function unknownCommit(name: string, io: Io): Promise<UsageError> {
  const option = `\`--base ${visible(name)}\``
  const inside = await io.git(['rev-parse', '--is-inside-work-tree'], io.cwd)
  if ('missing' in inside || inside.code !== 0 || text(inside.bytes).trim() !== 'true') {
    const why = 'error' in inside && /dubious ownership/.test(inside.error)
    const advice = why
      ? "git does not trust this folder: `git config --global --add safe.directory '<folder>'` tells it to"
      : 'this folder is not in the working tree of a git repository'
    return new UsageError(`${option} names no file, and ${advice}.`)
  }
  const remote = name.startsWith('-') ? undefined : await commitOf(`origin/${name}`, io)
  if (remote !== undefined) {
    return new UsageError(
      `${option}: git knows no such commit. Did you mean \`--base origin/${visible(name)}\`?`,
    )
  }
  const shallow = (await isShallow(io))
    ? ' This clone is shallow: fetch all of it (`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0`, in GitLab `GIT_DEPTH: 0`).'
    : ' Fetch it first, as in `git fetch origin`.'
  return new UsageError(`${option}: git knows no such commit, and there is no such file.${shallow}`)
}

async function isShallow(io: Io): Promise<boolean> {
  const result = await io.git(['rev-parse', '--is-shallow-repository'], io.cwd)
  return 'bytes' in result && text(result.bytes).trim() === 'true'
}

/**
 * The files at the commit where the branch left the base (`git merge-base`): what others have done there since is
 * nothing that this branch has to answer for.
 */
async function treeAt(
  name: string,
  commit: string,
  io: Io,
  disk: Host,
  search: Search,
): Promise<BaseRequest> {
  const fork = await forkOf(name, commit, io)
  const { tree, host, policyHost, installed } = await openCommit(fork, disk, io)
  return {
    kind: 'git',
    name,
    commit: fork,
    host,
    policyHost,
    installed,
    holds: (uri) => pathInTree(tree, uri) !== undefined,
    gone: () => goneFrom(tree, disk),
    left: (judged) => leftIn(tree, fork, host, io, search, judged),
  }
}

async function forkOf(name: string, commit: string, io: Io): Promise<string> {
  const result = await io.git(['merge-base', commit, 'HEAD'], io.cwd)
  if ('bytes' in result && result.code === 0) return text(result.bytes).trim()
  const option = `\`--base ${visible(name)}\``
  if (await isShallow(io)) {
    throw new UsageError(
      `${option}: where this branch left it is not known, because the clone is shallow. Fetch all of it: \`git fetch --unshallow\`; in GitHub Actions \`fetch-depth: 0\`, in GitLab \`GIT_DEPTH: 0\`.`,
    )
  }
  throw new UsageError(`${option} has no commit in common with HEAD, so that nothing can be compared.`)
}

/** What may have been a description and is there no longer. */
async function goneFrom(tree: GitTree, disk: Host): Promise<readonly string[]> {
  const gone: string[] = []
  for (const [path, { kind }] of tree.entries) {
    if (kind !== 'file' || !DESCRIPTION.test(path)) continue
    const uri = pathToFileURL(resolve(tree.top, path)).href
    if (pathInTree(tree, uri) !== undefined && !(await disk.exists(uri))) gone.push(uri)
  }
  return gone.sort()
}

/** What the same arguments stand for in the base and may be a description, but for some. */
async function leftIn(
  tree: GitTree,
  fork: string,
  host: Host,
  io: Io,
  { find, skipped }: Search,
  judged: ReadonlySet<string>,
): Promise<readonly LeftDocument[]> {
  const { requests } = await find(treeDisk(tree, host, io))
  const asked = requests.filter(({ uri }) => !judged.has(uri) && pathInTree(tree, uri) !== undefined)
  if (asked.length === 0) return []
  const since = await changesSince(tree.top, fork, io)
  const noApi = new Set(skipped.filter(({ reason }) => reason === NO_DESCRIPTION).map(({ uri }) => uri))
  return asked
    .filter(({ uri }) => !noApi.has(uri) || since?.changed.has(uri) !== false)
    .map(({ uri }) => ({ uri, movedTo: since?.moved.get(uri) }))
    .sort((a, b) => (a.uri < b.uri ? -1 : 1))
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
