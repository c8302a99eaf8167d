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
  if (RESOURCES.some((word) => words.has(word)) || words.has(last)) return true
  if (operation.kind === 'message') return false
  if (operation.kind !== 'http' || ISSUING.some((name) => operation.classes.has(name))) return true
  return operation.method === 'post'
}
