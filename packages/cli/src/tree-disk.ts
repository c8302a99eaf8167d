import { relative, sep } from 'node:path'
import type { Host } from '@specward/core'
import type { DiscoveryDisk } from './discover.ts'
import { type GitTree, kindInTree, pathInTree } from './git-tree.ts'
import type { Entry, Io } from './io.ts'
import { uriOf } from './uris.ts'

/** The files of a commit as a search for descriptions sees them; what no commit holds is as it is. */
export function treeDisk(tree: GitTree, host: Host, io: Io): DiscoveryDisk {
  const below = childrenOf(tree)
  return {
    cwd: io.cwd,
    host: () => host,
    async kind(path) {
      const name = pathInTree(tree, uriOf(path))
      return name === undefined ? io.kind(path) : kindInTree(tree, name, io)
    },
    async entries(folder) {
      const name = relative(tree.top, folder).split(sep).join('/')
      return Promise.all((below.get(name) ?? []).map((path) => entryOf(tree, path, io)))
    },
    async text(path) {
      const uri = uriOf(path)
      if (pathInTree(tree, uri) === undefined) return io.text(path)
      const read = await host.read(uri)
      return 'bytes' in read ? new TextDecoder().decode(read.bytes) : undefined
    },
    // whether it is a description is told where it is read: here everything may be one
    chunks() {
      throw new Error('The content of a commit is not read piece by piece.')
    },
  }
}

async function entryOf(tree: GitTree, path: string, io: Io): Promise<Entry> {
  const isLink = tree.entries.get(path)?.kind === 'link'
  const kind = await kindInTree(tree, path, io)
  const name = path.slice(path.lastIndexOf('/') + 1)
  // a link to a folder is not followed, as on the disk
  if (isLink) return { name, kind: kind === 'file' ? 'file' : 'other', isLink }
  return { name, kind: kind === 'missing' ? 'other' : kind, isLink }
}

/** Paths by the folder that they stand in; '' for the top. */
function childrenOf({ entries }: GitTree): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>()
  for (const path of entries.keys()) {
    const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    const known = below.get(folder)
    if (known) known.push(path)
    else below.set(folder, [path])
  }
  return below
}
