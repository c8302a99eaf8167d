import { fromBase64 } from './encoding.ts'

/** What stands in a value that is made up to be read. */
const WORDS =
  /example|sample|placeholder|dummy|fake|your|changeme|change[-_]?this|redacted|removed|hidden|masked|replace|insert|secret|password|token|foobar|test|demo|lorem|hello|xxxx|[<>{}[\]*…]|\.\.\./i

/** Passwords that stand in descriptions for "a password". */
const PASSWORDS =
  /^(?:p(?:ass)?|passwd|pwd|pw|pass(?:word|wort|phrase)?\d*|my[-_]?\w*|secret\w*|s3cr3t\w*|user(?:name)?|key|api[-_]?key|token|x|abc\w*|foo|bar|baz|qux|test\w*|guest|admin\w*|root|demo\w*|changeme\w*|open ?sesame|letmein|hunter2|qwerty\w*|12345\w*|some[-_]?\w*|the[-_]?\w*|a[-_]\w*|correct ?horse.*|xxx+|\*+|\.+)$/i

/** Neighbours in a sequence, or equal ones, that do not come about by chance in a key and in a password. */
const LONGEST_RUN = 6
const LONGEST_RUN_OF_PASSWORD = 4

/** Share of the entropy that is possible, under which a value is not random. */
const RANDOM = 0.65

/**
 * True for the random part of a key or token that was made up: it says so by a word, runs through the alphabet,
 * repeats itself, or has too few different characters to be random.
 */
export function isPlaceholder(value: string): boolean {
  if (WORDS.test(value) || runsOn(value, LONGEST_RUN) || repeats(value)) return true
  if (entropy(value) < RANDOM * Math.log2(Math.min(value.length, likelyAlphabet(value)))) return true
  const decoded = fromBase64(value)
  return decoded !== undefined && /^[\x20-\x7e]{12,}/.test(decoded) && WORDS.test(decoded)
}

/** True for a password that nobody would take for one of theirs: `password`, `{password}`, `xxxxx`, `abc123`. */
export function isPlaceholderPassword(value: string): boolean {
  if (value.length < 3 || PASSWORDS.test(value) || WORDS.test(value)) return true
  return (
    runsOn(value, LONGEST_RUN_OF_PASSWORD) ||
    /^(.)\1*$/.test(value) ||
    /^[%$:]/.test(value) ||
    /^[A-Z]+(?:_[A-Z]+)*$/.test(value)
  )
}

/** Shannon entropy in bits for each character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}

/** Number of characters from which a generator seems to have chosen. */
export function likelyAlphabet(value: string): number {
  if (/^[0-9]*$/.test(value)) return 10
  // with the hyphens of a UUID
  if (/^[0-9a-f-]*$/i.test(value)) return 16
  return /^[0-9A-Z]*$|^[0-9a-z]*$/.test(value) ? 36 : 64
}

/** `abcdef`, `987654`, `aaaaaa`. */
function runsOn(value: string, longest: number): boolean {
  for (const step of [0, 1, -1]) {
    let run = 1
    for (let at = 1; at < value.length; at++) {
      run = value.charCodeAt(at) - value.charCodeAt(at - 1) === step ? run + 1 : 1
      if (run >= longest) return true
    }
  }
  return false
}

/** `deadbeefdeadbeef`: one piece of at most half the length, over and over. */
function repeats(value: string): boolean {
  if (value.length < 8) return false
  for (let period = 1; period <= value.length / 2; period++) {
    if (value.slice(period) === value.slice(0, -period)) return true
  }
  return false
}
