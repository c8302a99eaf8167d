import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { subjectOf } from './messages.ts'

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
  select: 'document',
  check({ node }, { report, notApplicable, model }) {
    const messages = model.select('message')
    if (messages.length === 0) return notApplicable()
    const without = messages.filter(({ contentType }) => contentType === undefined)
    const [first] = without
    if (!first) return
    const who =
      without.length === 1
        ? `${subjectOf(first, model)} has`
        : `${without.length} of ${messages.length} messages (${listed(without.map(({ name, operations }) => name ?? operations[0]?.label ?? 'unnamed'))}) have`
    report({
      at: { node: first.node, part: first.node.parent?.isList ? 'value' : 'key' },
      message: `${who} no \`contentType\`, and the document has no \`defaultContentType\`.`,
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
channels:
  orders:
    address: orders
    messages:
      placed: { $ref: '#/components/messages/Placed' }
      changed: { payload: { type: string } }
components:
  messages:
    Placed: { payload: { type: string } }
#   ^^^^^^
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
