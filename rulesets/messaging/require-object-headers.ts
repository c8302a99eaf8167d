import { defineRule, type Message, type Model, type Schema } from '@specward/core'
import { clipped, inText } from '../wording.ts'
import { subjectOf } from './messages.ts'

export default defineRule({
  id: 'require-object-headers',
  title: 'The headers of a message are not described as an object.',
  why: 'A schema that is not for an object checks no header: validators let every one through, or none.',
  fix: 'Write `type: object`, and the headers under `properties`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1287],
    controls: ['INPUT-1'],
    specifications: ['AsyncAPI 2.6.0 and 3.0.0, Message Object, headers'],
  },
  falsePositives:
    'The schema of AsyncAPI 2 requires `type: object` by itself: there, `spec-conformance` tells of another type.',
  select: 'message',
  check(message, { report, notApplicable, model, format }) {
    if (message.headerSchemas.length === 0) return notApplicable()
    for (const schema of message.headerSchemas) {
      if (firstWith(schema, model) !== message) continue
      const written = schema.all('type')
      const types = new Set(written.flatMap(({ value }) => (Array.isArray(value) ? value : [value])))
      if (types.size === 1 && types.has('object')) continue
      if (format === 'asyncapi2' && written.length > 0) continue
      if (['oneOf', 'anyOf', 'if'].some((keyword) => schema.all(keyword).length > 0)) continue
      const says =
        written.length === 0
          ? 'does not say `type: object`'
          : `says \`type: ${clipped([...types].map(inText).join(', '))}\``
      const effect = written.length === 0 ? 'what is no object passes unchecked' : 'no header is checked'
      report({
        at: written[0] ?? { node: schema.node, part: 'key' },
        covers: [schema.node],
        message: `${subjectOf(message, model)} has headers whose schema ${says}, so ${effect}.`,
        fix:
          written.length > 0 || schema.node.child('$ref')
            ? undefined
            : {
                title: 'Write `type: object`',
                // a schema of its own may describe other things as well
                kind: schema.node.key === 'headers' || schema.node.child('properties') ? 'safe' : 'suggested',
                edits: [
                  {
                    node: schema.node,
                    edit: { op: 'set', path: [...schema.node.path, 'type'], value: 'object' },
                  },
                ],
              },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a list, and a schema without a type that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        headers: { type: array }
#                        ^^^^^
      changed:
        headers: { $ref: '#/components/schemas/Headers' }
components:
  schemas:
    Headers:
#   ^^^^^^^
      properties: { trace: { type: string } }
`,
      },
      {
        title: 'AsyncAPI 2: no type, in a trait',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: string }
        traits:
          - headers:
#           ^^^^^^^
              properties: { trace: { type: string } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: an object, also by `allOf`, and one of several',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed: { headers: { type: object, properties: { trace: { type: string } } } }
      changed: { headers: { allOf: [{ $ref: '#/components/schemas/Headers' }] } }
      removed: { headers: { oneOf: [{ type: object }, { type: object }] } }
components:
  schemas:
    Headers: { type: object }
`,
      },
      {
        title: 'AsyncAPI 2: no headers, and a type of which `spec-conformance` tells',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish: { message: { payload: { type: string } } }
    subscribe: { message: { payload: { type: string }, headers: { type: array } } }
`,
      },
    ],
  },
})

const firsts = new WeakMap<Model, ReadonlyMap<Schema, Message>>()

/** The first message that has the headers: those of a trait are told of once. */
function firstWith(schema: Schema, model: Model): Message | undefined {
  let known = firsts.get(model)
  if (!known) {
    const found = new Map<Schema, Message>()
    for (const message of model.select('message')) {
      for (const each of message.headerSchemas) if (!found.has(each)) found.set(each, message)
    }
    known = found
    firsts.set(model, known)
  }
  return known.get(schema)
}
