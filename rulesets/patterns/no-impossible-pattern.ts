import { defineRule } from '@specward/core'
import { contradictionOf } from './contradiction.ts'
import { isDelimited } from './dialect.ts'
import { type PatternPlace, patternGroups } from './places.ts'
import { coveredBy, relatedTo } from './subject.ts'

export default defineRule({
  id: 'no-impossible-pattern',
  title: 'No text can fit a pattern and what stands beside it.',
  why: 'A validator that keeps to the description refuses every value, so somebody has switched the check off, or it was never on. What the author wanted to let through is nowhere said.',
  fix: 'Make the pattern, `minLength`, `maxLength` and the values listed agree; where the pattern fixes the length already, leave the limits out.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3'],
  },
  falsePositives:
    'A pattern that nothing fits may be meant to forbid a text; `not: {}` or `false` says so. Reported is only what is certain: lookarounds, references back and long repetitions are held to fit wherever they might.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const groups = patternGroups(model, isContradicted).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const found = contradictionOf(group.first)
      if (!found) continue
      report({
        at: group.first.at,
        covers: coveredBy(group),
        message: found.message,
        discriminator: group.first.pattern,
        operations: group.operations,
        related: [...found.related, ...relatedTo(group)],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A length that the pattern does not allow, in a component; a limit in another part of it',
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
          pattern: '^[A-Z]{3}-[0-9]{4}$'
#                  ^^^^^^^^^^^^^^^^^^^^^
          maxLength: 7
        state:
          allOf:
            - type: string
              minLength: 10
          pattern: '^(open|closed)$'
#                  ^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: listed values of which none fits, and an end in the middle',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: state
          in: query
          type: string
          enum: [open, closed]
          pattern: '^[A-Z]+$'
#                  ^^^^^^^^^^
        - name: code
          in: query
          type: string
          pattern: '^a$b'
#                  ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'What agrees, if only just',
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
                code: { type: string, pattern: '^[A-Z]{3}-[0-9]{4}$', minLength: 8, maxLength: 8 }
                part: { type: string, pattern: '[A-Z]{3}', minLength: 100 }
                word: { type: string, pattern: '^(?=.{1,64}$)[a-z]+$', minLength: 64 }
                flag: { type: string, pattern: '^💡{2}$', maxLength: 2 }
                state: { type: string, pattern: '^[a-z]+$', enum: [open, closed] }
                line: { type: string, pattern: '(?:^|,)x(?:,|$)' }
                none: { type: [string, 'null'], pattern: '.^' }
`,
      },
      {
        title: 'AsyncAPI 3: a length that the pattern allows',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$', minLength: 3 } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'AsyncAPI 2: a length that the pattern allows',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$', minLength: 3 } } }
`,
      },
    ],
  },
})

function isContradicted(place: PatternPlace): boolean {
  // of what stands between slashes, another rule speaks
  if (isDelimited(place.pattern)) return false
  return contradictionOf(place) !== undefined
}
