import { defineRule } from '@specward/core'
import { isDelimited } from './dialect.ts'
import { type PatternPlace, patternsOf } from './places.ts'
import { shown, subjectOf } from './subject.ts'
import { type Misfit, misfitsOf } from './values.ts'

const KEYWORDS = ['default', 'enum', 'example', 'examples']

export default defineRule({
  id: 'no-value-against-pattern',
  title: 'A default, a listed value or an example does not fit the pattern beside it.',
  why: 'One of the two is wrong. Where it is the pattern (`\\\\d` for `\\d`, an anchor too many), it refuses what callers send, until somebody switches the check off; where it is the value, callers copy what is refused.',
  fix: 'Try the pattern on the value, and correct the one that is not meant. In YAML without double quotes a backslash is written once, `\\d`.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3 and section 9'],
  },
  falsePositives:
    'Placeholders (`string`, `<id>`) do not fit either, and mislead tools that send examples. Only what certainly does not fit is reported: lookarounds, references back and long repetitions are held to fit.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const places = patternsOf(schema, model).filter(({ of }) => of === 'text')
    if (places.length === 0) return notApplicable()
    for (const place of places) {
      const [first, ...others] = misfitsIn(place)
      if (!first) continue
      report({
        at: first.node,
        covers: [first, ...others].map(({ node }) => node),
        message: messageFor(place, first, others.length),
        discriminator: place.pattern,
        related: [{ at: place.at, message: 'the pattern' }],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A backslash too many, in a component; a value of several',
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
        code:
          type: string
          pattern: '^\\\\d{4}$'
          example: '1234'
#                  ^^^^^^
        state:
          type: string
          pattern: '^[a-z]+$'
          enum: [open, on-hold, closed]
#                      ^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a default',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: sort
          in: query
          type: string
          pattern: '^(asc|desc)$'
          default: ascending
#                  ^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'What fits, what cannot be told, and what is no text',
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
                code: { type: string, pattern: '^\\d{4}$', example: '1234', examples: ['0000'] }
                part: { type: string, pattern: '[a-z]', example: 'A-b' }
                word: { type: string, pattern: '^(?!x)x+$', example: xx }
                count: { type: [string, 'null'], pattern: '^\\d+$', default: null }
                number: { type: string, pattern: '^\\d+$', example: 12 }
`,
      },
      {
        title: 'OpenAPI 2.0: values of other schemas',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: sort, in: query, type: string, pattern: '^(asc|desc)$', default: desc }
        - { name: state, in: query, type: string, default: ANY }
`,
      },
      {
        title: 'AsyncAPI 3: an example that fits',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$', examples: [ABC] } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: an example that fits',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$', examples: [ABC] } } }
`,
      },
    ],
  },
})

/** Where none of the listed values fits, `no-impossible-pattern` speaks. */
function misfitsIn(place: PatternPlace): readonly Misfit[] {
  const { reading, pattern } = place
  if (!('tree' in reading) || reading.fitting === 'none' || isDelimited(pattern)) return []
  const listed = misfitsOf(place, ['enum'])
  return listed.isAll ? [] : misfitsOf(place, KEYWORDS).misfits
}

const NOUNS: Readonly<Record<string, string>> = {
  default: 'the default',
  enum: 'the listed value',
  example: 'the example',
  examples: 'the example',
}

function messageFor(place: PatternPlace, { keyword, value }: Misfit, more: number): string {
  const further = more === 0 ? '' : `, nor ${more === 1 ? 'does' : 'do'} ${more} more`
  return `${subjectOf(place)}: ${NOUNS[keyword]} ${shown(value)} does not fit the pattern ${shown(place.pattern)}${further}.`
}
