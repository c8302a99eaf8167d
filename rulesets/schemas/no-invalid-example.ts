import { defineRule, type Format, type Model } from '@specward/core'
import { examplesIn, firstMisfit, type Misfit, type Shown } from './examples.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'

export default defineRule({
  id: 'no-invalid-example',
  title: 'An example does not fit its schema.',
  why: 'One of the two does not say what the API does. Where it is the schema, checks that are made from it refuse good data or let bad data through.',
  fix: 'Correct the example, or the schema where the example is what the API really takes or returns.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off', 'event-driven': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023', 'API9:2023'],
    cwe: [1059],
    controls: ['TEST-2'],
    specifications: [
      'OpenAPI 3.0.4, Media Type Object and Example Object',
      'JSON Schema 2020-12 Validation, section 9.5',
    ],
  },
  falsePositives:
    'Types, lists of values, limits and required properties are compared, but no patterns, formats and branches of `oneOf` and `anyOf`. Required properties that are read-only or write-only may be missing. Bodies that are not JSON are left alone.',
  select: 'document',
  check(_document, { report, model, format }) {
    tellGroups(faultsIn(model, format), report)
  },
  examples: {
    bad: [
      {
        title: 'A text for a number in a body, and a parameter, behind `$ref`',
        text: `
paths:
  /orders:
    post:
      parameters:
        - { name: size, in: query, schema: { type: integer, maximum: 100 }, example: 500 }
#                                                                                    ^^^
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
            example: { id: 3, lines: [{ amount: many }] }
#           ^^^^^^^
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      properties:
        id: { type: integer }
        lines: { type: array, items: { type: object, properties: { amount: { type: number } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: what is required is missing',
        format: 'oas2',
        text: `
paths: {}
definitions:
  Order:
    type: object
    required: [id, owner]
    properties: { id: { type: string }, owner: { type: string } }
    example: { id: a }
#   ^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: integer, examples: [many] } } }
#                                                                ^^^^
  returns:
    subscribe: { message: { payload: { type: string, maxLength: 2 }, examples: [{ payload: many }] } }
#                                                                                          ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Examples that fit, what the server alone sets, JSON as a text, and forms',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
            examples:
              one: { value: { owner: me, state: open } }
              two: { value: '{ "owner": "me" }' }
          application/x-www-form-urlencoded:
            schema: { $ref: '#/components/schemas/Order' }
            example: owner=me
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      required: [id, owner]
      properties:
        id: { type: string, readOnly: true, example: a }
        owner: { type: string, examples: [me, you] }
        state: { oneOf: [{ type: string }, { type: integer }], example: 3 }
`,
      },
      {
        title: 'AsyncAPI 3: a property that is called so',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: object, properties: { example: { type: integer } } } } }
`,
      },
    ],
  },
})

function faultsIn(model: Model, format: Format): readonly Fault[] {
  return examplesIn(model).flatMap((example) => {
    const found = firstMisfit(example, format)
    return found ? faultOf(example, found) : []
  })
}

function faultOf({ node, schema }: Shown, { way, because }: Misfit): Fault {
  const what = way === '' ? 'it' : `\`${way}\``
  return {
    schema,
    at: node,
    group: kindOf(because),
    message: `An example of ${placeOf(schema.written)} does not fit: ${what} ${because}.`,
  }
}

/** One finding tells of all examples that are wrong in the same way. */
function kindOf(because: string): string {
  const [word = ''] = /^(?:lacks|is none|is `null`, which|does not keep|is)/.exec(because) ?? []
  return word
}
