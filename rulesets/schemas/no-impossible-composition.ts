import { defineRule, type Format } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { remedyAsFix, remedyFor } from './composition-remedies.ts'
import { type Refusal, type Refuser, refusersOf } from './refusals.ts'

export default defineRule({
  id: 'no-impossible-composition',
  title: 'A part of a composed schema refuses the properties of the other parts.',
  why: 'In JSON Schema, `additionalProperties: false` sees only the `properties` that stand beside it. In a member of `allOf`, or next to one, it refuses what the others declare, and a server that checks its requests turns them all away. What happens next is that somebody turns the check off.',
  fix: 'Take `additionalProperties: false` away there and put `unevaluatedProperties: false` around the whole (OpenAPI 3.1). Before 3.1, close each branch of a choice, or write all properties into one schema that is closed.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Core, section 10.3.2.3 and section 11.3'],
  },
  falsePositives:
    'Some generators merge the members of `allOf` before they read them, and then nothing is refused. Validators do as JSON Schema says. What is `readOnly` is not missed in requests. Parts with `patternProperties` or conditions are not judged.',
  select: 'schema',
  check(schema, { report, notApplicable, model, format }) {
    const refuser = refusersOf(model, format).get(schema)
    if (!refuser) {
      if (schema.parts.length === 0) notApplicable()
      return
    }
    const { node, others, refusals } = refuser
    const properties = new Map(refusals.flatMap((each) => each.properties.map((one) => [one.node, one])))
    report({
      at: { node, part: 'key' },
      covers: [node, ...others],
      message: messageFor(refuser, format),
      fix: remedyAsFix(refuser, format),
      related: [
        ...others.map((other) => ({
          at: { node: other, part: 'key' } as const,
          message: 'And so does this',
        })),
        ...[...properties.values()].map((property) => ({
          at: { node: property.node, part: 'key' } as const,
          message: `\`${property.name}\` is refused`,
        })),
      ],
      operations: [
        ...new Set(
          refusals.flatMap(({ whole, direction }) =>
            whole.uses.flatMap((use) => (use.direction === direction ? [use.operation.label] : [])),
          ),
        ),
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'A closed base, reached through `$ref`, and a required property beside it',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewUser' }
      responses: { '201': { description: Created } }
components:
  schemas:
    NewUser:
      allOf:
        - $ref: '#/components/schemas/Person'
        - type: object
          required: [password]
          properties: { password: { type: string } }
    Person:
      type: object
      properties: { name: { type: string } }
      additionalProperties: false
#     ^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Closed next to the list of parts, and closed in each of several choices',
        format: 'oas3.0',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf: [{ $ref: '#/components/schemas/Person' }]
              additionalProperties: false
#             ^^^^^^^^^^^^^^^^^^^^
      responses: { '201': { description: Created } }
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { kind: { type: string } }
              oneOf:
                - properties: { name: { type: string } }
                  additionalProperties: false
#                 ^^^^^^^^^^^^^^^^^^^^
                - properties: { firm: { type: string } }
                  additionalProperties: false
      responses: { '201': { description: Created } }
components:
  schemas:
    Person:
      type: object
      properties: { name: { type: string } }
`,
      },
      {
        title: 'AsyncAPI: a message',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
          allOf:
            - type: object
              properties: { id: { type: string } }
              additionalProperties: false
#             ^^^^^^^^^^^^^^^^^^^^
            - type: object
              properties: { note: { type: string } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: a message that is published by others',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload:
          allOf: [{ $ref: '#/components/schemas/Event' }]
          properties: { note: { type: string } }
components:
  schemas:
    Event:
      type: object
      properties: { id: { type: string } }
      additionalProperties: false
#     ^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Closed around the whole; a base that knows all names; what is read alone',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Person'
                - properties: { password: { type: string } }
              unevaluatedProperties: false
      responses: { '201': { description: Created } }
    put:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Closed'
                - required: [name]
                  properties: { name: { maxLength: 20 }, id: { type: string, readOnly: true } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Person:
      type: object
      properties: { name: { type: string } }
    Closed:
      type: object
      properties: { name: { type: string } }
      additionalProperties: false
`,
      },
      {
        title: 'Choices that each know what all have in common, or are alone',
        format: 'oas3.0',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { kind: { type: string }, name: {}, firm: {} }
              oneOf:
                - properties: { kind: { enum: [person] }, name: { type: string } }
                  additionalProperties: false
                - properties: { kind: { enum: [firm] }, firm: { type: string } }
                  additionalProperties: false
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0: one part alone',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters: [{ name: user, in: body, schema: { allOf: [{ $ref: '#/definitions/User' }] } }]
      responses: { '201': { description: Created } }
definitions:
  User: { type: object, additionalProperties: false, properties: { name: { type: string } } }
`,
      },
    ],
  },
})

function messageFor(refuser: Refuser, format: Format): string {
  const { part, node, refusals } = refuser
  const [first] = refusals
  if (!first) return ''
  const wholes = refusals.map(({ whole }) => whole)
  const names = listed([...new Set(refusals.flatMap(({ properties }) => properties.map(({ name }) => name)))])
  const by = `\`${node.key}: false\``
  const where = wholes.includes(part)
    ? 'stands beside the composition'
    : 'stands in one part of the composition'
  const more = wholes.length > 1 ? ` and ${counted(wholes.length - 1, 'other schema')}` : ''
  const isReturned =
    first.direction === 'response' && first.whole.uses.some(({ operation }) => operation.kind === 'http')
  const verb = isReturned ? 'returned' : 'sent'
  return `In ${wholeName(first)}${more}, ${by} ${where} and refuses ${names}, which can never be ${verb}${nothingValid(refusals)}. ${remedyFor(refuser, format)}`
}

function nothingValid(refusals: readonly Refusal[]): string {
  const required = [...new Set(refusals.flatMap((each) => each.required))]
  if (required.length > 0)
    return `, and since ${listed(required)} ${required.length === 1 ? 'is' : 'are'} required, nothing is valid`
  const asked = refusals.flatMap(({ askedInEach }) => (askedInEach ? [askedInEach] : []))
  if (asked.length === 0) return ''
  const names = [...new Set(asked.flat())]
  return `, and since each branch requires ${names.length === 0 ? 'one of them' : listed(names)}, nothing is valid`
}

function wholeName({ whole, direction }: Refusal): string {
  if (whole.name !== undefined) return `\`${whole.name}\``
  const use = whole.uses.find((each) => each.direction === direction)
  return `a schema of \`${use?.operation.label ?? ''}\``
}
