import { defineRule } from '@specward/core'
import { BOUNDS, isEmpty, type Range, rangesOf } from './bounds.ts'
import { mayHave } from './faults.ts'
import { namedAt } from './places.ts'

export default defineRule({
  id: 'no-inverted-bounds',
  title: 'A lower limit is above the upper one, so no value is accepted.',
  why: 'Validators that keep to the schema refuse everything, so the check is turned off or the schema is dropped, and nothing limits the values any more.',
  fix: 'Swap the two limits, or correct the one that is wrong.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, section 6'],
  },
  falsePositives: 'Limits under `oneOf` and `anyOf` are not compared with those of the schema around them.',
  select: 'schema',
  check(schema, { report, notApplicable, format }) {
    if (!mayHave(schema, BOUNDS)) return notApplicable()
    for (const range of rangesOf(schema, format)) {
      if (!isEmpty(range)) continue
      const { least, most } = range
      // what another schema says for itself is told there
      const node = [least.node, most.node].find((each) => each.parent === schema.written) ?? least.node
      const other = node === least.node ? most.node : least.node
      if (node.parent !== schema.written && node.parent === other.parent) continue
      report({
        at: node,
        message: `${namedAt(schema.written)} accepts no value: ${wordsFor(range)}.`,
        cause: node,
        discriminator: node.key,
        related: [{ at: other, message: 'The other limit' }],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A length that comes through `$ref` and `allOf`',
        text: `
paths: {}
components:
  schemas:
    Name: { type: string, maxLength: 20 }
    LongName:
      allOf: [{ $ref: '#/components/schemas/Name' }]
      minLength: 30
#                ^^
`,
      },
      {
        title: 'Numbers of which the limit itself is not accepted',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: size, in: query, schema: { type: integer, minimum: 10, exclusiveMaximum: 10 } }
#                                                                    ^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: in a parameter, with `exclusiveMinimum` as a flag',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: tags, in: query, type: array, items: { type: string }, minItems: 9, maxItems: 3 }
#                                                                                  ^
        - { name: size, in: query, type: integer, minimum: 5, maximum: 5, exclusiveMinimum: true }
#                                                          ^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: object, minProperties: 5, maxProperties: 2 } } }
#                                                                   ^
`,
      },
    ],
    good: [
      {
        title: 'One value alone, other types, and branches to choose from',
        text: `
paths: {}
components:
  schemas:
    Code: { type: string, minLength: 3, maxLength: 3 }
    Share: { type: number, minimum: 0, exclusiveMaximum: 1 }
    Size:
      minimum: 10
      oneOf: [{ maximum: 5 }, { maximum: 20 }]
`,
      },
      {
        title: 'Properties that are called so, and a default that is data',
        format: 'oas3.0',
        text: `
paths: {}
components:
  schemas:
    Limits:
      type: object
      default: { minimum: 9, maximum: 1 }
      properties:
        minimum: { type: integer, minimum: 0, maximum: 9, exclusiveMaximum: false }
        maximum: { type: integer }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: string, minLength: 1, maxLength: 1 } } }
`,
      },
    ],
  },
})

function wordsFor({ least, most }: Range): string {
  const equal = least.value === most.value ? ', and one of them excludes the number itself' : ''
  const than = equal === '' ? 'is above' : 'meets'
  return `\`${least.node.key}: ${least.value}\` ${than} \`${most.node.key}: ${most.value}\`${equal}`
}
