import { crc32, fromBase64, toBase62 } from './encoding.ts'
import { isPlaceholder, isPlaceholderPassword } from './placeholders.ts'
import { isLifelikePassword } from './random.ts'

/** Digits of the checksum that GitHub and npm put at the end of a token. */
const CHECKSUM = 6

/** True when the token ends in the CRC-32 of what stands between it and the prefix, in base 62. */
export function hasChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1)
  return toBase62(crc32(body.slice(0, -CHECKSUM)), CHECKSUM) === body.slice(-CHECKSUM)
}

/** Claims of tokens that are printed in manuals: jwt.io, RFC 7519, and people and hosts that do not exist. */
const PUBLISHED =
  /"(?:sub|uid|id|user_?id)":"?(?:0|1|12345\d*|user[-_]?\d{0,4}|test\w*|foo|bar)"?[,}]|\b(?:john|jane|joe)[ ._-]?(?:doe|bloggs|smith)?\b|example|\.test\b|sample|dummy|foobar|acme\.com|lorem/i

/** True for a token that is signed and tells of somebody or something that may exist (RFC 7519, section 3). */
export function isJwt(token: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const head = jsonOf(header)
  const claims = jsonOf(payload)
  if (head === undefined || claims === undefined || typeof head.alg !== 'string') return false
  if (Object.keys(claims).length === 0 || isPlaceholder(signature)) return false
  return !PUBLISHED.test(JSON.stringify(claims))
}

/** The object that a part of a token holds; undefined where it holds none. */
export function jsonOf(part: string): Readonly<Record<string, unknown>> | undefined {
  const text = fromBase64(part)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isMap ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** True for credentials of RFC 7617 whose password is none of those that everybody writes into examples. */
export function isBasic(header: string): boolean {
  const text = fromBase64(header.replace(/^basic +/i, ''))
  const credentials =
    text === undefined ? null : /^([\x20-\x39\x3b-\x7e]{1,64}):([\x20-\x7e]{6,128})$/.exec(text)
  if (!credentials) return false
  const [, user = '', password = ''] = credentials
  return user !== password && !isPlaceholderPassword(password) && !/example|sample|dummy/i.test(user)
}

/** True for `curl -u user:password` where the password is like one that somebody has. */
export function isUserWithPassword(option: string): boolean {
  const [, user = '', password = ''] = /([\w.@-]{1,64}):(.*)$/s.exec(option) ?? []
  if (user === password || /example|sample|dummy|your|test|demo/i.test(user)) return false
  return isLifelikePassword(password)
}

/** The same for the string by which a program connects to a database: `Server=...;User Id=...;Password=...`. */
export function isConnectionWithPassword(text: string): boolean {
  return isLifelikePassword(/(?:password|pwd)=([^;]*)$/i.exec(text)?.[1] ?? '')
}

/** True for a bot token of Discord: its first part is the number of the bot. */
export function isDiscordToken(token: string): boolean {
  return /^\d{17,20}$/.test(fromBase64(token.split('.', 1)[0] ?? '') ?? '')
}

/** First bytes, in base 64: a DER sequence, an OpenSSH key, an OpenPGP secret key packet. */
const KEY_BEGINNINGS = /^(?:M[C-I]|b3BlbnNzaC1rZXktdjE|[lx][A-Za-f])/

/** Shortest body: an Ed25519 key in PKCS #8. */
const SHORTEST_KEY = 60

/** True when something stands between the lines `BEGIN` and `END` that can be a key (RFC 7468, section 10). */
export function isPrivateKey(pem: string): boolean {
  const body = pem
    .replaceAll('\\n', '\n')
    .replace(/-----[^-]*-----/g, '')
    .split('\n')
    // headers of an encrypted or an OpenPGP key
    .filter((line) => !/^\s*[A-Za-z-]+:/.test(line))
    .join('')
    .replace(/\s/g, '')
  return (
    body.length >= SHORTEST_KEY &&
    /^[A-Za-z0-9+/]+=*/.test(body) &&
    !/[^A-Za-z0-9+/=]/.test(body) &&
    KEY_BEGINNINGS.test(body) &&
    !/(.)\1{9}|example|redacted/i.test(body)
  )
}

/** Milliseconds after which a signature counts as one that may still be good when the description is read. */
const A_WEEK = 7 * 24 * 60 * 60 * 1000

/**
 * True for a shared access signature of Azure (parameters `sv`, `st`, `se`) unless it says itself that it was good for
 * a few days only: then it has expired by the time that anybody reads it.
 */
export function isLastingSignature(query: string): boolean {
  const time = (name: string) => {
    const found = new RegExp(`(?:^|&)${name}=([^&]*)`).exec(query)?.[1]
    return found === undefined ? undefined : Date.parse(found.replace(/%3A/gi, ':'))
  }
  if (!/(?:^|&)sv=\d{4}-\d\d-\d\d/.test(query)) return false
  const start = time('st')
  const end = time('se')
  return start === undefined || end === undefined || !(end - start < A_WEEK)
}
