import type { Operation } from '@specward/core'

/** Whole segments of paths, whatever stands around them. */
const PLACES: Readonly<Record<string, string>> = {
  management: 'for administrators',
  internal: 'for internal use',
  _internal: 'for internal use',
}

/**
 * For whom an operation is that not everybody may call: `for administrators`, `for internal use`; undefined for an
 * ordinary one. `x-internal` keeps an operation out of the documentation, which keeps nobody from calling it.
 */
export function reservedFor({ classes, path, node }: Operation): string | undefined {
  if (classes.has('admin')) return 'for administrators'
  if (node.child('x-internal')?.value === true) return 'for internal use'
  for (const segment of path.toLowerCase().split('/')) {
    if (Object.hasOwn(PLACES, segment)) return PLACES[segment]
  }
  return undefined
}
