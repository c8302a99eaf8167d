import { defineRule, type Model, type Schema } from '@specward/core'
import { type Fault, tellGroups } from './faults.ts'
import { namedAt } from './places.ts'

export default defineRule({
  id: 'no-nullable-keyword',
  title: 'A schema says `nullable`, which only OpenAPI 3.0 knows.',
  why: 'Validators of this version pass over it and refuse `null`, which the API returns or takes. Checks that fail on good data are soon turned off.',
  fix: "Add `'null'` to the types: `type: [string, 'null']`.",
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas3.1', 'oas3.2', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.1.1, Schema Object', 'JSON Schema 2020-12 Validation, section 6.1.1'],
  },
  falsePositives: 'Many tools still read the keyword. A schema whose types include `null` is left alone.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'Left over from OpenAPI 3.0, behind `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
components:
  schemas:
    Order:
      type: object
      properties:
        state: { type: string, enum: [open, closed], nullable: true }
#                                                    ^^^^^^^^
        note: { type: string, nullable: true }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: object, nullable: true } } }
#                                                    ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A list of types, with and without the keyword, no type, and a property of the name',
        text: `
paths: {}
components:
  schemas:
    Note: { type: [string, 'null'] }
    Text: { type: [string, 'null'], nullable: true }
    Any: { nullable: true }
    Column: { type: object, properties: { nullable: { type: boolean } } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: string, nullable: false } } }
`,
      },
    ],
  },
})

function faultsIn(model: Model): readonly Fault[] {
  const found = model.select('schema').flatMap((schema) => {
    const node = schema.written.child('nullable')
    return node?.value === true && refusesNull(schema) ? [{ schema, node }] : []
  })
  const isAnyListed = found.some(({ schema }) => isListed(schema))
  return found.map(({ schema, node }) => {
    const other = isAnyListed ? ', and `null` to `enum` where there is one' : ''
    const more = isListed(schema) ? ', and `null` to its `enum`' : other
    return {
      schema,
      at: { node, part: 'key' },
      group: 'nullable',
      message: `${namedAt(schema.written)} says \`nullable\`, which this version does not know, so \`null\` is refused. Add \`'null'\` to its \`type\`${more}.`,
    }
  })
}

/** Whether a type is declared, and `null` is none of it. */
function refusesNull(schema: Schema): boolean {
  const types = schema.all('type')
  return types.length > 0 && !types.some(({ value }) => Array.isArray(value) && value.includes('null'))
}

/** Whether values are listed without `null`. */
function isListed(schema: Schema): boolean {
  return schema.all('enum').some(({ value }) => Array.isArray(value) && !value.includes(null))
}
