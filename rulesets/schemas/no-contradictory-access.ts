import { defineRule, type Node, type Schema } from '@specward/core'
import { mayHave } from './faults.ts'
import { namedAt, placeOf } from './places.ts'

const FLAGS: ReadonlySet<string> = new Set(['readOnly', 'writeOnly'])

export default defineRule({
  id: 'no-contradictory-access',
  title: 'A property is both read-only and write-only.',
  why: 'It may then be neither sent nor returned, so tools take one of the two and drop the other. Which one decides whether callers may set a value of the server, or read a secret.',
  fix: 'Keep the one that is meant: `readOnly` for what the server sets, `writeOnly` for what it never returns.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API3:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['OpenAPI 3.0.4, Schema Object', 'JSON Schema 2020-12 Validation, section 9.4'],
  },
  falsePositives:
    'None are known: no version gives both together a meaning. Only `true` counts, here and through `allOf` and references.',
  select: 'schema',
  check(schema, { report, notApplicable }) {
    if (!mayHave(schema, FLAGS)) return notApplicable()
    const [read] = schema.all('readOnly').filter(({ value }) => value === true)
    const [written] = schema.all('writeOnly').filter(({ value }) => value === true)
    if (!read || !written) return
    const isHere = read.parent === schema.written || written.parent === schema.written
    // a schema that only takes both over from another is no cause of its own
    if (!isHere && read.parent === written.parent) return
    const node = read.parent === schema.written ? read : written
    const other = node === read ? written : read
    report({
      at: node,
      message: `${namedAt(schema.written)} is both \`readOnly\` and \`writeOnly\`${wayTo(other, schema)}: it may be neither sent nor returned. Keep the one that is meant.`,
      cause: node,
      related: [{ at: other, message: `\`${other.key}\` of ${holderOf(other)}` }],
    })
  },
  examples: {
    bad: [
      {
        title: 'Side by side, and through `$ref`',
        text: `
paths: {}
components:
  schemas:
    Account:
      type: object
      properties:
        role: { type: string, readOnly: true, writeOnly: true }
#                                       ^^^^
        password: { $ref: '#/components/schemas/Secret', readOnly: true }
#                                                                  ^^^^
    Secret: { type: string, writeOnly: true }
`,
      },
      {
        title: 'AsyncAPI: through `allOf`',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload:
          type: object
          properties:
            key:
              writeOnly: true
#                        ^^^^
              allOf: [{ $ref: '#/components/schemas/Key' }]
components:
  schemas:
    Key: { type: string, readOnly: true }
`,
      },
    ],
    good: [
      {
        title: 'One of them, one that is switched off, and properties that are called so',
        text: `
paths: {}
components:
  schemas:
    Account:
      type: object
      properties:
        id: { type: string, readOnly: true, writeOnly: false }
        password: { type: string, writeOnly: true }
        readOnly: { type: boolean }
        writeOnly: { type: boolean }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: object, properties: { id: { type: string, readOnly: true } } } } }
`,
      },
    ],
  },
})

/** From where the other one comes: ", the latter from `Secret`"; '' where both stand side by side. */
function wayTo(other: Node, { written }: Schema): string {
  if (other.parent === written) return ''
  return `, where \`${other.key}\` comes from ${holderOf(other)}`
}

function holderOf({ parent }: Node): string {
  return parent ? placeOf(parent) : 'a schema'
}
