import { constants, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** How files of our own are opened: links are not followed, and pipes are not waited for. */
export const READING = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * A clause that tells why this user cannot rely on having written something alone; undefined where he can. Windows keeps
 * others out of such folders.
 * @param stats of the thing itself, and not of what a link leads to
 */
export function whyForeign(stats: Stats): string | undefined {
  if (stats.isSymbolicLink()) return 'it is a link'
  const user = process.getuid?.()
  if (user === undefined) return undefined
  if (stats.uid !== user) return 'it belongs to somebody else'
  return (stats.mode & 0o022) === 0 ? undefined : 'others may write into it'
}

/** Where programs of this user keep what they can make again; undefined where the system tells of no such place. */
export function cachesOfUser(env: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env
  // one that is relative is to be ignored (XDG Base Directory Specification)
  if (xdg !== undefined && isAbsolute(xdg)) return xdg
  if (process.platform === 'win32') return local
  const home = homedir()
  if (!isAbsolute(home)) return undefined
  return join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache')
}
