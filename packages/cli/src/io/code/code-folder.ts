import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { cachesOfUser } from '../own-files.ts'

/**
 * Where compiled code is kept; undefined where it is kept nowhere. Not in the folder for temporary files, where Node would
 * keep it: others may write there, and it is code. Not in a checkout: what is committed would be run. Not with the records
 * of `--cache` either, which people carry from one machine to another.
 * @param env NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off, as both do for Node;
 * coverage (NODE_V8_COVERAGE) is less exact with code that was compiled before
 */
export function codeFolder(env: NodeJS.ProcessEnv): string | undefined {
  if (env.NODE_DISABLE_COMPILE_CACHE || env.NODE_V8_COVERAGE) return undefined
  const folder = env.NODE_COMPILE_CACHE || cachesOfUser(env)
  if (folder === undefined || !isAbsolute(folder) || isInCheckout(folder)) return undefined
  return env.NODE_COMPILE_CACHE ? folder : join(folder, 'specward-code')
}

function isInCheckout(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true
    if (dirname(at) === at) return false
  }
}
