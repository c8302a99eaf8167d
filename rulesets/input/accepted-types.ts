import type { At, Model, Node, Operation } from '@specward/core'
import { essenceOf, placeOf, writtenTypes } from './media-types.ts'

/** A media type that the API reads, where it is written. */
export interface AcceptedType {
  /** Lower-case, without parameters. */
  readonly type: string
  readonly at: At
  readonly node: Node
  /** What holds it and its sisters: the `content` of a body, a list of media types, or the entry of a part. */
  readonly holder: Node
  readonly operations: readonly Operation[]
}

const known = new WeakMap<Model, readonly AcceptedType[]>()

/**
 * Media types in which the API takes data in: of requests, of their parts and of values in them, of what webhooks and
 * callbacks are answered with, and of received messages. Each place once.
 */
export function acceptedTypes(model: Model): readonly AcceptedType[] {
  let types = known.get(model)
  if (!types) {
    types = [...wholeBodies(model), ...parts(model), ...values(model)]
    known.set(model, types)
  }
  return types
}

function wholeBodies(model: Model): readonly AcceptedType[] {
  return writtenTypes(model).flatMap((written): readonly AcceptedType[] => {
    const operations = written.operations.filter((operation) => takesIn(operation, written.direction))
    if (operations.length === 0) return []
    const { node, text } = written
    return [{ type: essenceOf(text), at: placeOf(written), node, holder: node.parent ?? node, operations }]
  })
}

function takesIn({ kind, method }: Operation, direction: 'request' | 'response' | 'message'): boolean {
  if (direction === 'message') return method === 'receive'
  return (direction === 'request') === (kind === 'http')
}

/** What parts of a form can be: `contentType` of an encoding, a list with commas. */
function parts(model: Model): readonly AcceptedType[] {
  const found = new Map<Node, { readonly node: Node; readonly operations: Operation[] }>()
  for (const operation of model.document.operations) {
    if (operation.kind !== 'http') continue
    for (const { node: entry } of operation.requestBody?.content ?? []) {
      for (const encoding of entry.child('encoding')?.children() ?? []) {
        const node = encoding.child('contentType')
        if (node?.string === undefined) continue
        const same = found.get(node)
        if (same) same.operations.push(operation)
        else found.set(node, { node, operations: [operation] })
      }
    }
  }
  return [...found.values()].flatMap(({ node, operations }) =>
    (node.string ?? '').split(',').map((text) => ({
      type: essenceOf(text),
      at: node,
      node,
      holder: node,
      operations,
    })),
  )
}

const MEDIA_TYPE = /^\s*[\w.+-]+\/[\w.+*-]+/

/** What texts in requests and received messages hold: `contentMediaType` of a schema. */
function values(model: Model): readonly AcceptedType[] {
  const places = model
    .stringsWith(MEDIA_TYPE, 3, /^contentMediaType$/)
    .filter(({ node }) => node.key === 'contentMediaType')
  // few descriptions have any, and all schemas are many
  if (places.length === 0) return []
  return model.select('schema').flatMap(({ node: holder, uses }): readonly AcceptedType[] => {
    const node = holder.child('contentMediaType')
    if (node?.string === undefined || !MEDIA_TYPE.test(node.string)) return []
    const operations = uses.flatMap(({ operation, direction }) =>
      direction === 'request' && ['http', 'message'].includes(operation.kind) ? [operation] : [],
    )
    if (operations.length === 0) return []
    return [{ type: essenceOf(node.string), at: node, node, holder, operations }]
  })
}
