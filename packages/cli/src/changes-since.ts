import { join } from 'node:path'
import type { Io } from './io.ts'
import { uriOf } from './uris.ts'

/** How the working tree differs from a commit; of what git does not track, nothing is known. */
export interface ChangesSince {
  /** URIs of files that are not as they were. */
  readonly changed: ReadonlySet<string>
  /** What became of files that were moved, by the URI that they had. */
  readonly moved: ReadonlyMap<string, string>
}

/** Asks git; undefined where it cannot tell. */
export async function changesSince(top: string, commit: string, io: Io): Promise<ChangesSince | undefined> {
  const args = ['diff', '--name-status', '-z', '--find-renames', '--no-ext-diff', '--ignore-submodules=all']
  const result = await io.git([...args, commit, '--'], top)
  const [changed, moved] = [new Set<string>(), new Map<string, string>()]
  if ('missing' in result || result.code !== 0) return undefined
  const fields = new TextDecoder().decode(result.bytes).split('\0')
  for (let at = 0; at + 1 < fields.length; ) {
    const [status = '', path = '', target = ''] = fields.slice(at, at + 3)
    const isPair = /^[RC]/.test(status)
    at += isPair ? 3 : 2
    changed.add(uriOf(join(top, path)))
    if (status.startsWith('R')) moved.set(uriOf(join(top, path)), uriOf(join(top, target)))
  }
  return { changed, moved }
}
