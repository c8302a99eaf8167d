import type { Operation } from '@specward/core'
import { isForManagers, isWrite } from './bodies.ts'

/** Last segments of paths at which people work on their own account, or make one. */
const OWN =
  /^(?:me|self|myself|my-?(?:profile|account|settings)|(?:user-?)?profile|account|register|registration|sign-?up|current[-_]?user)$/i

/** Segments that may stand in front of users without making them somebody's to manage. */
const NEUTRAL = /^(?:api|rest|v\d+(?:\.\d+)?|public|app|mobile|auth|identity|users?|accounts?)$/i

const PEOPLE = /^(?:users?|accounts?|customers?|members?|people|profiles?)$/i

/** Operations at which callers change their own account or make one, as far as paths and descriptions tell. */
export function selfServiceOperations(operations: readonly Operation[]): readonly Operation[] {
  return writesOf(operations).filter(
    ({ classes, path, method, security }) =>
      classes.has('register') ||
      isOwn(segmentsOf(path)) ||
      // where everything is public, nothing is meant for those who register
      (method === 'post' && security.kind === 'public' && !security.inherited && isPeople(segmentsOf(path))),
  )
}

/**
 * `PUT /users/{id}`: callers change their own account, or administrators that of others. Where there are such as
 * `/me`, it is the latter.
 */
export function perhapsSelfService(operations: readonly Operation[]): readonly Operation[] {
  if (operations.some(({ path }) => isOwn(segmentsOf(path)))) return []
  return writesOf(operations).filter(({ path, method }) => method !== 'post' && isPerson(segmentsOf(path)))
}

/** `PATCH /me`, `PUT /account`: a change of the caller's own account, whatever is in its body. */
export function changesOwnAccount({ method, path, classes }: Operation): boolean {
  if (method !== 'put' && method !== 'patch') return false
  return !classes.has('register') && !path.includes('{') && isOwn(segmentsOf(path))
}

function writesOf(operations: readonly Operation[]): readonly Operation[] {
  return operations.filter((operation) => isWrite(operation) && !isForManagers(operation))
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function isOwn(segments: readonly string[]): boolean {
  if (!OWN.test(segments.at(-1) ?? '')) return false
  return PEOPLE.test(segments[0] ?? '') || segments.every((segment) => !segment.includes('{'))
}

/** `POST /users`, where anybody may call it: people register there. */
function isPeople(segments: readonly string[]): boolean {
  return (
    PEOPLE.test(segments.at(-1) ?? '') &&
    segments.every((segment) => NEUTRAL.test(segment) || PEOPLE.test(segment))
  )
}

/** `/users/{id}`: one's own or that of somebody else, which nobody can tell but by who is let in. */
function isPerson(segments: readonly string[]): boolean {
  const before = segments.slice(0, -1)
  if (!segments.at(-1)?.startsWith('{') || !PEOPLE.test(before.at(-1) ?? '')) return false
  return before.every((segment) => NEUTRAL.test(segment) || PEOPLE.test(segment))
}

/** Fields that people keep about themselves: where they stand, the body is a person's. */
export const PERSONAL =
  /^(?:e-?mail|(?:user|first|last|full|display|nick|given|family)[-_]?name|name|phone\w*|password|avatar\w*|picture|bio|birth\w*|address\w*|language|locale|time_?zone)$/i
