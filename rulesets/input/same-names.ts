import type { Node, Operation, ParameterLocation, Schema } from '@specward/core'

/** A name under which an operation takes a value at two places or more, beside its path. */
export interface SharedName {
  /** As it is written where it comes first. */
  readonly name: string
  /** The name in whatever way it is written. */
  readonly key: string
  readonly places: readonly Value[]
  /** Schema of the body that has the name; undefined where none does. */
  readonly body: Schema | undefined
}

type Place = 'query' | 'header' | 'cookie' | 'body'

interface Value {
  readonly where: Place
  readonly name: string
  readonly node: Node
  /** Whether several operations take this parameter. */
  readonly isShared?: boolean
  readonly body?: Schema
}

const PLACES: ReadonlyMap<ParameterLocation, Place> = new Map([
  ['query', 'query'],
  ['header', 'header'],
  ['cookie', 'cookie'],
  ['formData', 'body'],
])

/** What stands about these in `parameters` is ignored (OpenAPI 3.1.1, Parameter Object). */
const IGNORED = /^(?:accept|content-type|authorization)$/i

const OUTSIDE: ReadonlySet<ParameterLocation> = new Set(['query', 'header', 'cookie'])

/**
 * Names at several places of one request. The path is left out: it names the resource, and a body that repeats its id
 * is the ordinary representation of it.
 */
export function sharedNames(operation: Operation): readonly SharedName[] {
  // the properties of all bodies are many
  if (!operation.parameters.some(({ in: location }) => OUTSIDE.has(location))) return []
  const byName = new Map<string, Value[]>()
  for (const value of valuesOf(operation)) {
    const key = keyOf(value)
    const same = byName.get(key)
    if (same) same.push(value)
    else byName.set(key, [value])
  }
  const shared: SharedName[] = []
  for (const [key, values] of byName) {
    const places = [...new Map(values.map((value) => [value.where, value])).values()]
    const [first] = places
    if (!first || places.length < 2) continue
    shared.push({ name: first.name, key, places, body: places.find(({ body }) => body)?.body })
  }
  return shared
}

function* valuesOf({ parameters, requestBody }: Operation): Generator<Value> {
  for (const { name, in: location, node, operations } of parameters) {
    const where = PLACES.get(location)
    if (where && !(where === 'header' && IGNORED.test(name)))
      yield { where, name, node: node.child('name') ?? node, isShared: operations.length > 1 }
  }
  for (const { schema } of requestBody?.content ?? []) {
    for (const { name, node, readOnly } of schema?.properties ?? [])
      if (schema && !readOnly) yield { where: 'body', name, node, body: schema }
  }
}

/** `X-Tenant-Id`, `tenantId` and `tenant_id` are one name. */
function keyOf({ name, where }: Value): string {
  const own = where === 'header' ? name.replace(/^x-(?=.)/i, '') : name
  return own.toLowerCase().replace(/[^a-z0-9]/g, '') || name
}
