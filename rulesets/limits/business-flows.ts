import { type Operation, tokens } from '@specward/core'
import { operatorScheme } from '../authentication/operator-keys.ts'
import { lastWords } from './lists.ts'

/** What a caller makes more of by each call to a collection; the name stands in the plural. */
const MADE: Readonly<Record<string, string>> = {
  order: 'orders',
  purchase: 'purchases',
  booking: 'bookings',
  reservation: 'reservations',
  comment: 'comments',
  review: 'reviews',
  rating: 'ratings',
  vote: 'votes',
  bid: 'bids',
  invite: 'invitations',
  invitation: 'invitations',
  referral: 'referrals',
}

/** Acts at the end of a path. */
const ACTS: Readonly<Record<string, string>> = {
  vote: 'votes',
  upvote: 'votes',
  redeem: 'redemptions',
  redemption: 'redemptions',
  'coupon redemption': 'redemptions',
  'gift card redemption': 'redemptions',
  checkout: 'purchases',
  purchase: 'purchases',
  buy: 'purchases',
  book: 'bookings',
  reserve: 'reservations',
  bid: 'bids',
  invite: 'invitations',
}

/** What a program that repeats the call makes without end, where the operation is a step of business; else undefined. */
export function flowOf(operation: Operation): string | undefined {
  const { kind, method, path, classes } = operation
  if (kind !== 'http' || method !== 'post' || classes.has('read') || classes.has('admin')) return undefined
  if (/\}\/?$/.test(path)) return undefined
  if (path.split('/').some((segment) => TRIAL.test(segment))) return undefined
  const words = lastWords(path)
  const isMany = /s$/i.test(path.replace(/\/+$/, ''))
  const found =
    isMany && Object.hasOwn(MADE, words) ? MADE[words] : Object.hasOwn(ACTS, words) ? ACTS[words] : undefined
  return found === 'votes' && isOneForEach(operation) ? undefined : found
}

/** A vote of an account counts once, however often it is given. */
function isOneForEach({ security, summary = '', description = '' }: Operation): boolean {
  const text = `${summary} ${description}`
  return (
    security.kind === 'required' ||
    /\b(?:your|the (?:\w+ )?user[’']?s?) vote\b|\b(?:one|a single) vote\b|\bonce (?:per|for each)\b/i.test(
      text,
    )
  )
}

/** True where every way in takes a key that customers do not have. */
export function isForOperators({ security }: Operation): boolean {
  return security.kind === 'required' && security.alternatives.every((each) => operatorScheme(each))
}

/** Nothing comes of what is only tried. */
const TRIAL = /^(?:previews?|drafts?|quotes?|estimates?|simulat\w*|templates?)$/i

/** True where a person, or a device that was proved, has to take part. */
export function asksForProof({
  parameters,
  requestBody,
  description = '',
  summary = '',
}: Operation): boolean {
  const sent = parameters.flatMap(({ fields }) => fields.map(({ name }) => name))
  const inBody = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  const names = [...sent, ...inBody.map(({ name }) => name)]
  return (
    names.some(isProof) ||
    /captcha|turnstile|proof of work|bot (?:detection|protection|management)/i.test(
      `${summary} ${description}`,
    )
  )
}

const PROOFS: ReadonlySet<string> = new Set([
  ...['captcha', 'recaptcha', 'hcaptcha', 'turnstile', 'attestation', 'proof', 'challenge', 'otp', 'totp'],
])

function isProof(name: string): boolean {
  return tokens(name).some((word) => PROOFS.has(word)) || /captcha|turnstile/i.test(name)
}
