import { type At, defineRule, type Message, type Model } from '@specward/core'
import { listed } from '../wording.ts'
import { entriesOf, subjectOf } from './messages.ts'

export default defineRule({
  id: 'require-message-content-type',
  title: 'Nothing says how messages are encoded.',
  why: 'A receiver that has to guess the encoding can be led to another parser than the one that checks: to XML with its entities, or to a serialisation that runs code.',
  fix: 'Set `defaultContentType` for the document, or `contentType` for the message, and accept nothing else.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436, 20],
    controls: ['INPUT-4'],
    specifications: ['AsyncAPI 3.0.0, Message Object, contentType'],
  },
  falsePositives:
    'A broker or a schema registry may fix the encoding for all messages, which the description does not show.',
  select: 'document',
  check({ node }, { report, notApplicable, model }) {
    const messages = model.select('message')
    if (messages.length === 0) return notApplicable()
    const without = messages.filter((message) => !saysType(message, model))
    const [first] = without
    if (!first) return
    const isAll = without.length === messages.length && without.length > 1
    report({
      at: isAll ? (node.child('info') ?? node) : placeOf(first),
      covers: without.map((each) => each.node),
      message: `${whichOf(without, messages.length, model)}, and there is no \`defaultContentType\`, so receivers must guess how to parse ${without.length === 1 ? 'it' : 'them'}.`,
      fix: {
        title: 'Set `defaultContentType: application/json`',
        kind: 'suggested',
        edits: [{ node, edit: { op: 'set', path: ['defaultContentType'], value: 'application/json' } }],
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: two messages, one of them reached through `$ref`',
        format: 'asyncapi3',
        text: `
info: { title: Orders, version: 1.0.0 }
#^^^
channels:
  orders:
    address: orders
    messages:
      placed: { $ref: '#/components/messages/Placed' }
      changed: { payload: { type: string } }
components:
  messages:
    Placed: { payload: { type: string } }
`,
      },
      {
        title: 'AsyncAPI 2: the message of one operation',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message: { payload: { type: string } }
#     ^^^^^^^
    subscribe:
      message: { payload: { type: string }, contentType: text/plain }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: for the document, and by a trait',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed: { payload: { type: string }, traits: [{ contentType: text/plain }] }
`,
      },
      {
        title: 'Near miss, AsyncAPI 3: by a header of the message, and by the headers of HTTP',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload: { type: string }
        headers: { type: object, properties: { Content-Type: { type: string, enum: [text/plain] } } }
      changed:
        payload: { type: string }
        bindings:
          http: { headers: { type: object, properties: { content-type: { type: string, const: text/plain } } } }
`,
      },
      {
        title: 'AsyncAPI 2: for the document',
        format: 'asyncapi2',
        text: `
defaultContentType: application/json
channels:
  orders:
    publish:
      message: { payload: { type: string } }
`,
      },
    ],
  },
})

function isContentType(name: string): boolean {
  return name.toLowerCase() === 'content-type'
}

/** By its field, or by the header that tells it: of the message, or of HTTP. */
function saysType({ contentType, headerSchemas, bindings }: Message, model: Model): boolean {
  if (contentType !== undefined) return true
  if (headerSchemas.some(({ propertyNames }) => [...propertyNames].some(isContentType))) return true
  const headers = bindings.get('http')?.child('headers')
  const properties = headers && (model.resolve(headers) ?? headers).child('properties')
  return entriesOf(properties, model).some(({ key }) => isContentType(key))
}

function placeOf({ node }: Message): At {
  return { node, part: node.parent?.isList ? 'value' : 'key' }
}

function whichOf(without: readonly Message[], total: number, model: Model): string {
  const [first] = without
  if (without.length === 1 && first) return `${subjectOf(first, model)} does not say its \`contentType\``
  if (without.length === total) return `None of the ${total} messages says its \`contentType\``
  return `${without.length} of ${total} messages (${listed(without.map(nameOf))}) do not say their \`contentType\``
}

/** The key by which a message is found, or else the operation that it belongs to. */
function nameOf({ node, name, operations }: Message): string {
  const isKey = node.key !== 'message' && !node.parent?.isList
  return isKey ? node.key : (name ?? operations[0]?.label ?? 'unnamed')
}
