import { defineRule, type Fix, type Model } from '@specward/core'
import { insert, joined, set } from '../edits.ts'
import { attackText, costOf, limitOf, stepsFor } from './cost.ts'
import { type PatternPlace, patternGroups } from './places.ts'
import { coveredBy, relatedTo, shown, subjectOf } from './subject.ts'

export default defineRule({
  id: 'no-slow-pattern',
  title: 'The check of a long text against a pattern takes far longer than its length.',
  why: 'Where two repetitions can share the same characters, or a search may begin anywhere, most engines try every place to change over: ten times the text is a hundred times the work, or a thousand times. With texts of any length, one request takes a thread for seconds.',
  fix: 'Set `maxLength`, to 1,000 or less, and see that the server checks it first. Or anchor the pattern with `^`, and write repetitions that follow each other so that no character fits both.',
  presets: { strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API4:2023'],
    cwe: [1333],
    controls: ['RATE-7'],
    specifications: ['ECMA-262, section 22.2.2'],
  },
  falsePositives:
    'Only a text that fills a body or a line of a request takes long, and a limit on the size of requests, which a description does not show, makes it harmless. Engines that do not backtrack take no longer for such a pattern.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const groups = patternGroups(model, isSlow).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { at, pattern } = group.first
      report({
        at,
        covers: coveredBy(group),
        message: messageFor(group.first, model),
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
        fix: joined([group.first, ...group.others].map(shortened)),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Two repetitions of the same characters, in a component; a search for what ends a text',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
components:
  schemas:
    Order:
      type: object
      properties:
        email:
          type: string
          pattern: '^.+@.+$'
#                  ^^^^^^^^^
        note:
          type: string
          maxLength: 500000
          pattern: '[a-z]+;$'
#                  ^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: three repetitions, which is too much for a query as well',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: words
          in: query
          type: string
          pattern: '^\\s*\\w*\\s*\\w*\\s*$'
#                  ^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A limit, a query, which is not long, and repetitions that share nothing',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: email, in: query, schema: { type: string, pattern: '^.+@.+$' } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                email: { type: string, maxLength: 254, pattern: '^.+@.+$' }
                address: { type: string, pattern: '^[^@]+@[^@]+$' }
                short: { allOf: [{ type: string, pattern: '^.+@.+$' }, { maxLength: 254 }] }
`,
      },
      {
        title: 'The API itself sends it',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: string, pattern: '^.+@.+$' }
`,
      },
      {
        title: 'AsyncAPI 3: one repetition',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]+$' } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: one repetition',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]+$' } } }
`,
      },
    ],
  },
})

/** A text that everybody would let pass. */
const SHORT = 1_000

/** Limits the texts that are checked, where the pattern stands. */
function shortened({ node, of }: PatternPlace): Fix | undefined {
  const schema = node.parent
  if (of !== 'text' || node.key !== 'pattern' || !schema?.isObject) return undefined
  const limit = schema.child('maxLength')
  const least = schema.child('minLength')?.value
  if (typeof least === 'number' && least > SHORT) return undefined
  const edit = limit ? set(limit, SHORT) : insert(schema, 'maxLength', SHORT)
  return { title: 'Set `maxLength` to 1000', kind: 'suggested', edits: [edit] }
}

function isSlow(place: PatternPlace, model: Model): boolean {
  return costOf(place, model) === 'slow'
}

const POWERS = ['', '', 'square', 'cube']

function messageFor(place: PatternPlace, model: Model): string {
  const { reading, pattern } = place
  const growth = 'tree' in reading ? reading.growth : undefined
  if (growth?.kind !== 'polynomial') return ''
  const limit = limitOf(place, model)
  const power = POWERS[growth.degree] ?? `${growth.degree}th power`
  const steps = `10^${Math.floor(Math.log10(stepsFor(growth, limit)))} steps`
  return `${subjectOf(place)} is checked against ${shown(pattern)}. On a text such as ${attackText(growth.attack)}, the work grows with the ${power} of its length, to ${steps} for ${grouped(limit)} characters: set \`maxLength\` to 1,000 or less, or let no character fit two repetitions.`
}

/** `100,000` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
