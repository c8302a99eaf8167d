import { defineRule, type Format, type Model } from '@specward/core'
import { otherDialect } from './dialect.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'
import { whyUnread } from './unread.ts'

export default defineRule({
  id: 'no-unread-keyword',
  title: 'A schema says something that its version of JSON Schema does not know.',
  why: 'Validators of this version pass over the keyword, or refuse the whole schema. What was meant as a limit is none.',
  fix: 'Write it in the words of the version that the description is written in.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3.1', 'oas3.2', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1'],
    specifications: [
      'OpenAPI 3.1.1, Schema Object',
      'AsyncAPI 3.0.0, Schema Object',
      'JSON Schema 2020-12 Validation, section 6',
    ],
  },
  falsePositives:
    'Some validators still understand words of older or newer drafts. Where a description names another dialect of JSON Schema, nothing is judged. In OpenAPI 2.0 and 3.0 such keys are errors, which `spec-conformance` reports.',
  select: 'document',
  check(document, { report, undecided, model, format }) {
    const faults = faultsIn(model, format)
    if (faults.length === 0) return
    const other = otherDialect(document, model)
    if (other) undecided({ at: other, because: 'schemas are written in another dialect of JSON Schema' })
    else tellGroups(faults, report)
  },
  examples: {
    bad: [
      {
        title: 'Left over from OpenAPI 3.0, and types of other languages, behind `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: string, required: true }
#                           ^^^^^^^^
        amount: { type: number, minimum: 0, exclusiveMinimum: true }
#                                           ^^^^^^^^^^^^^^^^
        count: { type: int }
#                ^^^^
        size: { type: [integer, null] }
#               ^^^^
        note: { type: string, maxLength: '200' }
#                             ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: newer than its draft',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload:
          allOf: [{ $ref: '#/components/schemas/Order' }]
          unevaluatedProperties: false
#         ^^^^^^^^^^^^^^^^^^^^^
components:
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: object, dependentRequired: { card: [name] } } } }
#                                                 ^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'In the words of OpenAPI 3.1',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: size, in: query, required: true, schema: { type: integer, exclusiveMinimum: 0 } }
      responses: { '200': { description: OK } }
components:
  schemas:
    Order:
      type: object
      required: [id]
      default: { type: int }
      properties:
        id: { type: [string, 'null'] }
        type: { type: string, enum: [int, text] }
        required: { type: boolean, default: true }
`,
      },
      {
        title: 'AsyncAPI: what draft 7 has',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload: { type: object, additionalProperties: false, dependencies: { card: [name] } }
`,
      },
    ],
  },
})

function faultsIn(model: Model, format: Format): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    for (const key of Object.keys(schema.written.value as object)) {
      const node = schema.written.child(key)
      const why = node && whyUnread(node, format)
      if (!node || why === undefined) continue
      faults.push({
        schema,
        at: { node, part: 'key' },
        group: `${key} ${why}`,
        message: `\`${key}\` of ${placeOf(schema.written)} ${why}`,
      })
    }
  }
  return faults
}
