import { defineRule } from '@specward/core'
import { brokenChoices, type Choice } from './choices.ts'
import { type Fault, tellGroups } from './faults.ts'
import { namedAt } from './places.ts'
import { declaredTypes, typeOf } from './types.ts'
import { shown } from './values.ts'

export default defineRule({
  id: 'no-impossible-value',
  title: 'None of the values that a schema lists is accepted by it.',
  why: 'A validator that keeps to the schema refuses everything, so the check is turned off or a tool leaves out the list, and any value is let through.',
  fix: 'Make the values and the type fit each other. For a list, write the values under `items`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173, 1287],
    controls: ['TEST-2'],
    specifications: [
      'JSON Schema 2020-12 Validation, sections 6.1.2 and 6.1.3',
      'OpenAPI 3.0.4, Schema Object',
    ],
  },
  falsePositives:
    'Tools that compare values as texts accept `1` for a text as well. By JSON Schema a number is none.',
  select: 'document',
  check(_document, { report, model }) {
    const empty = brokenChoices(model).filter(({ isEmpty }) => isEmpty)
    tellGroups(empty.map(faultOf), report)
  },
  examples: {
    bad: [
      {
        title: 'Numbers for a text, in a schema behind `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/components/parameters/Version' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Version: { name: version, in: query, schema: { type: string, enum: [1, 2] } }
#                                                                ^^^^
`,
      },
      {
        title: 'What is meant for the items stands at the list, and a value that is too long',
        text: `
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        states: { type: array, enum: [open, closed], items: { type: string } }
#                              ^^^^
        kind: { type: string, const: standard, maxLength: 4 }
#                             ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: texts for a boolean',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: all, in: query, type: boolean, enum: ['true', 'false'] }
#                                                ^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: two lists that have no value in common, through `allOf`',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload:
          allOf: [{ $ref: '#/components/schemas/State' }]
          enum: [OPEN]
#         ^^^^
components:
  schemas:
    State: { type: string, enum: [open, closed] }
`,
      },
    ],
    good: [
      {
        title: 'Values that fit, one of which is null, and a list of values without a type',
        text: `
paths: {}
components:
  schemas:
    State: { type: [string, 'null'], enum: [open, closed, null] }
    Size: { type: number, enum: [1, 2.5] }
    Any: { enum: [1, one, null] }
    Pair: { type: array, enum: [[1, 2], [3, 4]], items: { type: integer } }
    Kind: { type: object, properties: { enum: { type: array, items: { type: string } } } }
`,
      },
      {
        title: 'OpenAPI 3.0: what may be null',
        format: 'oas3.0',
        text: `
paths: {}
components:
  schemas:
    State: { type: string, nullable: true, enum: [open, closed] }
    Nothing: { type: string, nullable: true, enum: [null] }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: integer, const: 3 } } }
`,
      },
    ],
  },
})

function faultOf({ schema, node, lost }: Choice): Fault {
  const place = namedAt(schema.written)
  const [first] = lost
  const types = declaredTypes(schema)?.types
  const isForItems =
    types?.has('array') === true && first !== undefined && typeOf(first.node.value) !== 'array'
  const why = first && `${shown(first.node.value)} ${first.because}`
  const message =
    why === undefined
      ? `${place} accepts no value: its \`enum\` is empty.`
      : isForItems
        ? `${place} accepts no value: it is a list, and its \`enum\` names no lists. Move it into \`items\`.`
        : `${place} accepts no value of its \`${node.key}\`: ${why}.`
  return {
    schema,
    at: { node, part: 'key' },
    group: isForItems ? 'enum of items' : `${node.key} ${first?.because ?? 'empty'}`,
    message,
  }
}
