import type { ApiDocument, Format, Model, Node, Operation, OperationClass } from '@specward/core'
import { fieldsOf } from '../authentication/request-fields.ts'

/** Where guessing pays: passwords, codes, addresses of existing accounts. */
const CREDENTIAL_CLASSES: readonly OperationClass[] = ['login', 'token', 'reset', 'register', 'verify']

/** True for an operation at which credentials or codes can be guessed; a read has to take one in its URL. */
export function takesCredentials(operation: Operation): boolean {
  if (operation.kind !== 'http' || !CREDENTIAL_CLASSES.some((name) => operation.classes.has(name)))
    return false
  if (isRevocation(operation) || isOnBehalf(operation) || takesNothing(operation)) return false
  if (isCodeExchange(operation)) return false
  if (!operation.isSafe) return true
  const inUrl = operation.parameters.filter(
    (parameter) => parameter.in === 'query' || parameter.in === 'path',
  )
  return inUrl.some(({ fields }) => fields.some(({ sensitivity }) => sensitivity?.dataClass === 'credential'))
}

/** A program that has proved itself acts for somebody: resetting and registering are administration then. */
function isOnBehalf({ security, classes }: Operation): boolean {
  return security.kind === 'required' && !classes.has('login') && !classes.has('token')
}

/** `POST /session` without a body opens a connection, not a session of somebody. */
function takesNothing({ path, requestBody, parameters }: Operation): boolean {
  return /\/sessions?$/i.test(path) && !requestBody && !parameters.some(({ in: place }) => place !== 'path')
}

/** A code is exchanged by a program that proves itself by a secret of its own: both are too long to be guessed. */
function isCodeExchange(operation: Operation): boolean {
  if (!operation.classes.has('token')) return false
  const names = new Set(fieldsOf(operation).map(({ words }) => words))
  return names.has('client secret') && names.has('code') && !names.has('password') && !names.has('username')
}

/** Whoever gives up a token has it already; there is nothing to guess. */
function isRevocation({ path, operationId = '' }: Operation): boolean {
  return /revoke|revocation/i.test(`${path} ${operationId}`)
}

/** Statuses that cover 429 (RFC 6585, section 4): `default` stands for all that is not listed (Responses Object). */
const COVERING: ReadonlySet<string> = new Set(['429', '4XX', 'default'])

/** True when the operation says what happens to callers who call too often, or that calls are counted. */
export function documents429(operation: Operation): boolean {
  return operation.responses.some(({ status }) => COVERING.has(status)) || showsLimit(operation)
}

/** True when words about an operation, or about the API as a whole, say that calls are limited; the status may not be documented. */
export function isSaidToBeLimited({ summary = '', description = '' }: Operation, about = ''): boolean {
  return saysLimits(`${summary} ${description}`) || saysLimits(about)
}

/** What `info` says of the API. */
export function aboutOf({ node }: ApiDocument, model: Model): string {
  const info = node.child('info')
  return (info && model.resolve(info)?.child('description')?.string) ?? ''
}

const LIMITS =
  /\brate[ -]?limit|\bthrottl|\btoo many requests\b|\blimited to \d[\d,.]{0,12} (?:requests|calls)|\b\d[\d,.]{0,12} (?:requests|calls) (?:per|an?|each|every) (?:second|minute|hour|day|month)/i
const NO_LIMITS = /\b(?:no|not|without|un)[ -]?(?:\w+ ){0,2}(?:rate[ -]?limit|throttl)/i

function saysLimits(text: string): boolean {
  return LIMITS.test(text) && !NO_LIMITS.test(text)
}

/** True when the operation speaks of limits itself, not by a response that stands for other errors as well. */
export function showsLimit({ responses, node }: Operation): boolean {
  return (
    responses.some(
      ({ status, response }) =>
        status === '429' || saysSo(response?.node) || response?.headers.some(({ name }) => isQuota(name)),
    ) || Object.keys(node.value as object).some((key) => /^x-.*rate-?limit/i.test(key))
  )
}

/** True for a header field that tells of a quota: `RateLimit-Policy`, `X-Rate-Limit`. */
export function isQuota(header: string): boolean {
  return /(?:^|-)rate-?limit(?:-|$)/i.test(header)
}

/** Some APIs answer with another status, and say in words what it stands for. */
function saysSo(response: Node | undefined): boolean {
  return /too ?many ?requests|throttl|rate.?limit/i.test(response?.child('description')?.string ?? '')
}

/** A 429 response with `Retry-After`, and with the quota where no response of the API tells it yet. */
export function tooManyRequests(
  { operations }: ApiDocument,
  format: Format,
): Readonly<Record<string, unknown>> {
  const responses = operations.flatMap((each) => (each.kind === 'http' ? each.responses : []))
  const isTold = responses.some(({ response }) => response?.headers.some(({ name }) => isQuota(name)))
  const headers = { ...retryAfter(format), ...(isTold ? {} : quotaLeft(format)) }
  return { description: 'Too many requests', headers }
}

function quotaLeft(format: Format): Readonly<Record<string, unknown>> {
  const description = 'Requests that are left, and when there are more again'
  const schema = { type: 'string' }
  return { RateLimit: format === 'oas2' ? { description, ...schema } : { description, schema } }
}

/** `headers` with a `Retry-After` in seconds (RFC 9110, section 10.2.3). */
export function retryAfter(format: Format): Readonly<Record<string, unknown>> {
  const description = 'Seconds to wait before the next request'
  const schema = { type: 'integer', minimum: 0 }
  return { 'Retry-After': format === 'oas2' ? { description, ...schema } : { description, schema } }
}
