import { tokens } from '@specward/core'

/** Words by which a scope lets its holder look at something. */
const READ: ReadonlySet<string> = new Set(
  'read reader readonly view viewer list get search browse query lookup'.split(' '),
)

/** Words by which it lets them do more than that, or by which nobody can tell. */
const MORE: ReadonlySet<string> = new Set(
  `write writer edit editor create creator update delete remove manage manager modify change add insert upload
  send post put patch execute exec run admin administer administrator full rw readwrite owner maintain control
  publish submit approve import sync`.split(/\s+/),
)

/**
 * True when a scope says by its name that it is for reading, and for nothing else: `orders:read`, `Mail.Read`,
 * `https://api.example.com/auth/orders.readonly`. Of a URL, what follows the last slash counts.
 */
export function isReadOnly(scope: string): boolean {
  const words = tokens(scope.slice(scope.replace(/\/$/, '').lastIndexOf('/') + 1))
  const joined = words.join(' ')
  if (/\bread only\b/.test(joined)) return true
  return words.some((word) => READ.has(word)) && !words.some((word) => MORE.has(word))
}

/** Words by which it lets them change something, and does not let them look. */
const WRITE: ReadonlySet<string> = new Set(
  `write writer edit editor create creator update delete remove modify change add insert post put patch`.split(
    /\s+/,
  ),
)

/** True when a scope says by its name that it is for changing something, and for nothing else: `orders:write`. */
export function isWriteOnly(scope: string): boolean {
  const words = tokens(scope.slice(scope.replace(/\/$/, '').lastIndexOf('/') + 1))
  const acts = words.filter((word) => READ.has(word) || MORE.has(word))
  return acts.length > 0 && acts.every((word) => WRITE.has(word))
}

/** True when a scope or the name of a scheme says that it is for administrators. */
export function isForAdmins(name: string, own: readonly string[]): boolean {
  const words = tokens(name)
  if (words.some((word) => ADMIN.has(word))) return true
  const joined = ` ${words.join(' ')} `
  return own.some((word) => joined.includes(` ${tokens(word).join(' ')} `))
}

const ADMIN: ReadonlySet<string> = new Set(
  `admin administer administrator administration administrative superadmin sysadmin superuser root backoffice
  manage manager management owner master staff internal operator elevated privileged sudo system`.split(
    /\s+/,
  ),
)

/** Scopes by which a client learns who signed in, or stays signed in (OpenID Connect Core 1.0, sections 5.4 and 11). */
const OPENID: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'offline_access',
])

/** True for a scope of OpenID Connect, which no operation of an API requires. */
export function isOfOpenId(scope: string): boolean {
  return OPENID.has(scope)
}
