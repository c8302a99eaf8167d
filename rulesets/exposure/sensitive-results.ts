import type { Operation, Property, Schema } from '@specward/core'
import { byKeyword, byName, byStatus, byType } from '../in-order.ts'
import { CONTACT } from './gravity.ts'
import { isSaidToBeHidden } from './returned.ts'
import { suffixOf } from './ways-out.ts'

/** What an operation returns about people or their money, and where. */
export interface SensitiveResult {
  readonly property: Property
  /** All that tell, of the same object; that one is the first. */
  readonly properties: readonly Property[]
  /** The names by which it was told: `email` and `dateOfBirth` of one person. */
  readonly names: readonly string[]
  /** As callers see it: `[].owner`; '' for the top. */
  readonly way: string
}

/** Personal data of which one piece is enough. */
const GRAVE: ReadonlySet<string> = new Set([
  'social security number',
  'national identity number',
  'passport number',
  'driving licence number',
  'date of birth',
  'ethnicity',
  'ethnic origin',
  'sexual orientation',
  'political opinion',
  'medical record number',
  'medical history',
  'health insurance number',
  'HIV status',
])

/** What is known of the health of somebody: of these, two must stand side by side, since one may tell of a machine. */
const HEALTH: ReadonlySet<string> = new Set([
  'medical condition',
  'diagnosis',
  'blood type',
  'blood group',
  'medication',
])

/** Names of people: with contact data beside them, the object is about a person. */
const PERSON: ReadonlySet<string> = new Set([
  'first name',
  'last name',
  'given name',
  'family name',
  'surname',
])

/** Schemas that are about organisations, places and what is meant to be published. */
const ORGANISATION =
  /compan|organi[sz]ation|business|merchant|vendor|supplier|store|shop|branch|office|venue|hotel|restaurant|location|place|provider|contact|support|agency|institution|school|facility|dealer|publisher|imprint|representative|legislator|author|artist|exchange|party$/i

/** Levels below the body that are looked at. */
const DEEPEST = 4

/** What a successful response or a message tells about people or their money; undefined when nothing that is certain. */
export function sensitiveResult(operation: Operation): SensitiveResult | undefined {
  let found = known.get(operation)
  if (!found) {
    found = { result: look(successes(operation), isOfOrganisations(operation)) }
    known.set(operation, found)
  }
  return found.result
}

const known = new WeakMap<Operation, Found>()

interface Found {
  readonly result: SensitiveResult | undefined
}

/** Level by level, so that what is near the top is found first. */
function look(schemas: readonly Schema[], isOfShops: boolean): SensitiveResult | undefined {
  for (let depth = 0; depth <= DEEPEST; depth++) {
    for (const schema of schemas) {
      const found = toldBelow(schema, depth)
      if (found && !(isOfShops && isContactAtTop(found))) return found
    }
  }
  return undefined
}

/** `GET /stores`: what is returned are the shops themselves, by the last word of the path. */
function isOfOrganisations({ path }: Operation): boolean {
  const subject =
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.includes('{'))
      .at(-1) ?? ''
  return ORGANISATION.test(subject.replace(/ies$/i, 'y').replace(/s$/i, ''))
}

/** Of the body, or of each entry of a list in it. */
function isContactAtTop({ property, way }: SensitiveResult): boolean {
  return CONTACT.has(property.sensitivity?.term ?? '') && (way === '' || /^\w*\[\]$/.test(way))
}

const knownBelow = new WeakMap<Schema, Found[]>()

/** What a schema tells so many levels below it; each schema is looked at once for each level, whoever returns it. */
function toldBelow(schema: Schema, depth: number): SensitiveResult | undefined {
  const levels = knownBelow.get(schema) ?? []
  if (levels.length === 0) knownBelow.set(schema, levels)
  let found = levels[depth]
  if (!found) {
    found = { result: depth === 0 ? tellsOf(schema) : toldByPart(schema, depth - 1) }
    levels[depth] = found
  }
  return found.result
}

function toldByPart(schema: Schema, depth: number): SensitiveResult | undefined {
  for (const part of partsOf(schema)) {
    const found = toldBelow(part.schema, depth)
    if (found) return { ...found, way: joined(part.step, found.way) }
  }
  return undefined
}

interface Part {
  readonly step: string
  readonly schema: Schema
}

const knownParts = new WeakMap<Schema, readonly Part[]>()

/** What stands one level below a schema, each schema once. */
function partsOf(schema: Schema): readonly Part[] {
  let parts = knownParts.get(schema)
  if (!parts) {
    const found = new Map<Schema, Part>()
    const add = (step: string, held: Schema) => {
      if (!found.has(held)) found.set(held, { step, schema: held })
    }
    for (const { keyword, schema: held } of schema.contained.toSorted(byKeyword)) add(suffixOf(keyword), held)
    for (const property of schema.properties.toSorted(byName)) {
      if (!property.writeOnly && !ORGANISATION.test(property.name)) add(property.name, property.schema)
    }
    parts = [...found.values()]
    knownParts.set(schema, parts)
  }
  return parts
}

/** `items[].owner` of `items` and `[].owner`. */
function joined(way: string, rest: string): string {
  return way === '' || rest === '' || /^[.[]/.test(rest) ? `${way}${rest}` : `${way}.${rest}`
}

/** Who is let in to a broker can read what is sent to it as well as what it sends. */
function successes({ kind, responses, messages, reply }: Operation): readonly Schema[] {
  if (kind === 'message') {
    return [...messages, ...(reply?.messages ?? [])].flatMap(({ payload, headers }) =>
      [payload, headers].filter((schema) => schema !== undefined),
    )
  }
  const good = responses.filter(({ status }) => status.startsWith('2')).toSorted(byStatus)
  return good
    .flatMap(({ response }) => response?.content.toSorted(byType) ?? [])
    .flatMap(({ schema, itemSchema }) => [schema, itemSchema].filter((each) => each !== undefined))
}

function tellsOf(schema: Schema): SensitiveResult | undefined {
  const properties = schema.properties.filter(
    (property) =>
      !property.writeOnly &&
      isValue(property.schema) &&
      !isSaidToBeHidden(property) &&
      !isWayOfWriting(property),
  )
  const grave = properties.find(isEnough)
  if (grave) {
    const others = properties.filter((each) => each !== grave && isEnough(each))
    return told([grave, ...others])
  }
  const [ill, ...health] = withTerms(properties, HEALTH)
  if (ill && health.length > 0) return told([ill, ...health])
  if (ORGANISATION.test(schema.name ?? '')) return undefined
  const contacts = withTerms(properties, CONTACT)
  const [first, second] = contacts
  if (first && second) return told([first, second])
  const person = withTerms(properties, PERSON)
  if (!first || person.length < 2) return undefined
  return told([first, ...person.slice(0, 2)])
}

function told(properties: readonly [Property, ...Property[]]): SensitiveResult {
  return { property: properties[0], properties, names: properties.map(({ name }) => name), way: '' }
}

/** How such a value is to be written, and not the value. */
function isWayOfWriting({ schema, node }: Property): boolean {
  const text = node.child('description')?.string ?? schema.all('description')[0]?.string ?? ''
  return /\b(?:format|formatting) pattern\b|^\s*(?:pattern|mask|template|regex) (?:for|of)\b/i.test(text)
}

function isValue(schema: Schema): boolean {
  return schema.properties.length === 0 && !schema.types.includes('object') && !schema.types.includes('array')
}

function isEnough({ sensitivity }: Property): boolean {
  if (sensitivity?.confidence !== 'certain') return false
  if (sensitivity.by === 'policy' || sensitivity.by === 'annotation') return true
  return sensitivity.dataClass === 'financial' || GRAVE.has(sensitivity.term)
}

/** One property for each of the terms that is there: where only some of them are told, those that come first by name. */
function withTerms(properties: readonly Property[], terms: ReadonlySet<string>): readonly Property[] {
  const found = new Map<string, Property>()
  for (const property of properties.toSorted(byName)) {
    const { sensitivity } = property
    if (!sensitivity || !terms.has(sensitivity.term) || found.has(sensitivity.term)) continue
    if (sensitivity.confidence === 'certain' || terms === PERSON || terms === HEALTH)
      found.set(sensitivity.term, property)
  }
  return [...found.values()]
}

/** What one property adds: it is enough by itself, or one of two pieces that tell together. */
export function pieceOf(property: Property): 'enough' | 'contact' | 'name' | undefined {
  const { sensitivity } = property
  if (!sensitivity || property.writeOnly) return undefined
  if (isEnough(property)) return 'enough'
  if (CONTACT.has(sensitivity.term)) return 'contact'
  return PERSON.has(sensitivity.term) ? 'name' : undefined
}
