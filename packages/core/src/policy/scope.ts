import type { Path } from '../source/types.ts'
import { nameIn } from './folders.ts'
import { matchesGlob } from './glob.ts'
import type { Scope } from './statements.ts'

/**
 * True when a file (by URI) is one of those that a scope names: one glob without `!` matches its name relative to
 * the configuration, and none with it. A file outside of the folder of the configuration is never named.
 */
export function coversFile({ files, base }: Pick<Scope, 'files' | 'base'>, uri: string): boolean {
  if (files === undefined) return true
  if (!uri.startsWith(base)) return false
  const name = nameIn(base, uri)
  const isNamed = files.some((glob) => !glob.startsWith('!') && matchesGlob(glob, name))
  return isNamed && !files.some((glob) => glob.startsWith('!') && matchesGlob(glob.slice(1), name))
}

/** True when a path is at or below one of the pointers of a scope. */
export function coversPath({ pointers }: Pick<Scope, 'pointers'>, path: Path): boolean {
  if (pointers === undefined) return true
  return pointers.some(
    (keys) => keys.length <= path.length && keys.every((key, at) => key === '*' || key === path[at]),
  )
}
