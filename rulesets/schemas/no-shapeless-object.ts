import { defineRule, type Operation } from '@specward/core'
import { listed } from '../wording.ts'
import { has, typesOf } from './composition.ts'
import { isFreeForm } from './free-form.ts'
import { type InputHolder, type InputValue, inputsOf, sentTo, takersOf, within } from './inputs.ts'

export default defineRule({
  id: 'no-shapeless-object',
  title: 'Callers may send an object of which nothing is said.',
  why: 'A schema of an object without properties lets any object through, however large and deep, and one that permits a text as well lets a caller send an operator where a name was expected. Nothing checks it before the code does, and nobody who reads the description can tell what the code expects.',
  fix: 'List its `properties`. Where the keys are free, say what the values are with `additionalProperties`.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [20, 915],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Core, section 10.3.2'],
  },
  falsePositives:
    'Objects that are free on purpose are known by their names (`metadata`, `settings`, `payload`), by what their description says (any JSON, key and value), and by `additionalProperties: true`. Once for a component or body, with all that it holds.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const holder = inputsOf(model).get(schema)
    if (!holder) return notApplicable()
    const objects = holder.values.filter((value) => isShapeless(value))
    const [first] = objects
    if (!first) return
    const operations = takersOf(schema)
    const isAlone = objects.length === 1
    report({
      at: isAlone && first.way !== '' ? { node: first.schema.node, part: 'key' } : holder.at,
      covers: objects.map((each) => each.schema.node),
      message: messageFor(holder, objects, operations),
      operations: operations.map(({ label }) => label),
      related: isAlone
        ? []
        : objects.map((each) => ({
            at: { node: each.schema.node, part: 'key' } as const,
            message: each.way === '' ? 'No properties are listed' : `\`${each.way}\` lists no properties`,
          })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A body, and a property that is reached through `$ref` and `allOf`',
        text: `
paths:
  /jobs:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object }
#           ^^^^^^
      responses: { '202': { description: Taken } }
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf: [{ $ref: '#/components/schemas/Base' }]
              properties: { note: { type: string } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Base:
      type: object
      properties:
        shipment: { type: [string, object, 'null'], description: How it is sent. }
#       ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: items of a list',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters: [{ name: order, in: body, schema: { $ref: '#/definitions/Order' } }]
      responses: { '201': { description: Created } }
definitions:
  Order:
    type: object
    properties:
      lines:
        type: array
        items: { type: object }
#       ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Free on purpose, a mapping, an empty object, and a choice',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                metadata: { type: object }
                customFields: { type: object }
                extras: { type: object, additionalProperties: true }
                labels: { type: object, additionalProperties: { type: string } }
                nothing: { type: object, additionalProperties: false }
                result: { type: object, description: Any JSON that the client wants to keep. }
                payment:
                  type: object
                  oneOf: [{ properties: { iban: { type: string } } }, { properties: { card: { type: string } } }]
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'What is returned, and read alone',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { history: { type: object, readOnly: true } } }
      responses:
        '201': { description: Created, content: { application/json: { schema: { type: object } } } }
`,
      },
    ],
  },
})

const TELLING = [
  ...['properties', 'patternProperties', 'propertyNames', 'additionalProperties', 'unevaluatedProperties'],
  ...[
    'enum',
    'const',
    'not',
    'if',
    'discriminator',
    'dependentSchemas',
    'maxProperties',
    '$dynamicRef',
    '$ref',
  ],
]

function isShapeless({ schema, name, isChoice }: InputValue): boolean {
  const types = typesOf(schema)
  if (!types.has('object') || schema.properties.length > 0) return false
  // a choice that asks for some properties narrows what stands beside it
  if (isChoice && has(schema, 'required')) return false
  const known = TELLING.filter((keyword) => keyword !== '$ref' || schema.parts.length === 0)
  if (has(schema, ...known) || schema.alternatives.length > 0) return false
  return !isFreeForm(name === '' ? (schema.name ?? '') : name, schema)
}

function messageFor(
  holder: InputHolder,
  objects: readonly InputValue[],
  takers: readonly Operation[],
): string {
  const { label } = holder
  const ways = [...new Set(objects.flatMap(({ way }) => (way === '' ? [] : [way])))]
  const isWhole = objects.some(({ way }) => way === '')
  const isOne = ways.length + (isWhole ? 1 : 0) === 1
  const whole = ways.length > 0 ? `${label} and ${listed(ways)} in it` : label
  const what = isWhole ? whole : `${listed(ways)} in ${within(holder)}`
  // what is to be empty needs no list
  if (objects.every(isToBeEmpty))
    return `${what}${sentTo(holder, takers)} ${isOne ? 'is' : 'are'} to be empty, and can be any ${isOne ? 'object' : 'objects'}: add \`additionalProperties: false\`.`
  const can = isOne ? 'can be any object: list its' : 'can be any objects: list their'
  return `${what}${sentTo(holder, takers)} ${can} \`properties\`, or say with \`additionalProperties\` what the values are.`
}

function isToBeEmpty({ schema }: InputValue): boolean {
  return schema
    .all('description')
    .some(({ string = '' }) => /\b(?:must|should|has to|needs to) be (?:an )?empty\b/i.test(string))
}
