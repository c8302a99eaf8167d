import { defineRule, type Model, type Node, type Schema } from '@specward/core'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'

export default defineRule({
  id: 'no-unreachable-bound',
  title: 'A limit lies outside of what the format of the number can hold.',
  why: 'Code that is made from the description reads the number into 32 or 64 bits. Values between that and the limit pass the check and overflow.',
  fix: 'Set the limit to one that the format can hold, or choose a wider format.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [190],
    controls: ['TEST-2'],
    specifications: ['OpenAPI 3.0.4, Data Type Format', 'OpenAPI Format Registry, int32 and int64'],
  },
  falsePositives:
    'Formats are hints, and code that is written by hand may read the number into a wider type. `int64` is compared as closely as a floating-point number allows.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'Too large for 32 bits, in a schema behind `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/components/parameters/Size' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Size: { name: size, in: query, schema: { type: integer, format: int32, maximum: 9999999999 } }
#                                                                                   ^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in a parameter',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: since, in: query, type: integer, format: int32, maximum: 4102444800 }]
#                                                                                   ^^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: integer, format: int32, minimum: -4294967296 } } }
#                                                                             ^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The limits of the formats themselves, and other formats',
        text: `
paths: {}
components:
  schemas:
    Int: { type: integer, format: int32, minimum: -2147483648, maximum: 2147483647 }
    Long: { type: integer, format: int64, minimum: -9223372036854775808, maximum: 9223372036854775807 }
    Count: { type: integer, maximum: 99999999999 }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: integer, format: int64, maximum: 9999999999 } } }
`,
      },
    ],
  },
})

const BITS: ReadonlyMap<string, number> = new Map([
  ['int32', 31],
  ['int64', 63],
])

const KEYWORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    const format = schema.written.child('format')?.string ?? ''
    const bits = BITS.get(format)
    for (const node of bits === undefined ? [] : outside(schema, bits)) {
      faults.push({
        schema,
        at: node,
        group: `${node.key} ${format}`,
        message: `\`${node.key}: ${node.value}\` of ${placeOf(schema.written)} is outside of what \`${format}\` can hold. Use a limit within it, or a wider format.`,
      })
    }
  }
  return faults
}

/** Numbers are read with 53 bits, in which the highest of 64 looks like the one above it. */
function outside({ written: own }: Schema, bits: number): readonly Node[] {
  return KEYWORDS.flatMap((key) => {
    const node = own.child(key)
    if (typeof node?.value !== 'number') return []
    const most = bits > 53 || key.startsWith('exclusive') ? 2 ** bits : 2 ** bits - 1
    const least = key === 'exclusiveMinimum' ? -(2 ** bits) - 1 : -(2 ** bits)
    return node.value > most || node.value < least ? node : []
  })
}
