import { defineRule, type Format, type Model, type Schema } from '@specward/core'
import { type Fault, tellGroups } from './faults.ts'
import { namedAt } from './places.ts'
import { isSame, itemsOf, misfit, shown } from './values.ts'

export default defineRule({
  id: 'no-invalid-default',
  title: 'A default is not accepted by its own schema.',
  why: 'Servers and clients that fill in the default go on with a value that no check would let through: another type, or one outside its limits.',
  fix: 'Choose a default that the schema accepts, or correct the schema.',
  presets: { strict: 'warn', 'owasp-api-2023': 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1188],
    controls: ['TEST-2'],
    specifications: ['OpenAPI 3.0.4, Schema Object', 'JSON Schema 2020-12 Validation, section 9.2'],
  },
  falsePositives:
    '`null` is taken for "there is none" and not judged. Patterns, formats and what stands under `oneOf` and `anyOf` are not tried.',
  select: 'document',
  check(_document, { report, model, format }) {
    tellGroups(faultsIn(model, format), report)
  },
  examples: {
    bad: [
      {
        title:
          'A text for a number, a value that is not in the list, and one above the maximum, through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: size, in: query, schema: { $ref: '#/components/schemas/Size', default: 500 } }
#                                                                                        ^^^
        - { name: all, in: query, schema: { type: boolean, default: 'false' } }
#                                                                   ^^^^^^^
        - { name: sort, in: query, schema: { type: string, enum: [asc, desc], default: up } }
#                                                                                      ^^
      responses: { '200': { description: OK } }
components:
  schemas:
    Size: { type: integer, maximum: 100 }
`,
      },
      {
        title: 'OpenAPI 2.0: in a parameter, and an item of a list',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: size, in: query, type: integer, minimum: 1, default: 0 }
#                                                                      ^
        - { name: sort, in: query, type: array, items: { type: string, enum: [id] }, default: [name] }
#                                                                                    ^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: object, properties: { count: { type: integer, default: many } } } } }
#                                                                                                   ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Defaults that fit, null, and a property that is called so',
        text: `
paths: {}
components:
  schemas:
    Query:
      type: object
      properties:
        size: { type: integer, maximum: 100, default: 20 }
        share: { type: number, default: 1 }
        sort: { type: array, items: { type: string, enum: [id, name] }, default: [name] }
        note: { type: string, default: null }
        either: { oneOf: [{ type: string }, { type: integer }], default: 3 }
        default: { type: boolean }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: string, default: '', maxLength: 5 } } }
`,
      },
    ],
  },
})

function faultsIn(model: Model, format: Format): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    const node = schema.written.child('default')
    const because = node && whyInvalid(node.value, schema, format)
    if (!node || because === undefined) continue
    const message = `${namedAt(schema.written)} has the default ${shown(node.value)}, which ${because}.`
    faults.push({ schema, at: node, group: `${shown(node.value)} ${because}`, message })
  }
  return faults
}

function whyInvalid(value: unknown, schema: Schema, format: Format): string | undefined {
  // an `enum` that holds the default and does not fit is at fault itself
  if (
    value === null ||
    schema.all('enum').some((values) => itemsOf(values).some((each) => isSame(each.value, value)))
  )
    return undefined
  const because = misfit(value, schema, format)
  const { items } = schema
  if (because !== undefined || !Array.isArray(value) || !items) return because
  for (const item of value) {
    const why = misfit(item, items, format)
    if (why !== undefined) return `holds ${shown(item)}, and that ${why}`
  }
  return undefined
}
