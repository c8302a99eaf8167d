import { defineRule, type Format, type Model, type Property, type Schema } from '@specward/core'
import { counted, listed } from '../wording.ts'

export default defineRule({
  id: 'no-required-read-only',
  title: 'Callers have to send a property that is read alone.',
  why: 'Some validators then refuse requests without it, others requests with it, and others look at neither. Where two of them stand in a row, one lets pass what the other was to keep out: a value that only the server may set.',
  fix: 'Take the name out of `required`, or give requests a schema of their own.',
  presets: { strict: 'info' },
  formats: ['oas2', 'oas3.1', 'oas3.2'],
  references: {
    owasp: ['API3:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: [
      'OpenAPI 2.0, Schema Object, readOnly',
      'JSON Schema 2020-12 Validation, section 9.4',
      'JSON Schema 2020-12 Validation, section 6.5.3',
    ],
  },
  falsePositives:
    'OpenAPI 3.0 alone says that `required` then holds for responses only, so its descriptions are not judged.',
  select: 'schema',
  check(schema, { report, notApplicable, model, format }) {
    if (!schema.node.child('required')?.isList) return notApplicable()
    const [first, ...others] = allIn(model)
    if (first?.schema !== schema) return
    report({
      at: requiredIn(schema, first.properties),
      covers: [first, ...others].map((each) => requiredIn(each.schema, each.properties)),
      message: messageFor(schema, first.properties, others.length, format),
      related: others.map((other) => ({
        at: requiredIn(other.schema, other.properties),
        message: `Here as well: ${listed(other.properties.map(({ name }) => name))}`,
      })),
      operations: [],
    })
  },
  examples: {
    bad: [
      {
        title: 'An id that the server gives, in a body that is reached through `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses:
        '201': { description: Created }
components:
  requestBodies:
    Order:
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Order' }
  schemas:
    Order:
      type: object
      required: [id, lines]
#                ^^
      properties:
        id: { type: string, readOnly: true }
        lines: { type: array, items: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: inherited through `allOf`',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: order
          in: body
          schema:
            allOf: [{ $ref: '#/definitions/Order' }]
      responses:
        '201': { description: Created }
definitions:
  Order:
    type: object
    required: [id]
#              ^^
    properties:
      id: { type: string, readOnly: true }
`,
      },
    ],
    good: [
      {
        title: 'What is only returned, and what is not required',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [lines]
              properties:
                id: { type: string, readOnly: true }
                lines: { type: array, items: { type: string } }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: { id: { type: string, readOnly: true } }
`,
      },
      {
        title: 'OpenAPI 2.0: what is returned',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          schema: { type: object, required: [id], properties: { id: { type: string, readOnly: true } } }
`,
      },
    ],
  },
})

interface Contradiction {
  readonly schema: Schema
  readonly properties: readonly Property[]
}

const known = new WeakMap<Model, readonly Contradiction[]>()

/** All of them, of which the first is reported with the others beside it. */
function allIn(model: Model): readonly Contradiction[] {
  let found = known.get(model)
  if (!found) {
    found = model.select('schema').flatMap((schema) => {
      const properties = contradictions(schema)
      return properties.length > 0 && isSent(schema) ? [{ schema, properties }] : []
    })
    known.set(model, found)
  }
  return found
}

/** Properties that the schema itself requires, and that are read alone; each name once, in the order of `required`. */
function contradictions(schema: Schema): readonly Property[] {
  const names = schema.node.child('required')?.value
  if (!Array.isArray(names) || names.length === 0) return []
  const required = new Set<unknown>(names)
  const found = schema.properties.filter(({ name, readOnly }) => readOnly && required.has(name))
  const byName = new Map<unknown, Property>(found.map((property) => [property.name, property]))
  return [...required].flatMap((name) => byName.get(name) ?? [])
}

/** Whether an endpoint takes the schema in a body; what a webhook sends is the API's own. */
function isSent({ uses }: Schema): boolean {
  return uses.some(({ direction, operation }) => direction === 'request' && !operation.isSafe)
}

function requiredIn({ node }: Schema, [first]: readonly Property[]) {
  const list = node.child('required')
  const entry = [...(list?.children() ?? [])].find(({ value }) => value === first?.name)
  return entry ?? list ?? node
}

function messageFor({ name }: Schema, properties: readonly Property[], more: number, format: Format): string {
  const where = name === undefined ? 'A request body' : `\`${name}\``
  const names = listed(properties.map((property) => property.name))
  const are = ['it is', 'both are'][properties.length - 1] ?? 'all of them are'
  const rule =
    format === 'oas2'
      ? 'OpenAPI 2.0 advises against it, and'
      : 'from OpenAPI 3.1 on, `required` applies to requests too, so'
  const them = properties.length === 1 ? 'it' : 'them'
  const others = more === 0 ? '' : ` ${counted(more, 'more schema')} ${more === 1 ? 'does' : 'do'} the same.`
  return `${where} requires ${names}, although ${are} \`readOnly\`: ${rule} some validators reject requests that leave ${them} out.${others}`
}
