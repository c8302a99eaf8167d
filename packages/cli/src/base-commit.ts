import { resolve } from 'node:path'
import { type Host, hostBy, visible } from '@specward/core'
import { type GitTree, parseTree, treeHost } from './git-tree.ts'
import { type Installed, installedSince } from './installed.ts'
import type { Io } from './io.ts'
import { UsageError } from './usage.ts'

/** The files of a commit, as a comparison reads them. */
export interface BaseCommit {
  readonly tree: GitTree
  readonly host: Host
  readonly policyHost: Host
  installed(uri: string): Promise<Installed | undefined>
}

type Git = Pick<Io, 'cwd' | 'git' | 'real' | 'blobId'>

/**
 * Lists what a commit holds of the repository that the working directory is in.
 * @throws UsageError when git fails
 */
export async function openCommit(commit: string, disk: Host, io: Git): Promise<BaseCommit> {
  const top = await outputOf(['rev-parse', '--show-toplevel'], io)
  const listing = await outputOf(['ls-tree', '-r', '-t', '-z', '--full-tree', commit], io)
  const tree = parseTree(await topFolder(top, io), listing)
  const policyHost = treeHost(tree, disk, io)
  const installed = (uri: string) => installedSince(uri, policyHost, disk)
  return { tree, host: withoutInstalled(policyHost, installed), policyHost, installed }
}

/** git tells the top with links followed; documents are known by the path that the user is in. */
async function topFolder(printed: string, io: Git): Promise<string> {
  const top = resolve(printed.replace(/\n$/, ''))
  const real = await io.real(io.cwd)
  if (real === io.cwd) return top
  const below = real.slice((await io.real(top)).length)
  return io.cwd.endsWith(below) ? io.cwd.slice(0, io.cwd.length - below.length) : top
}

async function outputOf(args: readonly string[], io: Git): Promise<string> {
  const result = await io.git(args, io.cwd)
  if ('bytes' in result && result.code === 0) return new TextDecoder().decode(result.bytes)
  const why = 'error' in result ? result.error.trim().split('\n').at(-1) : 'it cannot be started'
  throw new UsageError(`\`git ${args[0]}\` failed: ${visible(why ?? '')}.`)
}

/** Without what is installed and may not be what it was: git does not hold it. */
function withoutInstalled(host: Host, installed: (uri: string) => Promise<Installed | undefined>): Host {
  const isThere = async (uri: string) => ['same', undefined].includes(await installed(uri))
  return hostBy(host, {
    exists: async (uri) => (await isThere(uri)) && host.exists(uri),
    async read(uri, options) {
      if (await isThere(uri)) return host.read(uri, options)
      return { error: 'not-found', detail: 'it is installed, and git does not hold what it was' }
    },
  })
}
