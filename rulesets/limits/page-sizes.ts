import type { Model, Node, Operation, Parameter, Schema } from '@specward/core'
import { returnedList } from './lists.ts'
import { asksForPlace, pageSizeIn, saysMost } from './page-words.ts'

/** A value by which callers choose how many entries a page has. */
export interface PageSize {
  /** As a caller would write it: `limit`, `page[size]`. */
  readonly name: string
  /** The parameter or the property. */
  readonly node: Node
  readonly schema: Schema | undefined
  readonly operations: readonly Operation[]
}

/** Page sizes of reads: parameters, what an object in a parameter holds, and what stands at the top of a body. */
export function pageSizesOf(model: Model): readonly PageSize[] {
  const sent = model.select('parameter').flatMap(valuesOf)
  return [...sent, ...inBodies(model.document.operations)].filter(isPageSize)
}

const QUERIES: ReadonlySet<string> = new Set(['query', 'header', 'querystring'])

function valuesOf(parameter: Parameter): readonly PageSize[] {
  const { name, node, schema } = parameter
  if (!QUERIES.has(parameter.in)) return []
  const operations = parameter.operations.filter(isRead)
  if (operations.length === 0) return []
  const prefix = (inner: string) => (parameter.in === 'querystring' ? inner : `${name}[${inner}]`)
  const inner = (schema?.properties ?? []).map((property) => ({
    name: prefix(property.name),
    node: property.node,
    schema: property.schema,
    operations,
  }))
  return [{ name, node, schema, operations }, ...inner]
}

function inBodies(operations: readonly Operation[]): readonly PageSize[] {
  const users = new Map<Node, { readonly size: PageSize; readonly operations: Operation[] }>()
  for (const operation of operations) {
    if (!isRead(operation)) continue
    const bodies = new Set((operation.requestBody?.content ?? []).flatMap(({ schema }) => schema ?? []))
    for (const { name, node, schema } of [...bodies].flatMap((body) => body.properties)) {
      const known = users.get(node)
      if (known) known.operations.push(operation)
      else users.set(node, { size: { name, node, schema, operations: [] }, operations: [operation] })
    }
  }
  return [...users.values()].map(({ size, operations: all }) => ({ ...size, operations: all }))
}

function isPageSize(size: PageSize): boolean {
  const kind = pageSizeIn(size.name)
  if (!kind || UNUSED.test(textOf(size))) return false
  if (size.name.toLowerCase() === 'limit' && isOtherLimit(size)) return false
  return kind === 'clear' || size.operations.some((operation) => pages(operation, size))
}

function isRead({ kind, isSafe, classes }: Operation): boolean {
  return kind === 'http' && (isSafe || classes.has('read'))
}

/** Whether a list is asked for by place, or by a value that says that it counts what is returned. */
function pages(operation: Operation, size: PageSize): boolean {
  const { parameters, requestBody } = operation
  const inBody = (requestBody?.content ?? []).flatMap(({ schema }) => schema?.properties ?? [])
  if ([...parameters, ...inBody].some(({ name }) => asksForPlace(name))) return true
  return returnedList(operation) !== undefined && COUNTS.test(textOf(size))
}

/** A limit of which something else is said than how many there are at once, where no page is asked for: the newest few. */
function isOtherLimit(size: PageSize): boolean {
  const text = textOf(size)
  if (text.trim() === '' || COUNTS.test(text) || PAGES.test(text) || saysMost(text)) return false
  return !size.operations.some((operation) => pages(operation, size))
}

const PAGES =
  /\bpag(?:e|es|ing|inat\w+)\b|\blimit(?:s|ed)?\b|\bmax(?:imum)?\b|\bat (?:once|most)\b|\bbatch\b/i

/** Kept for callers of old, and without effect. */
const UNUSED = /\b(?:not used|unused|no effect)\b/i

const COUNTS =
  /\b(?:number|amount|how many|maximum|count|limits?)\b.{0,60}\b(?:results?|items?|rows?|records?|entries|objects|return(?:ed)?|retrieved?|shown?|fetched)\b/is

/** What is said of a page size and its value. */
export function textOf({ node, schema }: PageSize): string {
  const texts = new Set([node.child('description'), ...(schema?.all('description') ?? [])])
  return [...texts].map((text) => text?.string ?? '').join(' ')
}
