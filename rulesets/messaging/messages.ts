import type { At, Message, Model, Node, Operation, Property, Schema } from '@specward/core'

/** Which operations take a message in, and which send it out, replies included. */
export interface Travel {
  readonly received: readonly Operation[]
  readonly sent: readonly Operation[]
}

const NOWHERE: Travel = { received: [], sent: [] }

const travels = new WeakMap<Model, ReadonlyMap<Message, Travel>>()

/** From the application's point of view. */
export function travelOf(message: Message, model: Model): Travel {
  let known = travels.get(model)
  if (!known) {
    known = readTravels(model)
    travels.set(model, known)
  }
  return known.get(message) ?? NOWHERE
}

function readTravels({ document }: Model): ReadonlyMap<Message, Travel> {
  const found = new Map<Message, { received: Operation[]; sent: Operation[] }>()
  const add = (message: Message, way: 'received' | 'sent', operation: Operation) => {
    const travel = found.get(message) ?? { received: [], sent: [] }
    travel[way].push(operation)
    found.set(message, travel)
  }
  for (const operation of document.operations) {
    const isReceiving = operation.method === 'receive'
    for (const message of operation.messages) add(message, isReceiving ? 'received' : 'sent', operation)
    for (const message of operation.reply?.messages ?? []) {
      add(message, isReceiving ? 'sent' : 'received', operation)
    }
  }
  return found
}

/** `Message \`order\``, or for one without a name: `The message of \`send orders\``. */
export function subjectOf(message: Message, model: Model): string {
  if (message.name !== undefined) return `Message \`${message.name}\``
  const { received, sent } = travelOf(message, model)
  const [operation] = [...received, ...sent]
  return operation ? `The message of \`${operation.label}\`` : 'A message'
}

/** Where the payload is said, or missing. */
export function atPayload({ payloadNode, node }: Message): At {
  return payloadNode ? { node: payloadNode, part: 'key' } : node
}

/** Why nothing is known of a payload: a clause; undefined when it can be read. */
export function unreadBecause({ foreignFormat }: Message): string | undefined {
  if (foreignFormat === undefined) return undefined
  return `its payload is described in \`${foreignFormat}\`, a language that is not read`
}

/** Properties looked at for one message. */
const MOST_PROPERTIES = 2_000

/** A property of what a message carries, with the names that lead to it: `items[].sku`. */
export interface Carried {
  readonly property: Property
  readonly way: string
}

/** Everything that the payload can carry, level by level. */
export function carriedBy({ payload }: Message): readonly Carried[] {
  const found: Carried[] = []
  const seen = new Set<unknown>()
  const queue = payload ? [{ schema: payload, way: '' }] : []
  for (const { schema, way } of queue) {
    if (seen.has(schema) || found.length > MOST_PROPERTIES) continue
    seen.add(schema)
    for (const property of schema.properties) {
      const to = way === '' ? property.name : `${way}.${property.name}`
      found.push({ property, way: to })
      queue.push({ schema: property.schema, way: to })
    }
    if (schema.items) queue.push({ schema: schema.items, way: `${way}[]` })
  }
  return found
}

/** Many channels may carry one message. */
const sensitive = new WeakMap<Message, { readonly found: Carried | undefined }>()

/** What of a payload is a secret, or personal or financial data, where the name leaves no doubt. */
export function sensitiveIn(message: Message): Carried | undefined {
  const known = sensitive.get(message)
  if (known) return known.found
  const found = carriedBy(message).find(({ property }) => {
    const { sensitivity, schema } = property
    return sensitivity?.confidence === 'certain' && schema.properties.length === 0
  })
  sensitive.set(message, { found })
  return found
}

/** Entries of a mapping, behind its references; none when it is something else. */
export function entriesOf(node: Node | undefined, model: Model): readonly Node[] {
  const end = node && model.resolve(node)
  return end?.isObject ? [...end.children()] : []
}

const headerSchemas = new WeakMap<Model, ReadonlySet<Schema>>()

/** Whether a property is a header of an AsyncAPI message. */
export function isMessageHeader({ owner }: Property, model: Model): boolean {
  let known = headerSchemas.get(model)
  if (!known) {
    const tops = model.select('message').flatMap((message) => message.headerSchemas)
    known = new Set(tops.flatMap((schema) => [schema, ...schema.properties.map((each) => each.owner)]))
    headerSchemas.set(model, known)
  }
  return known.has(owner)
}
