import { type Operation, type SecurityScheme, tokens } from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { isBoundToUser } from './scheme-uses.ts'

/** Names of fields, by their words in the singular, that say who a caller is. */
const PRINCIPALS: ReadonlySet<string> = new Set(
  `user, user id, user uuid, user guid, user name, username, user email, user sub, uid, customer id, member id, person id,
  employee id, principal, principal id, principal name, subject id, caller id, caller, identity, remote user,
  forwarded user, forwarded email, forwarded preferred username, forwarded user id, auth user, auth user id,
  auth request user, auth request email, authenticated user, authenticated user id, authenticated userid,
  current user, current user id, logged in user, login user, acting user, acting user id, end user id,
  consumer username, consumer custom id, credential username`
    .split(',')
    .map((name) => name.trim().split(/\s+/).join(' ')),
)

/** `X-User-Id` and `userId` alike. */
function plain(name: string): string {
  const words = tokens(name)
  return (words[0] === 'x' ? words.slice(1) : words).join(' ')
}

/** One of them: `userIds` are somebody else's. */
export function isPrincipal(name: string): boolean {
  return !/(?:ids|users|names)$/i.test(name) && PRINCIPALS.has(plain(name))
}

/** Names of fields, by their words in the singular, that say what a caller may do, or as whom. */
const PRIVILEGES: ReadonlySet<string> = new Set(
  `role, user role, caller role, auth role, is admin, admin, user is admin, is superuser, is super admin, is staff,
  user permission, caller permission, impersonate, impersonate user, impersonate user id, impersonated user,
  impersonated user id`
    .split(',')
    .map((name) => name.trim().split(/\s+/).join(' ')),
)

export function isPrivilege(name: string): boolean {
  return PRIVILEGES.has(plain(name))
}

/** `isAdmin`: in a query, a bare `role` or `admin` is as well what is looked for. */
export function saysAdmin(name: string): boolean {
  return /^(?:x |user |caller )?(?:is|as) (?:super ?)?admin$/.test(tokens(name).join(' '))
}

/** The scheme by which the server knows already who calls, in every way in; undefined where there is none. */
export function userScheme({ security }: Operation): SecurityScheme | undefined {
  if (security.kind !== 'required') return undefined
  const bound = security.alternatives.map(({ requirements }) =>
    requirements.map(({ scheme }) => scheme).find((scheme) => scheme && isBoundToUser(scheme)),
  )
  return bound.every((scheme) => scheme !== undefined) ? bound[0] : undefined
}

const MANAGE = /\badmin|\bmanaged?\b|\bscim\b|\bimpersonat|\bon behalf of\b|\bdelegat|\bsuper ?user\b/i

/** Operations of an ordinary signed-in person: nothing for administrators, nothing before signing in. */
export function isOfPerson(operation: Operation): boolean {
  if (operation.kind !== 'http' || operation.classes.has('admin') || isMeantForAnyone(operation)) return false
  const { summary = '', description = '', tags } = operation
  return !MANAGE.test(`${summary} ${tags.join(' ')} ${description}`)
}

/** A description that says that the name is checked, or for whom it is. */
export function isExplained(description: string | undefined): boolean {
  return (
    description !== undefined &&
    (MANAGE.test(description) ||
      /\b(?:must (?:match|equal|be the same)|verified|validated|checked against|ignored|deprecated|derived from|permission|allowed to|as another user|service account|logging|tracing|analytics|rate limit)/i.test(
        description,
      ))
  )
}
