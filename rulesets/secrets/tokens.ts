import { tokens } from '@specward/core'
import { jsonOf } from './proofs.ts'

/** What a token holds, as far as it can be read. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** Three parts, of which the signature may be missing. It begins where a word does, so that each text is read once. */
export const JWT =
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,2000}\.eyJ[A-Za-z0-9_-]{2,8000}\.[A-Za-z0-9_-]{0,1400}/g

export function readJwt(token: string): Jwt | undefined {
  const [header, claims] = token.split('.', 2).map(jsonOf)
  return header && claims ? { header, claims } : undefined
}

function own(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

/** A token whose `alg` says that nobody signed it, written in any case. */
export function isUnsigned({ header }: Jwt): boolean {
  const algorithm = own(header, 'alg')
  return typeof algorithm === 'string' && algorithm.toLowerCase() === 'none'
}

export function isWithoutEnd({ claims }: Jwt): boolean {
  return own(claims, 'exp') === undefined
}

/** Seconds for which the token is good; undefined when it does not say. */
export function lifeOf({ claims }: Jwt): number | undefined {
  const end = own(claims, 'exp')
  const start = own(claims, 'iat') ?? own(claims, 'nbf')
  return typeof end === 'number' && typeof start === 'number' ? end - start : undefined
}

/** Names of claims, in the singular, whose values nobody should be able to read who sees the token. */
const SECRET_CLAIMS: ReadonlySet<string> = new Set([
  ...[
    'password',
    'passwd',
    'pwd',
    'pass phrase',
    'passphrase',
    'secret',
    'client secret',
    'api key',
    'private key',
    'pin',
  ],
  ...[
    'date of birth',
    'dob',
    'tax id',
    'national id',
    'ssn',
    'social security number',
    'passport number',
    'card number',
    'credit card',
    'credit card number',
    'cvv',
    'iban',
  ],
])

/** Claims that hold a secret or the like; their names alone. */
export function secretClaims({ claims }: Jwt): readonly string[] {
  return Object.keys(claims).filter((name) => {
    const value = claims[name]
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return false
    return SECRET_CLAIMS.has(tokens(name).join(' '))
  })
}

/** Claims of tokens that are printed in manuals: jwt.io, RFC 7519, and people and hosts that do not exist. */
const PUBLISHED =
  /"(?:sub|uid|id|user_?id)":"?(?:0|1|12345\d*|user[-_]?\d{0,4}|test\w*|foo|bar)"?[,}]|"iss":"joe"|\b(?:john|jane|joe)[ ._-]?(?:doe|bloggs|smith)\b|sample|dummy|foobar|acme\.com|lorem/i

/** True for a token that everybody knows from a textbook, whose claims nobody takes for a model. */
export function isTextbook({ claims }: Jwt): boolean {
  return Object.keys(claims).length < 2 || PUBLISHED.test(JSON.stringify(claims))
}
