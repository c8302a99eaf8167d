/**
 * Words around a sensitive term that change what the name stands for. All are written as `tokens` gives them:
 * lower-case, in the singular. A name is judged by its head, the last word of the noun: `password policy` is a
 * policy. So whatever follows a term takes the sensitivity away, except the words here.
 */
const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ''))

/** May follow any term without making it something else: `emailHash`, `phoneAlternate`, `ssn[eq]`. */
export const NEUTRAL_AFTER = set(
  'value hash hashed encrypted raw primary secondary alternate old new current again string eq ne in like contain any',
)

/** May follow a credential: `passwordConfirmation`, `privateKeyPem`, `api_key_live`. */
export const NEUTRAL_AFTER_CREDENTIAL = set(
  `confirm confirmed confirmation repeat repeated retype verify verification plain plaintext clear cleartext salt
  digest pem b64 base hex sha md bcrypt live test sandbox prod production data`,
)

/** Anywhere before a term: the name asks a question or counts, and holds no value: `hasPassword`, `max_tokens`. */
export const QUESTION_BEFORE = set(
  'is are was has have had can may must should does did need no non max min maximum minimum num count total quota',
)

/** As the first word: the name is a switch or a command: `showPassword`, `generateSecret`. */
export const COMMAND_FIRST = set(
  `accept allow ask authenticate automount block check copy disable display enable exclude expire force forward generate
  hide ignore include match notify omit prevent regenerate require reveal send show skip support terminate use without`,
)

/** Anywhere before a term: what follows is there for everyone to see, or is no secret by design. */
export const PUBLIC_BEFORE = set(
  'public publishable csrf xsrf captcha recaptcha masked redacted obfuscated truncated',
)

/** Anywhere before or after a term: the value is not the thing itself. */
export const DERIVED = set('hash hashed digest encrypted tokenized')

/** Anywhere before a term: text on a screen. */
export const LABEL_BEFORE = set('button label placeholder caption tooltip select')

/** Before a term: the noun stands before it (`type of token`). */
export const PREPOSITION_BEFORE = set('of for per with')

/** After a term: the noun stands before it (`token for device`). */
export const PREPOSITION_AFTER = set('of for per with from to by on in')
