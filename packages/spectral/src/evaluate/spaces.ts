import type { Segment } from '../jsonpath/types.ts'
import type { Location, Locations } from './locations.ts'

/** What two ways to an object have to have in common to be walked as one. */
export interface Space<L> {
  readonly root: L
  /** The document as it is written. */
  readonly isWritten: boolean
  enter(from: L, key: Segment): L
  /** Undefined for the document as it is written, where paths need no mapping. */
  locationOf(of: L): Location | undefined
}

/** Ways that map to the same place are one. */
export function byPlace(locations: Locations): Space<Location> {
  return {
    root: locations.root,
    isWritten: false,
    enter: (from, key) => locations.enter(from, key),
    locationOf: (of) => of,
  }
}

/** Every way is its own. */
export function byPath(locations: Locations): Space<{ readonly location: Location }> {
  return {
    root: { location: locations.root },
    isWritten: false,
    enter: ({ location }, key) => ({ location: locations.enter(location, key) }),
    locationOf: ({ location }) => location,
  }
}

/** The same for what is not resolved. */
export function asWritten(): Space<number> {
  let count = 0
  return { root: 0, isWritten: true, enter: () => ++count, locationOf: () => undefined }
}

interface InRole {
  readonly location: Location
  readonly role: Role
}

/**
 * Ways that map to the same place and have the same role: within a request, within a response, or elsewhere. The keys
 * before that can still become either. The name of the last key does not count.
 */
export function byRole(locations: Locations): Space<InRole> {
  const known = new Map<Location, Map<Role, InRole>>()
  const at = (location: Location, role: Role): InRole => {
    const roles = known.get(location) ?? new Map<Role, InRole>()
    const found = roles.get(role) ?? { location, role }
    if (roles.size === 0) known.set(location, roles)
    roles.set(role, found)
    return found
  }
  return {
    root: at(locations.root, 'root'),
    isWritten: false,
    enter: ({ location, role }, key) => {
      const next = locations.enter(location, key)
      return at(next.base ?? next, roleAfter(role, String(key)))
    },
    locationOf: ({ location }) => location,
  }
}

type Role = 'root' | 'components' | 'paths' | 'path' | 'operation' | 'request' | 'response' | 'other'

function roleAfter(role: Role, key: string): Role {
  switch (role) {
    case 'root':
      if (key === 'responses') return 'response'
      return key === 'components' || key === 'paths' ? key : 'other'
    case 'components':
      if (key === 'responses') return 'response'
      return key === 'requestBodies' ? 'request' : 'other'
    case 'paths':
      return 'path'
    case 'path':
      return 'operation'
    case 'operation':
      if (key === 'responses') return 'response'
      return key === 'requestBody' ? 'request' : 'other'
    default:
      return role
  }
}
