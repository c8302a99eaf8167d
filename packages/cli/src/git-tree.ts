import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Host, hostBy, type ReadResult } from '@specward/core'
import type { Io } from './io.ts'
import { uriOf } from './uris.ts'

/** One entry of the tree of a commit. */
interface TreeEntry {
  readonly kind: 'file' | 'link' | 'submodule' | 'folder'
  readonly id: string
}

/** The files of a commit, by their paths from the top of the repository with `/`. */
export interface GitTree {
  /** Absolute path of the top of the working tree. */
  readonly top: string
  readonly entries: ReadonlyMap<string, TreeEntry>
}

/** What of the machine it takes to read them. */
type Git = Pick<Io, 'git' | 'blobId'>

/** Links that lead from one to the next. */
const MOST_LINKS = 40

const SIZE_LIMIT = 64 * 1024 * 1024

const KINDS: Readonly<Record<string, TreeEntry['kind']>> = {
  '040000': 'folder',
  '120000': 'link',
  '160000': 'submodule',
}

/** Reads what `git ls-tree -r -t -z` prints. */
export function parseTree(top: string, listing: string): GitTree {
  const entries = new Map<string, TreeEntry>()
  for (const line of listing.split('\0')) {
    const [head, path] = split(line, '\t')
    const [mode = '', , id = ''] = head.split(' ')
    if (path !== '') entries.set(path, { kind: KINDS[mode] ?? 'file', id })
  }
  return { top, entries }
}

function split(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

/** Path from the top of the repository with `/`; undefined for what is outside of it, or installed in it. */
export function pathInTree({ top }: GitTree, uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined
  const path = relative(top, fileURLToPath(uri))
  if (path === '..' || path.startsWith(`..${sep}`) || resolve(top, path) !== join(top, path)) return undefined
  const slashed = path.split(sep).join('/')
  return /(?:^|\/)(?:node_modules|\.git)(?:\/|$)/.test(slashed) ? undefined : slashed
}

/** The files of a commit by the URIs that they have in the working tree; what no commit holds is read as it is. */
export function treeHost(tree: GitTree, disk: Host, io: Git): Host {
  return hostBy(disk, {
    async exists(uri) {
      const path = pathInTree(tree, withoutSlash(uri))
      if (path === undefined) return disk.exists(uri)
      const found = await follow(tree, path, io)
      return path === '' || 'entry' in found
    },
    async read(uri, options) {
      const path = pathInTree(tree, uri)
      if (path === undefined) return disk.read(uri, options)
      const found = await follow(tree, path, io)
      if (!('entry' in found)) return { error: found.error, detail: found.detail }
      if (found.entry.kind !== 'file') return { error: 'is-folder', detail: 'it is a folder' }
      return readEntry(found.entry, found.path, tree, disk, io)
    },
  })
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/$/, '')
}

/** The content is taken from the disk where it is the same there, which spares a process for each file. */
async function readEntry(
  { id }: TreeEntry,
  path: string,
  tree: GitTree,
  disk: Host,
  io: Git,
): Promise<ReadResult> {
  const here = await disk.read(uriOf(join(tree.top, path)))
  if ('bytes' in here && io.blobId(here.bytes, id.length) === id) return here
  return readBlob(id, tree, io)
}

async function readBlob(id: string, { top }: GitTree, io: Git): Promise<ReadResult> {
  const result = await io.git(['cat-file', 'blob', id], top)
  if ('missing' in result) return { error: 'unreadable', detail: 'git is not there any more' }
  if (result.code !== 0) {
    const detail =
      'git does not have its content (a partial clone?); fetch it, as in `git fetch --refetch --no-filter`'
    return { error: 'unreadable', detail }
  }
  if (result.bytes.byteLength > SIZE_LIMIT) return { error: 'too-large', detail: 'it is larger than 64 MB' }
  return { bytes: result.bytes }
}

type Followed =
  | { readonly entry: TreeEntry; readonly path: string }
  | {
      readonly error: 'not-found' | 'outside-root' | 'unreadable'
      readonly detail: string
    }

const NOT_THERE = { error: 'not-found', detail: 'there is no such file' } as const

/** What stands at a path of a commit, with links followed; a submodule is a folder of which nothing is known. */
export async function kindInTree(
  tree: GitTree,
  path: string,
  io: Git,
): Promise<'file' | 'folder' | 'other' | 'missing'> {
  if (path === '') return 'folder'
  const found = await follow(tree, path, io)
  if ('entry' in found) return found.entry.kind === 'file' ? 'file' : 'folder'
  return found.error === 'not-found' ? 'missing' : 'other'
}

/** Where a path leads in the tree, with links followed as the file system does. */
async function follow(tree: GitTree, path: string, io: Git): Promise<Followed> {
  let open = path.split('/')
  let at = ''
  for (let links = 0; open.length > 0; ) {
    const [segment = '', ...rest] = open
    const next = at === '' ? segment : `${at}/${segment}`
    const entry = tree.entries.get(next)
    if (!entry) return NOT_THERE
    if (entry.kind === 'submodule') {
      const detail = `it is in the submodule \`${next}\`, whose content is not part of the base`
      return { error: 'unreadable', detail }
    }
    if (entry.kind !== 'link') {
      if (rest.length === 0) return { entry, path: next }
      ;[at, open] = [next, rest]
      continue
    }
    if (links++ === MOST_LINKS) return { error: 'unreadable', detail: 'links lead in circles' }
    const target = await linkTarget(entry, next, tree, io)
    if (target === undefined) {
      return { error: 'outside-root', detail: 'it is a link that leads outside of the project' }
    }
    ;[at, open] = ['', [...target.split('/'), ...rest]]
  }
  return NOT_THERE
}

/** Path that a link leads to; undefined where that is outside of the repository. */
async function linkTarget(
  { id }: TreeEntry,
  path: string,
  tree: GitTree,
  io: Git,
): Promise<string | undefined> {
  const read = await readBlob(id, tree, io)
  if (!('bytes' in read)) return undefined
  const target = posix.normalize(posix.join(dirname(`/${path}`).split(sep).join('/'), '.'))
  const text = new TextDecoder().decode(read.bytes)
  if (text.startsWith('/')) return undefined
  const joined = posix.normalize(posix.join(target.slice(1), text))
  return joined === '..' || joined.startsWith('../') || joined === '.' ? undefined : joined
}
