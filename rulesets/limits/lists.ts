import { type Operation, type Property, type Schema, tokens } from '@specward/core'

/** A list that an operation answers with. */
export interface ReturnedList {
  readonly list: Schema
  readonly item: Schema
  /** The whole answer: the list itself, or an object around it. */
  readonly body: Schema
}

/** Names under which an answer carries its list. */
const WRAPPERS: ReadonlySet<string> = new Set(
  'data item result record entry value element row list content hit resource collection member document object'.split(
    ' ',
  ),
)

const READS: ReadonlySet<string> = new Set(['get', 'query'])

/** True for an operation that reads a collection as a whole: its path does not end with what tells one entry apart. */
export function readsCollection({ kind, method, path, classes }: Operation): boolean {
  if (kind !== 'http' || !READS.has(method) || classes.has('health') || classes.has('metadata')) return false
  return !/\}\/?$/.test(path)
}

/** The list of things that an operation answers with. A list in the description of one thing is none. */
export function returnedList(operation: Operation): ReturnedList | undefined {
  for (const body of bodiesOf(operation)) {
    const item = itemOf(body)
    if (item) return { list: body, item, body }
    const property = body.properties.find((each) => carries(each, operation))
    const inner = property && itemOf(property.schema)
    if (inner) return { list: property.schema, item: inner, body }
  }
  return undefined
}

function bodiesOf({ responses }: Operation): readonly Schema[] {
  const good = responses.filter(({ status }) => status === '200' || status === '2XX')
  const content = good.flatMap(({ response }) => response?.content ?? [])
  const json = content.filter(({ type }) => type === '' || /[/+]json$|^\*\/\*$/.test(type))
  return [...new Set(json.flatMap(({ schema }) => schema ?? []))]
}

/** What the entries of a list are; undefined where it is no list, or its entries are not described. */
function itemOf(schema: Schema): Schema | undefined {
  const isList = schema.all('type').some(({ value }) => value === 'array' || includesArray(value))
  return isList ? schema.contained.find(({ keyword }) => keyword === 'items')?.schema : undefined
}

function includesArray(value: unknown): boolean {
  return Array.isArray(value) && value.includes('array')
}

function carries({ name, schema }: Property, { path }: Operation): boolean {
  const words = tokens(name).join(' ')
  return (WRAPPERS.has(words) || words === lastWords(path)) && itemOf(schema) !== undefined
}

/** Words of the last segment, in the singular: `user account` of `/v1/{tenant}/user-accounts`. */
export function lastWords(path: string): string {
  const last = path.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return tokens(last.replaceAll(/\{[^{}]*\}/g, '')).join(' ')
}
