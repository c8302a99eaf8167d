import { type Property, type Schema, tokens } from '@specward/core'
import { declaredTypes } from '../schemas/types.ts'
import { openLists } from './bounds.ts'
import type { Input } from './inputs.ts'
import { namesIdentifier } from './named-inputs.ts'

const MUTATING: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete'])

/** Words by which an operation says that it does many things at once. */
const MANY: ReadonlySet<string> = new Set(['bulk', 'batch', 'mass', 'multiple'])

/** As much of a description as is looked at. */
const MOST_READ = 2_000

/** Formats of what something is known by. */
const KNOWN_BY: ReadonlySet<string> = new Set(['uuid', 'email'])

/** Properties of a body that is there for its list; with more, it is one thing that has a list among others. */
const MOST_SIBLINGS = 4

/** The lists of which each item makes the operation do its work once more, where nothing says how many there can be. */
export function openBulks(input: Input): readonly Schema[] {
  const { operation, parameter } = input
  if (parameter || !MUTATING.has(operation.method) || operation.classes.has('read')) return []
  if (!isPrimary(input) || isPatch(input) || !holdsThings(input)) return []
  return isPair(input) ? [] : openLists(input.schema)
}

function isPrimary({ relation, holder, operation, schema }: Input): boolean {
  if (relation === 'start') return true
  if (relation !== 'property' || holder?.relation !== 'start') return false
  const siblings = sentWith(holder.schema)
  if (siblings.length === 1) return true
  if (siblings.length > MOST_SIBLINGS || !saysMany(operation)) return false
  const lists = siblings.filter((each) => openLists(each.schema).length > 0)
  return lists.length === 1 && lists[0]?.schema === schema
}

const known = new WeakMap<Schema, readonly Property[]>()

/** Properties that callers can set; of more than {@link MOST_SIBLINGS}, one more. Each of them asks for all. */
function sentWith(schema: Schema): readonly Property[] {
  let sent = known.get(schema)
  if (!sent) {
    const found: Property[] = []
    for (const property of schema.properties) {
      if (!property.readOnly) found.push(property)
      if (found.length > MOST_SIBLINGS) break
    }
    sent = found
    known.set(schema, sent)
  }
  return sent
}

function saysMany({ path, operationId = '', summary = '' }: Input['operation']): boolean {
  return [path, operationId, summary].some((text) => tokens(text).some((word) => MANY.has(word)))
}

/** Things, or what they are known by; not tags, roles and other words that are kept as one value. */
function holdsThings({ schema, name, home, operation }: Input): boolean {
  if (saysMany(operation)) return true
  const items = schema.items
  if (!items) return false
  if (items.properties.length > 0 || declaredTypes(items)?.types.has('object')) return true
  if (items.all('format').some(({ string }) => KNOWN_BY.has(string ?? ''))) return true
  return namesIdentifier(name === '' && home.kind === 'component' ? home.label : name)
}

/** Of which the operation says that there are two: the nodes of a cluster, the sides of a trade. */
function isPair({ name, operation: { summary = '', description = '' } }: Input): boolean {
  const of = tokens(name).at(-1)
  const words = tokens(`${summary} ${description.slice(0, MOST_READ)}`)
  return of !== undefined && words.some((word, at) => word === 'both' && words[at + 1] === of)
}

/** Whether an operation says that it only begins the work. */
export function isAsynchronous({ summary = '', description = '', responses }: Input['operation']): boolean {
  const text = `${summary} ${description.slice(0, MOST_READ)}`
  return LATER.test(text) || responses.some(({ status }) => status === '202')
}

const LATER = /\basynchronous(?:ly)?\b|\basync\b|\bjobs?\b|\bin the background\b|\bqueue[ds]?\b/i

/** Steps on one thing, as JSON Patch (RFC 6902, section 4) and SCIM (RFC 7644, section 3.5.2) have them. */
function isPatch({ mediaType, schema }: Input): boolean {
  if (mediaType === 'application/json-patch+json') return true
  const names = new Set(schema.items?.properties.map(({ name }) => name))
  return names.has('op') && names.has('path')
}
