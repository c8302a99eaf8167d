import type { At, Model, Node, Operation } from '@specward/core'

/** A media type where it is written, for all operations that it holds for. */
export interface WrittenType {
  /** As written: `application/json; charset=utf-8`. */
  readonly text: string
  readonly node: Node
  readonly direction: 'request' | 'response' | 'message'
  readonly operations: readonly Operation[]
}

const known = new WeakMap<Model, readonly WrittenType[]>()

/** Every media type that an operation names or inherits, each place once. */
export function writtenTypes(model: Model): readonly WrittenType[] {
  let types = known.get(model)
  if (!types) {
    types = collect(model)
    known.set(model, types)
  }
  return types
}

function collect({ document }: Model): readonly WrittenType[] {
  const found = new Map<
    Node,
    { text: string; node: Node; direction: WrittenType['direction']; operations: Operation[] }
  >()
  const add = (
    node: Node | undefined,
    text: string | undefined,
    direction: WrittenType['direction'],
    by: Operation,
  ) => {
    if (!node || text === undefined) return
    const same = found.get(node)
    if (same) same.operations.push(by)
    else found.set(node, { text, node, direction, operations: [by] })
  }
  const entries = new Map<Node, readonly Node[]>()
  const entriesOf = (holder: Node | undefined): readonly Node[] => {
    if (!holder) return []
    let known = entries.get(holder)
    if (!known) {
      const content = holder.child('content')
      known = content?.isObject ? [...content.children()] : []
      entries.set(holder, known)
    }
    return known
  }
  for (const operation of document.operations) {
    if (operation.kind === 'message') {
      for (const { node } of operation.messages) {
        const type = node.child('contentType') ?? document.node.child('defaultContentType')
        add(type, type?.string, 'message', operation)
      }
    } else if (document.format === 'oas2') {
      for (const direction of ['request', 'response'] as const) {
        if (!hasContent(operation, direction)) continue
        for (const node of typesInForce(operation, document.node, direction)?.children() ?? [])
          add(node, node.string, direction, operation)
      }
    } else {
      // by the keys alone: what stands under them is not wanted here
      for (const node of entriesOf(operation.requestBody?.node)) add(node, node.key, 'request', operation)
      for (const { response } of operation.responses)
        for (const node of entriesOf(response?.node)) add(node, node.key, 'response', operation)
    }
  }
  return [...found.values()]
}

/** OpenAPI 2.0: the list of the operation, else that of the document. */
export function typesInForce(
  { node }: Operation,
  root: Node,
  direction: 'request' | 'response',
): Node | undefined {
  const key = direction === 'request' ? 'consumes' : 'produces'
  return node.child(key) ?? root.child(key)
}

/** OpenAPI 2.0: whether a request, or a response, has a body. */
export function hasContent(operation: Operation, direction: 'request' | 'response'): boolean {
  if (direction === 'response')
    return operation.responses.some(({ response }) => (response?.content.length ?? 0) > 0)
  return operation.parameters.some(({ in: where }) => where === 'body' || where === 'formData')
}

/** Where a media type is written: a key of `content`, or an item of a list. */
export function placeOf({ node }: WrittenType): At {
  return node.string === undefined ? { node, part: 'key' } : node
}

/** The type without parameters, in lower case. */
export function essenceOf(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim().toLowerCase()
}
