import { own } from '../json.ts'
import type { Facts } from './model.ts'
import { type NameWord, nameWords, tokens } from './names.ts'
import { isCardNumber, isIban } from './numbers.ts'
import { DERIVED } from './sensitive-context.ts'
import { isNeutral, MOST_WORDS, recognise } from './sensitive-match.ts'

/** What kind of data a name stands for. */
export type DataClass = 'credential' | 'personal' | 'financial'

/** `certain`: hardly anything else has this name. `likely`: other things have it too (`token`, `pin`, `mobile`). */
export type Confidence = 'certain' | 'likely'

export interface Sensitivity {
  readonly dataClass: DataClass
  /** What was recognised, in words for a message: `password`, `card number`. */
  readonly term: string
  /**
   * How it was recognised: by name (of which an example may have made sure), by `format` (`password`, `email`), by an
   * extension such as `x-pii`, or by a name of the organisation's own.
   */
  readonly by: 'name' | 'format' | 'annotation' | 'policy'
  readonly confidence: Confidence
}

/** What the schema of a field says about its values. */
export interface FieldFacts {
  readonly format?: string | undefined
  /** Declared types; absent or empty when undeclared. */
  readonly type?: readonly string[] | undefined
  readonly enum?: readonly unknown[] | undefined
  /** Values that the description shows. */
  readonly examples?: readonly unknown[] | undefined
  readonly [extension: `x-${string}`]: unknown
}

type SensitiveNames = Facts['sensitiveNames']

/**
 * What a parameter, property or header of this name holds, judged by the name alone; undefined when it is not
 * sensitive as far as the name tells. `extra` are the organisation's own names: they match as words in any case
 * style at the end of the name (`badgeNumber` covers `old_badge_number`, not `badgeNumberType`) and win over
 * everything that would take the sensitivity away.
 */
export function classifyName(name: string, extra?: SensitiveNames): Sensitivity | undefined {
  const words = nameWords(name)
  return (extra && byPolicy(words, extra)) ?? byName(words)
}

/**
 * As {@link classifyName}, with what the schema adds: `format: password` and extensions such as `x-pii` tell of
 * sensitive data whatever the name; a boolean, a nested object or a list of permitted values holds no secret.
 */
export function classifyField(
  name: string,
  facts: FieldFacts,
  extra?: SensitiveNames,
): Sensitivity | undefined {
  const words = nameWords(name)
  const policy = extra && byPolicy(words, extra)
  if (policy) return policy
  const named = byName(words, facts)
  const marked = byAnnotation(facts)
  if (marked) return named?.dataClass === marked.dataClass ? { ...named, confidence: 'certain' } : marked
  const formatted = byFormat(facts)
  if (formatted?.term === 'password' && named?.dataClass === 'credential')
    return { ...named, confidence: 'certain' }
  return byExample(name, facts, named) ?? named ?? formatted
}

/** True for a name that says too little by itself, of which an example may tell more. */
export function needsExample(name: string): boolean {
  return NUMBER_NAMES.has(name.toLowerCase())
}

/** Short names under which APIs keep the number of a card or of an account. */
const NUMBER_NAMES: ReadonlySet<string> = new Set(['number', 'card', 'account', 'pan'])

/** Terms that are a guess by name, and that the shape of a value can confirm. */
const SHAPED: ReadonlySet<string> = new Set(['card number', 'account number', 'IBAN'])

/** A value with the check digits of a card number or an IBAN, under a name that may well stand for one. */
function byExample(name: string, facts: FieldFacts, named: Sensitivity | undefined): Sensitivity | undefined {
  if (!facts.examples || named?.confidence === 'certain') return undefined
  if (named ? !SHAPED.has(named.term) || isDerived(name) : !needsExample(name)) return undefined
  const texts = facts.examples.filter((value) => typeof value === 'string')
  const term = texts.some(isCardNumber) ? 'card number' : texts.some(isIban) ? 'IBAN' : undefined
  return term && { dataClass: 'financial', term, by: 'name', confidence: 'certain' }
}

/** A hash of a number is a guess whatever its example. */
function isDerived(name: string): boolean {
  return tokens(name).some((word) => DERIVED.has(word))
}

function byName(words: readonly NameWord[], facts?: FieldFacts): Sensitivity | undefined {
  const term = recognise(words)
  if (!term || (facts && !canHold(facts, term))) return undefined
  return { dataClass: term.dataClass, term: term.term, by: 'name', confidence: term.confidence }
}

/** Whether a format can make data sensitive whatever its name: `password` can, `date-time` cannot. */
export function isTelling(format: unknown): boolean {
  return typeof format === 'string' && recognise(nameWords(format)) !== undefined
}

/** Formats are names too: `password`, `email`, `credit-card`, `phone`. */
function byFormat(facts: FieldFacts): Sensitivity | undefined {
  // what is published in a list of values is no secret
  if (Array.isArray(facts.enum)) return undefined
  const term = typeof facts.format === 'string' ? recognise(nameWords(facts.format)) : undefined
  if (!term || !canHold(facts, { ...term, dataClass: 'personal' })) return undefined
  return { dataClass: term.dataClass, term: term.term, by: 'format', confidence: term.confidence }
}

/** Values of these formats are moments or addresses, whatever the name: `password` of `date-time` is its last change. */
const NEVER_SECRET: ReadonlySet<string> = new Set([
  'date',
  'date-time',
  'time',
  'duration',
  'uri',
  'uri-reference',
  'url',
])

function canHold(facts: FieldFacts, term: { dataClass: DataClass; numeric: boolean }): boolean {
  const types = Array.isArray(facts.type) ? facts.type.filter((type) => type !== 'null') : []
  const holds = (type: string) =>
    type === 'string' || type === 'array' || (term.numeric && (type === 'integer' || type === 'number'))
  if (types.length > 0 && !types.some(holds)) return false
  if (term.dataClass !== 'credential') return true
  return !Array.isArray(facts.enum) && !NEVER_SECRET.has(String(facts.format))
}

/** Extensions by which authors mark a field, and the class that each stands for when it is `true`. */
const ANNOTATIONS: readonly (readonly [name: string, dataClass: DataClass, term: string])[] = [
  // Azure REST API guidelines.
  ['x-ms-secret', 'credential', 'secret'],
  ['x-secret', 'credential', 'secret'],
  ['x-credential', 'credential', 'secret'],
  ['x-pii', 'personal', 'personal data'],
  ['x-phi', 'personal', 'personal data'],
  ['x-gdpr', 'personal', 'personal data'],
  ['x-personal-data', 'personal', 'personal data'],
  ['x-pci', 'financial', 'financial data'],
  ['x-sensitive', 'personal', 'sensitive data'],
  ['x-sensitive-data', 'personal', 'sensitive data'],
  ['x-confidential', 'personal', 'sensitive data'],
]

/** Extensions whose value names a class or a level; `true` says nothing there. */
const CLASSIFICATIONS = [
  'x-data-classification',
  'x-data-class',
  'x-classification',
  'x-security-classification',
  'x-sensitivity',
  'x-data-sensitivity',
  'x-privacy',
] as const

/** Extensions that classify a field, whatever they say of it. */
export const CLASSIFYING: readonly string[] = [...ANNOTATIONS.map(([name]) => name), ...CLASSIFICATIONS]

/** Words that authors give as the value of such an extension. */
const CLASS_WORDS: ReadonlyMap<string, DataClass> = new Map([
  ['credential', 'credential'],
  ['secret', 'credential'],
  ['pii', 'personal'],
  ['spii', 'personal'],
  ['personal', 'personal'],
  ['phi', 'personal'],
  ['health', 'personal'],
  ['medical', 'personal'],
  ['gdpr', 'personal'],
  ['pci', 'financial'],
  ['financial', 'financial'],
  ['cardholder', 'financial'],
])

/** Levels of secrecy. They do not tell of what kind the data is, and `secret` is one of them. */
const LEVELS: ReadonlySet<string> = new Set(['confidential', 'restricted', 'sensitive', 'secret', 'high'])

/** `non-pii`, `not sensitive`. */
const NEGATIONS: ReadonlySet<string> = new Set(['non', 'not', 'no', 'none', 'never', 'un'])

function byAnnotation(facts: FieldFacts): Sensitivity | undefined {
  if (!isExtended(facts)) return undefined
  for (const [name, dataClass, term] of ANNOTATIONS) {
    const value = own(facts, name)
    if (value === true) return annotated(dataClass, term)
    const named = classOf(wordsIn(value))
    if (named) return annotated(named, TERM_OF_CLASS[named])
  }
  for (const name of CLASSIFICATIONS) {
    const words = wordsIn(own(facts, name))
    const level = words.find((word) => LEVELS.has(word))
    const named = classOf(words.filter((word) => !LEVELS.has(word)))
    if (named) return annotated(named, TERM_OF_CLASS[named])
    if (level !== undefined) return annotated('personal', 'sensitive data')
  }
  return undefined
}

function isExtended(facts: FieldFacts): boolean {
  for (const key in facts) if (key.startsWith('x-')) return true
  return false
}

function annotated(dataClass: DataClass, term: string): Sensitivity {
  return { dataClass, term, by: 'annotation', confidence: 'certain' }
}

const TERM_OF_CLASS: Readonly<Record<DataClass, string>> = {
  credential: 'secret',
  personal: 'personal data',
  financial: 'financial data',
}

/** Words of a text or of several; none of a text that denies. */
function wordsIn(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string')
  return texts.flatMap((text) => {
    const words = tokens(text)
    return words.some((word) => NEGATIONS.has(word)) ? [] : words
  })
}

function classOf(words: readonly string[]): DataClass | undefined {
  for (const word of words) {
    const dataClass = CLASS_WORDS.get(word)
    if (dataClass) return dataClass
  }
  return undefined
}

interface OwnName {
  readonly dataClass: DataClass
  readonly name: string
  /** Words of the name, written together: borders between words do not matter. */
  readonly joined: string
}

const ownNames = new WeakMap<SensitiveNames, readonly OwnName[]>()

function byPolicy(words: readonly NameWord[], extra: SensitiveNames): Sensitivity | undefined {
  let names = ownNames.get(extra)
  if (!names) {
    names = readOwnNames(extra)
    ownNames.set(extra, names)
  }
  if (names.length === 0 || words.length > MOST_WORDS) return undefined
  for (let end = words.length; end > 0; end--) {
    const found = ownNameBefore(words.slice(0, end), names)
    if (found) return { dataClass: found.dataClass, term: found.name, by: 'policy', confidence: 'certain' }
    if (!isNeutral(words[end - 1]?.text ?? '')) return undefined
  }
  return undefined
}

function ownNameBefore(words: readonly NameWord[], names: readonly OwnName[]): OwnName | undefined {
  let joined = ''
  let found: OwnName | undefined
  for (let start = words.length - 1; start >= 0; start--) {
    joined = `${words[start]?.text ?? ''}${joined}`
    found = names.find((name) => name.joined === joined) ?? found
  }
  return found
}

function readOwnNames(extra: SensitiveNames): readonly OwnName[] {
  const classes: readonly DataClass[] = ['credential', 'personal', 'financial']
  return classes
    .flatMap((dataClass) =>
      extra[dataClass].map((name) => ({ dataClass, name, joined: tokens(name).join('') })),
    )
    .filter(({ joined }) => joined !== '')
}
