import { entropy, isPlaceholder, isPlaceholderPassword, likelyAlphabet } from './placeholders.ts'

const SHORTEST = 20

/** Characters of keys and tokens in all encodings. */
const RANDOM = `[A-Za-z0-9+/_.~-]{${SHORTEST},1024}={0,2}`

/** The whole of a value: alone, after a scheme (`Bearer`), as the first cookie, or in quotes as gateways write constants. */
export const VALUE = new RegExp(`^'?(?:[A-Za-z-]{3,20} +|[\\w.-]{1,40}=)?(${RANDOM})(?:;.*|')?$`, 's')

/** In prose and code: `Authorization: Bearer ...`, `"api_key": "..."`. */
export const PROSE = new RegExp(
  `(?<![\\w-])([\\w-]{0,30}?(?:authorization|api[-_]?key|token|secret))["'\`]{0,2} ?[:=] ?["'\`]?(?:(?:bearer|token|apikey|ssws) +)?(${RANDOM})(?![A-Za-z0-9])`,
  'gi',
)

/** Finds the strings that are worth a closer look. */
export const RANDOM_HINT = `^(?=[^0-9]{0,60}[0-9])'?(?:[A-Za-z-]{3,20} +|[\\w.-]{1,40}=)?${RANDOM}'?(?:;|$)|(?:uthorization|[Kk][Ee][Yy]|[Tt]oken|TOKEN|[Ss]ecret)["'\`]{0,2} ?[:=] ?["'\`]?(?:[A-Za-z]{5,6} +)?[A-Za-z0-9+/_.~-]{${SHORTEST}}`

const UUID = /^[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}$/i
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** Keys that are public or for tests by their providers' prefixes, and tokens that tell about themselves. */
const OTHERS = /^(?:pk_|sk_test_|rk_test_|[a-z]+_test_|test[-_]|eyJ)/i

/** Least share of the entropy that so many characters can have. */
const RANDOMNESS = 0.8

/** True for what looks as if a generator had made it. */
export function isLifelike(value: string): boolean {
  if (value.length < SHORTEST || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false
  if (UUID.test(value) || ULID.test(value) || OTHERS.test(value)) return false
  if (isPlaceholder(value) || isWords(value)) return false
  return entropy(value) >= RANDOMNESS * Math.log2(Math.min(value.length, likelyAlphabet(value)))
}

/** Characters of a password that a person has chosen well. */
const SHORTEST_PASSWORD = 8

/** True for what looks like a password that somebody has: of both cases and with digits, and no words alone. */
export function isLifelikePassword(value: string): boolean {
  if (value.length < SHORTEST_PASSWORD || value.length > 64 || /[\s<>{}[\]()$]|:\/\//.test(value))
    return false
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/[0-9]/.test(value)) return false
  return (
    !OTHERS.test(value) &&
    !UUID.test(value) &&
    !isPlaceholderPassword(value) &&
    !isPlaceholder(value) &&
    !isWords(value)
  )
}

const PRONOUNCED = /^[^aeiouy]{0,3}(?:[aeiouy]{1,2}[^aeiouy]{1,3}){1,20}[aeiouy]{0,2}$/i

/** `my-orders-service-2024`: half of it or more can be said aloud. */
function isWords(value: string): boolean {
  const parts = value.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/)
  const said = parts.filter((part) => /^(?:[A-Z]?[a-z]{3,}|[A-Z]{4,})$/.test(part) && PRONOUNCED.test(part))
  return said.join('').length >= value.length / 2
}
