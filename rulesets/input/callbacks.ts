import type { Model, Node, Operation, Schema } from '@specward/core'

/** One URL under `callbacks` of an operation. */
export interface CallbackUrl {
  readonly operation: Operation
  /** The entry whose key is the URL. */
  readonly node: Node
  readonly url: string
}

/** The callbacks of an operation, those behind references included. */
export function callbacksOf(operation: Operation, model: Model): readonly CallbackUrl[] {
  const found: CallbackUrl[] = []
  for (const entry of operation.node.child('callbacks')?.children() ?? []) {
    for (const node of model.resolve(entry)?.children() ?? []) {
      if (!node.key.startsWith('x-')) found.push({ operation, node, url: node.key })
    }
  }
  return found
}

/**
 * The runtime expression by whose value the URL begins: `$request.body#/url`. Undefined where the description says
 * how it begins, and where the API itself says it in its response.
 */
export function callerExpression(url: string): string | undefined {
  return /^\s*\{?(\$request\.(?:body|query\.|header\.|path\.)[^}]*)\}?/.exec(url)?.[1]
}

/** What an expression finds. `nothing`: there is no such input. `unknown`: the description does not say. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'schemas'; readonly leaves: readonly Leaf[] }

interface Leaf {
  readonly name: string
  readonly node: Node
  readonly schema: Schema
}

/** Where an expression leads in the request of an operation. */
export function lookUp(expression: string, operation: Operation): Found {
  const parameter = /^\$request\.(query|header|path)\.(.*)$/s.exec(expression)
  if (parameter) return inParameters(operation, parameter[1] ?? '', parameter[2] ?? '')
  if (!expression.startsWith('$request.body')) return { kind: 'unknown' }
  const pointer = /^\$request\.body(?:#(.*))?$/s.exec(expression)?.[1] ?? ''
  return inBody(operation, pointer.split('/').slice(1).map(unescaped))
}

function inParameters({ parameters }: Operation, where: string, name: string): Found {
  const isNamed = (other: string) =>
    where === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name
  const found = parameters.find((each) => each.in === where && isNamed(each.name))
  if (!found) return { kind: 'nothing' }
  const { schema, node } = found
  return schema ? { kind: 'schemas', leaves: [{ name, node, schema }] } : { kind: 'unknown' }
}

function inBody({ requestBody }: Operation, keys: readonly string[]): Found {
  if (!requestBody) return { kind: 'nothing' }
  const schemas = requestBody.content.flatMap(({ schema }) => (schema ? [schema] : []))
  const found = schemas.map((schema) => alongPointer(schema, keys))
  const leaves = found.flatMap((each) => (each.kind === 'schemas' ? each.leaves : []))
  if (leaves.length > 0) return { kind: 'schemas', leaves }
  return { kind: found.length === 0 || found.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'nothing' }
}

function alongPointer(body: Schema, keys: readonly string[]): Found {
  let leaves: readonly Leaf[] = [{ name: '', node: body.node, schema: body }]
  for (const key of keys) {
    const next = leaves.flatMap(({ schema }) => step(schema, key))
    // an object that lists nothing can have anything
    if (next.length === 0)
      return { kind: leaves.some(({ schema }) => isOpen(schema)) ? 'unknown' : 'nothing' }
    leaves = next
  }
  return { kind: 'schemas', leaves }
}

function step(schema: Schema, key: string): readonly Leaf[] {
  const named = schema.properties.filter(({ name }) => name === key)
  if (named.length > 0) return named.map(({ name, node, schema: inner }) => ({ name, node, schema: inner }))
  return schema.items && /^(?:0|[1-9]\d*)$/.test(key)
    ? [{ name: key, node: schema.items.node, schema: schema.items }]
    : []
}

function isOpen(schema: Schema): boolean {
  const isWhole = schema.types.length === 0 || schema.types.includes('object')
  if (!isWhole || schema.isClosed) return false
  return (
    schema.properties.length === 0 || schema.all('additionalProperties').some(({ value }) => value !== false)
  )
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
