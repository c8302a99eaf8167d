import type { Node } from '../source/node.ts'
import type { Direction, Operation, Property, Schema } from './concepts.ts'
import type { SchemaView } from './schemas.ts'
import { CLASSIFYING, type Sensitivity } from './sensitivity.ts'
import { type Entry, Uses } from './uses.ts'

/** A sensitive value that an operation takes (`request`, seen from the API) or gives out (`response`). */
export interface SensitiveField {
  /** As a caller writes it: `password`, `filter[password]`. */
  readonly name: string
  readonly direction: Direction
  /** `query`, `path`, `header`, `cookie`, `address`, `body`, `response 200`, `message`, `message header`, `reply`. */
  readonly where: string
  readonly sensitivity: Sensitivity
  /** How its authors classify it, as they write it: `["x-data-classification","public"]`. */
  readonly classified: ReadonlySet<string>
}

/** A part of an operation in which data travels. */
interface Part {
  readonly operation: Operation
  readonly where: string
}

type PartEntry = Entry<Part>

/**
 * Every sensitive field of every operation, each name once for each place, in the order of the document: parameters,
 * response headers, and all properties that a body or message reaches.
 */
export function sensitiveFields(
  operations: readonly Operation[],
  properties: () => readonly Property[],
): ReadonlyMap<Operation, readonly SensitiveField[]> {
  const found = new Map(operations.map((operation) => [operation, new Map<string, SensitiveField>()]))
  const add = (operation: Operation, field: SensitiveField): void => {
    const key = `${field.direction} ${field.where} ${field.sensitivity.dataClass} ${field.name}`
    const fields = found.get(operation)
    const known = fields?.get(key)
    if (!known) fields?.set(key, field)
    else if (field.classified.size > 0)
      fields?.set(key, { ...known, classified: new Set([...known.classified, ...field.classified]) })
  }
  for (const operation of operations) for (const field of ofParameters(operation)) add(operation, field)
  const uses = new Uses<Part>(operations.flatMap((operation) => entriesOf(operation)))
  for (const property of properties()) {
    const { name, sensitivity, readOnly, writeOnly } = property
    if (!sensitivity) continue
    const classified = classificationOf(property.node, property.schema)
    for (const { operation: part, direction } of uses.of(property.owner as SchemaView)) {
      if (direction === 'request' ? readOnly : writeOnly) continue
      add(part.operation, { name, direction, where: part.where, sensitivity, classified })
    }
  }
  for (const operation of operations) for (const field of ofHeaders(operation)) add(operation, field)
  return new Map([...found].map(([operation, fields]) => [operation, [...fields.values()]]))
}

/** Directions of what an operation is called with, and of what it answers. */
function directionsOf({ kind, method }: Operation): readonly [Direction, Direction] {
  const isOut = kind === 'webhook' || kind === 'callback' || method === 'send'
  return isOut ? ['response', 'request'] : ['request', 'response']
}

function ofParameters(operation: Operation): readonly SensitiveField[] {
  const [direction] = directionsOf(operation)
  return operation.parameters
    .filter((parameter) => parameter.in !== 'body')
    .flatMap((parameter) => {
      const where =
        parameter.in === 'formData' ? 'body' : parameter.in === 'querystring' ? 'query' : parameter.in
      return parameter.fields.flatMap(({ label, node, sensitivity }) => {
        const classified = classificationOf(node, parameter.schema)
        return sensitivity ? [{ name: label, direction, where, sensitivity, classified }] : []
      })
    })
}

function ofHeaders(operation: Operation): readonly SensitiveField[] {
  const direction = directionsOf(operation)[1]
  return operation.responses.flatMap(({ status, response }) =>
    (response?.headers ?? []).flatMap(({ name, node, schema, sensitivity }) => {
      const classified = classificationOf(node, schema)
      return sensitivity ? [{ name, direction, where: `response ${status}`, sensitivity, classified }] : []
    }),
  )
}

/** What the extensions at a field, and in its schema, say of what kind its data is. */
function classificationOf(node: Node, schema: Schema | undefined): ReadonlySet<string> {
  const said = CLASSIFYING.flatMap((name) => {
    const own = node.child(name)
    const places = [...(own ? [own] : []), ...(schema?.all(name) ?? [])]
    return places.map(({ value }) => JSON.stringify([name, value]))
  })
  return new Set(said)
}

/** The schemas at which bodies and messages of an operation begin. */
function entriesOf(operation: Operation): readonly PartEntry[] {
  const [into, from] = directionsOf(operation)
  const entries: PartEntry[] = []
  const add = (part: Part, direction: Direction, schemas: readonly unknown[]): void => {
    for (const schema of schemas) {
      if (schema) entries.push({ operation: part, direction, schema: schema as SchemaView })
    }
  }
  const body = { operation, where: 'body' }
  const message = { operation, where: 'message' }
  const header = { operation, where: 'message header' }
  const reply = { operation, where: 'reply' }
  for (const { in: where, schema } of operation.parameters) if (where === 'body') add(body, into, [schema])
  for (const media of operation.requestBody?.content ?? []) add(body, into, [media.schema, media.itemSchema])
  for (const { status, response } of operation.responses) {
    const part = { operation, where: `response ${status}` }
    for (const media of response?.content ?? []) add(part, from, [media.schema, media.itemSchema])
  }
  for (const { payload, headerSchemas } of operation.messages) {
    add(message, into, [payload])
    add(header, into, headerSchemas)
  }
  for (const { payload, headerSchemas } of operation.reply?.messages ?? []) {
    add(reply, from, [payload, ...headerSchemas])
  }
  return entries
}
