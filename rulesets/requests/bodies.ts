import type { MediaType, Operation, Property, Schema } from '@specward/core'

const WRITES: ReadonlySet<string> = new Set(['post', 'put', 'patch'])

/** True for an operation that is called to create or to change something. */
export function isWrite(operation: Operation): boolean {
  return operation.kind === 'http' && WRITES.has(operation.method) && !operation.classes.has('read')
}

/** Schemas that a request of the operation can have as its whole body. */
export function requestSchemas({ requestBody }: Operation): readonly Schema[] {
  return schemasOf(requestBody?.content ?? [])
}

/** Schemas of what the operation returns when all goes well. */
export function resultSchemas({ responses }: Operation): readonly Schema[] {
  const good = responses.filter(({ status }) => status.startsWith('2') || status === 'default')
  return schemasOf(good.flatMap(({ response }) => response?.content ?? []))
}

function schemasOf(content: readonly MediaType[]): readonly Schema[] {
  const schemas = content.flatMap(({ schema, itemSchema }) =>
    [schema, itemSchema].filter((each) => each !== undefined),
  )
  return [...new Set(schemas)]
}

/** Names of a property in which some APIs wrap the thing itself: `{ user: { ... } }`. */
const WRAPPERS =
  /^(?:user|account|profile|member|customer|data|attributes|payload|resource|item|items|result|results|records)$/i

/** The schemas of the thing that a body carries: its own, that of its items, and what a wrapper holds. */
export function carriedBy(body: Schema): readonly Schema[] {
  const found: Schema[] = [body]
  if (body.items) found.push(body.items)
  for (const { name, schema } of body.properties) {
    if (!WRAPPERS.test(name)) continue
    found.push(schema)
    if (schema.items) found.push(schema.items)
  }
  return [...new Set(found)]
}

/** Properties that callers can send: each definition once, and none that is only read. */
export function writableProperties(body: Schema): readonly Property[] {
  const properties = carriedBy(body).flatMap((schema) =>
    schema.properties.filter(({ readOnly }) => !readOnly),
  )
  return [...new Map(properties.map((property) => [property.node, property])).values()]
}

const reading = new WeakMap<readonly Operation[], ReadonlyMap<string, readonly Operation[]>>()

/** The reads (`GET`) of a path. */
export function readsOf(path: string, operations: readonly Operation[]): readonly Operation[] {
  let reads = reading.get(operations)
  if (!reads) {
    const byPath = new Map<string, Operation[]>()
    for (const operation of operations) {
      if (operation.method !== 'get') continue
      const same = byPath.get(operation.path)
      if (same) same.push(operation)
      else byPath.set(operation.path, [operation])
    }
    reads = byPath
    reading.set(operations, reads)
  }
  return reads.get(path) ?? []
}

const managers = new WeakMap<Operation, boolean>()

/** True where the operation itself says that it is for those who manage others. */
export function isForManagers(operation: Operation): boolean {
  let is = managers.get(operation)
  if (is === undefined) {
    is = saysManagers(operation)
    managers.set(operation, is)
  }
  return is
}

function saysManagers({ classes, security, tags, summary = '', description = '', path }: Operation): boolean {
  if (classes.has('admin')) return true
  const text = `${summary} ${tags.join(' ')} ${description}`
  if (/\badmin|\bmanaged?\b|\bscim\b|\binvit|\bowner\b|\bsuper ?user/i.test(text)) return true
  if (/\/(?:scim|admin|management|internal|system)\b/i.test(path)) return true
  const scopes = security.alternatives.flatMap(({ requirements }) =>
    requirements.flatMap((each) => each.scopes),
  )
  return scopes.some(({ name }) => /admin|manage|super|root|internal/i.test(name))
}
