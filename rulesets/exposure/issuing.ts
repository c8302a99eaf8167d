import type { Operation, OperationClass, Sensitivity } from '@specward/core'
import { pathWords } from './returned.ts'

/** Credentials that people choose, or that stand on cards: nothing has a reason to send them back, not even once. */
const CHOSEN: ReadonlySet<string> = new Set([
  'password',
  'passphrase',
  'passcode',
  'security answer',
  'secret answer',
  'security question answer',
  'card security code',
  'PIN',
])

/** Operations that hand out tokens and secrets for a living. */
const ISSUING: readonly OperationClass[] = ['login', 'token', 'register', 'reset', 'verify']

/** Words of paths whose resource is itself a credential. */
const RESOURCES = [
  'key',
  'token',
  'secret',
  'credential',
  'password',
  'kubeconfig',
  'session',
  'oauth',
  'auth',
  'otp',
]

/** Secrets that outlive every session: what does not create or renew them has no reason to show them again. */
const LASTING: ReadonlySet<string> = new Set([
  'refresh token',
  'client secret',
  'consumer secret',
  'app secret',
  'private key',
])

/** What opens the API, or the account of somebody: a receiver of webhooks needs it only where it is theirs. */
export const OPENING: ReadonlySet<string> = new Set([...LASTING, 'api key', 'access token'])

/** Words of paths at which such secrets are handed out. */
const RENEWING = ['callback', 'authorize', 'exchange', 'refresh', 'rotate', 'rotation', 'regenerate', 'renew']

/** Words that name a part of the API rather than a credential. */
const AREAS: ReadonlySet<string> = new Set(['session', 'oauth', 'auth'])

/** True where the operation is there to hand the credential out. */
export function isExpected(operation: Operation, { term }: Sensitivity): boolean {
  const words = pathWords(operation)
  const last = term.toLowerCase().split(' ').at(-1) ?? ''
  if (CHOSEN.has(term)) {
    // a receiver knows by the passcode that it set who calls
    if (term === 'passcode' && (operation.kind === 'webhook' || operation.kind === 'callback')) return true
    if (words.has('credential') || words.has('token') || words.has(last)) return true
    return last === 'code' && /cv[vc]/i.test(operation.path)
  }
  const isLasting = LASTING.has(term) && !RENEWING.some((word) => words.has(word))
  const resources = isLasting ? RESOURCES.filter((word) => !AREAS.has(word)) : RESOURCES
  if (resources.some((word) => words.has(word)) || words.has(last)) return true
  if (operation.kind === 'message') return false
  if (operation.kind !== 'http') return !OPENING.has(term)
  if (ISSUING.some((name) => operation.classes.has(name))) return true
  return operation.method === 'post'
}
