import { isOfStoplight, isPackageName } from './names.ts'
import type { Scripts } from './scripts.ts'

/**
 * Whether code may run that nobody named: that of the makers of Spectral, from a package that is installed where a
 * ruleset looks for packages. A path that only looks like one, in a folder below or behind a link, is anybody's.
 */
export function isInstalledStoplight(name: string, uri: string, root: string, scripts: Scripts): boolean {
  if (!isOfStoplight(uri) || !isOfStoplight(scripts.real(uri))) return false
  if (isPackageName(name) && name.startsWith('@stoplight/')) return true
  return root.startsWith(uri.slice(0, uri.indexOf('/node_modules/') + 1))
}
