import type { SecurityRequirement, SecurityScheme } from '@specward/core'

/**
 * How hard it is to get hold of what a scheme asks for, and to use it elsewhere. Higher is harder; what is not in
 * the table is not compared.
 * - 5: proof of possession, or tokens that an authorization server issues for a purpose and a time.
 * - 4: bearer tokens of unknown making, and passwords that are never sent (SCRAM, Kerberos).
 * - 3: keys that stay the same, in a header or a cookie.
 * - 2: HTTP schemes of the past that at least do not send the password.
 * - 1: the password itself.
 * - 0: keys in the URL, which is logged everywhere.
 */
export type Strength = 0 | 1 | 2 | 3 | 4 | 5

/** Proof of possession, or tokens for a purpose and a time. */
export const STRONG: Strength = 5
/** Bearer tokens of unknown making. */
export const TOKEN: Strength = 4
/** Keys that stay the same, in a header. */
export const KEY: Strength = 3
/** The password itself, and whatever is less. */
export const PASSWORD: Strength = 1

const BY_TYPE: Readonly<Record<string, Strength>> = {
  mutualTLS: 5,
  X509: 5,
  oauth2: 5,
  openIdConnect: 5,
  scramSha256: 4,
  scramSha512: 4,
  gssapi: 4,
  userPassword: 1,
  plain: 1,
}

const BY_HTTP_SCHEME: Readonly<Record<string, Strength>> = {
  dpop: 5,
  gnap: 5,
  hoba: 5,
  mutual: 5,
  bearer: 4,
  digest: 2,
  negotiate: 2,
  ntlm: 2,
  basic: 1,
}

export function strengthOf(scheme: SecurityScheme): Strength | undefined {
  const { type, httpScheme } = scheme
  if (type === 'http') return lookUp(BY_HTTP_SCHEME, httpScheme ?? '')
  if (type !== 'apiKey' && type !== 'httpApiKey') return lookUp(BY_TYPE, type)
  if (scheme.in === 'query') return 0
  // OpenAPI 2.0 has no other way to write a bearer token
  const isToken = scheme.parameterName?.toLowerCase() === 'authorization'
  if (scheme.in === 'header') return isToken ? 4 : 3
  // what a cookie or a broker takes as its key may be a session or a token
  return undefined
}

function lookUp(table: Readonly<Record<string, Strength>>, key: string): Strength | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** What is asked for together is as strong as the strongest of it; undefined when one of the schemes is not known. */
export function strengthOfAll(requirements: readonly SecurityRequirement[]): Strength | undefined {
  let strongest: Strength = 0
  for (const { scheme } of requirements) {
    const strength = scheme && strengthOf(scheme)
    if (strength === undefined) return undefined
    if (strength > strongest) strongest = strength
  }
  return strongest
}

/** A scheme of little strength, in words that end a sentence. */
export function weaknessOf(scheme: SecurityScheme): string {
  if (scheme.in === 'query') return 'an API key in the URL'
  if (scheme.httpScheme === 'basic') return 'HTTP Basic'
  if (scheme.httpScheme !== undefined) return `HTTP ${scheme.httpScheme}`
  if (scheme.type === 'userPassword' || scheme.type === 'plain') return 'a password'
  return 'an API key'
}
