import { defineRule, type Model, type Node } from '@specward/core'
import { remove } from '../edits.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'

export default defineRule({
  id: 'no-redundant-bound',
  title: 'A number has two lower or two upper limits.',
  why: 'Both hold, so one of them has no effect. Whoever changes the wrong one believes that the limit has changed.',
  fix: 'Keep the limit that is meant: `exclusiveMinimum` where the number itself is not accepted, else `minimum`.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off', 'event-driven': 'off' },
  formats: ['oas3.1', 'oas3.2', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, sections 6.2.2 to 6.2.5'],
  },
  falsePositives:
    'None are known for numbers that stand side by side. What a base says as well is not compared, because narrowing it is what `allOf` is for.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'In a parameter that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/components/parameters/Size' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    Size: { name: size, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: 0 } }
#                                                           ^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: number, maximum: 9, exclusiveMaximum: 20 } } }
#                                                                ^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'One at each end, and a base that is narrowed',
        text: `
paths: {}
components:
  schemas:
    Share: { type: number, minimum: 0, exclusiveMaximum: 1 }
    Part: { allOf: [{ $ref: '#/components/schemas/Share' }], exclusiveMinimum: 0 }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: number, exclusiveMinimum: 0 } } }
`,
      },
    ],
  },
})

const PAIRS = [
  ['minimum', 'exclusiveMinimum', 1],
  ['maximum', 'exclusiveMaximum', -1],
] as const

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    for (const [plain, exclusive, sign] of PAIRS) {
      const first = schema.written.child(plain)
      const second = schema.written.child(exclusive)
      if (typeof first?.value !== 'number' || typeof second?.value !== 'number') continue
      const idle = sign * (first.value - second.value) > 0 ? second : first
      faults.push({
        schema,
        at: { node: idle, part: 'key' },
        group: `${idle.key}`,
        message: messageFor(schema.written, idle, idle === first ? second : first),
        fix: { title: `Remove \`${idle.key}\``, kind: 'safe', edits: [remove(idle)] },
      })
    }
  }
  return faults
}

function messageFor(place: Node, idle: Node, other: Node): string {
  return `\`${idle.key}\` of ${placeOf(place)} has no effect beside \`${other.key}: ${other.value}\`. Remove it.`
}
