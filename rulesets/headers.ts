import type { FixEdit, Format, Header, Model, Node, Operation, Response } from '@specward/core'

/** A header field of a response that the API itself sends, with the operations that send it. */
export interface SentHeader {
  readonly header: Header
  readonly response: Response
  readonly operations: readonly Operation[]
}

const known = new WeakMap<Model, ReadonlyMap<string, readonly SentHeader[]>>()

/** All header fields of a name, in any case. Responses to webhooks and callbacks are not sent by the API. */
export function sentHeaders(model: Model, name: string): readonly SentHeader[] {
  let found = known.get(model)
  if (!found) {
    found = collect(model)
    known.set(model, found)
  }
  return found.get(name.toLowerCase()) ?? []
}

function collect({ document }: Model): ReadonlyMap<string, readonly SentHeader[]> {
  const senders = new Map<Response, Operation[]>()
  for (const operation of document.operations) {
    if (operation.kind !== 'http') continue
    for (const { response } of operation.responses) {
      if (!response) continue
      const operations = senders.get(response)
      if (operations) operations.push(operation)
      else senders.set(response, [operation])
    }
  }
  const headers = new Map<string, SentHeader[]>()
  for (const [response, operations] of senders) {
    for (const header of response.headers) {
      const name = header.name.toLowerCase()
      const sent = headers.get(name) ?? []
      sent.push({ header, response, operations })
      headers.set(name, sent)
    }
  }
  return headers
}

/** The field of a response, whatever the case of its name. */
export function responseHeader(response: Response, name: string): Header | undefined {
  return response.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())
}

/** The header parameter of an operation under one of several names. */
export function requestHeader({ parameters }: Operation, name: RegExp) {
  return parameters.find((each) => each.in === 'header' && name.test(each.name))
}

/** Adds a field with one value to a response; undefined where its `headers` could not be added to. */
export function insertHeader(
  { node }: Response,
  name: string,
  value: { readonly description: string; readonly only?: string },
  format: Format,
): FixEdit | undefined {
  const { description, only } = value
  const schema = only === undefined ? { type: 'string' } : { type: 'string', enum: [only] }
  const header = format === 'oas2' ? { description, ...schema } : { description, schema }
  const headers = node.child('headers')
  if (headers?.isObject)
    return { node: headers, edit: { op: 'insert', path: headers.path, key: name, value: header } }
  if (headers || !node.isObject) return undefined
  return { node, edit: { op: 'insert', path: node.path, key: 'headers', value: { [name]: header } } }
}

/** Labels of operations, each once, in their order. */
export function labelsOf(operations: Iterable<Operation>): readonly string[] {
  return [...new Set([...operations].map(({ label }) => label))]
}

/** The value of an extension, or of what stands below it; own keys alone, in any case. */
export function childInAnyCase(node: Node | undefined, key: string): Node | undefined {
  if (!node?.isObject) return undefined
  for (const child of node.children()) if (child.key.toLowerCase() === key.toLowerCase()) return child
  return undefined
}
