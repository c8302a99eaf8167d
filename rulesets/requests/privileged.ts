import { type Property, tokens } from '@specward/core'
import { inText } from '../wording.ts'

/** What a caller gains who sets a property that only the server should set. */
export type Privilege = 'authority' | 'approval' | 'money' | 'ownership' | 'plan'

type Names = Readonly<Partial<Record<Privilege, string>>>

/** Names by their words in the singular. What other things are called as well (`status`, `group`, `scope`) is left out. */
const NAMES: Names = {
  authority: `role, role id, user role, account role, member role, system role, permission, user permission,
    privilege, authority, access level, is admin, admin, is administrator, is super admin, super admin, is superuser,
    superuser, is super user, is staff, staff, is root, is owner, is moderator, is internal, site admin`,
  approval: `is verified, verified, email verified, is email verified, phone verified, is phone verified, verified at,
    email verified at, is approved, approved, approved at, approved by, kyc status, kyc level, kyc verified, kyc approved,
    kyc tier, is kyc verified, is trusted, is banned, is suspended`,
  money: `balance, account balance, available balance, current balance, wallet balance, credit balance, credit,
    credit limit, wallet amount, loyalty point, reward point, commission rate, discount rate`,
  ownership: 'owner id, owner uuid, owner user id, tenant id, tenant uuid',
}

/** What other things are called as well, but hardly what people send to change their own account. */
const NAMES_OF_ACCOUNTS: Names = {
  authority: 'group, user group, scope, access scope',
  ownership: 'organization id, organisation id, org id',
  plan: 'plan, plan id, subscription plan, subscription tier, account plan, account tier',
}

const PRIVILEGES = byName(NAMES)
const OF_ACCOUNTS = byName(NAMES_OF_ACCOUNTS)

function byName(names: Names): ReadonlyMap<string, Privilege> {
  return new Map(
    Object.entries(names).flatMap(([privilege, all]) =>
      all.split(',').map((name) => [wordsOf(name), privilege as Privilege] as const),
    ),
  )
}

/** Of these, a flag says who somebody is; a text or an object names or describes somebody else. */
const FLAGS: ReadonlySet<string> = new Set(['admin', 'staff', 'verified', 'approved', 'superuser'])

/** Values by which somebody may do more than others. */
const POWERFUL = /admin|root|super|owner|staff|moderator|manager|editor|operator/i

/**
 * What a caller gains by setting a property; undefined when it is harmless as far as its name and type tell.
 * @param extra names that the organisation adds, in any case style
 */
export function privilegeOf(property: Property, extra: readonly string[] = []): Privilege | undefined {
  const words = wordsOf(property.name)
  if (extra.some((name) => wordsOf(name) === words)) return 'authority'
  const privilege = PRIVILEGES.get(words)
  if (!privilege || !isPlausible(property, words, privilege)) return undefined
  return privilege
}

/** The same of a property that people send to change their own account, where more names are plain. */
export function privilegeOfAccount(property: Property): Privilege | undefined {
  const words = wordsOf(property.name)
  const privilege = OF_ACCOUNTS.get(words)
  if (!privilege || property.schema.types.includes('boolean')) return undefined
  return isPlausible(property, words, privilege) ? privilege : undefined
}

function isPlausible({ schema }: Property, words: string, privilege: Privilege): boolean {
  const types = schema.types.filter((type) => type !== 'null')
  if (FLAGS.has(words)) return types.includes('boolean')
  if (privilege === 'money')
    return types.length === 0 || types.some((type) => type === 'number' || type === 'integer')
  // an object tells of a role, or of what the caller may do with what is returned
  if (types.includes('object') || (types.length === 0 && schema.properties.length > 0)) return false
  const values = schema.node.child('enum')?.value ?? schema.items?.node.child('enum')?.value
  if (privilege === 'authority' && Array.isArray(values))
    return values.some((value) => POWERFUL.test(inText(value)))
  return true
}

/** What a server writes on everything that it stores. */
const STORED: ReadonlySet<string> = new Set(
  `id, uuid, created at, created on, created, date created, created date, create time, creation date, created time,
  created by, created by id, updated by, modified by, deleted at, updated at, updated on, updated, date updated, updated date, update time, modified at, last modified, last updated`
    .split(',')
    .map(wordsOf),
)

/** True for an id, and for who created or changed something and when: a server knows that by itself. */
export function isStored({ name }: Property): boolean {
  return STORED.has(wordsOf(name))
}

function wordsOf(name: string): string {
  return tokens(name).join(' ')
}

/** What a message says of it. */
export const GAINS: Readonly<Record<Privilege, string>> = {
  authority: 'grants privileges',
  approval: 'says that somebody has checked',
  money: 'says how much there is to spend',
  ownership: 'says whose it is',
  plan: 'says what has been paid for',
}
