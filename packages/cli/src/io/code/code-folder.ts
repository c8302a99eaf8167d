import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * Where compiled code is kept; undefined where it is kept nowhere. Not in the folder for temporary files, where Node would
 * keep it: others may write there, and it is code.
 * @param env NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off, as both do for Node;
 * coverage (NODE_V8_COVERAGE) is less exact with code that was compiled before
 */
export function codeFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (env.NODE_DISABLE_COMPILE_CACHE || env.NODE_V8_COVERAGE) return undefined
  if (env.NODE_COMPILE_CACHE) return env.NODE_COMPILE_CACHE
  const folder = cachesOfUser(env)
  return folder !== undefined && isAbsolute(folder) ? join(folder, 'specward/code') : undefined
}

function cachesOfUser({ XDG_CACHE_HOME: xdg, LOCALAPPDATA: local }: NodeJS.ProcessEnv): string | undefined {
  if (process.platform === 'win32') return local
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches')
  return xdg || join(homedir(), '.cache')
}
