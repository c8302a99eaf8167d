import { defineRule } from '@specward/core'
import { isSent, type PatternPlace, patternGroups } from './places.ts'
import { coveredBy, relatedTo, shown, subjectWithin } from './subject.ts'

export default defineRule({
  id: 'no-universal-pattern',
  title: 'A pattern lets any text pass.',
  why: 'A pattern tells readers and scanners that an input is checked. One that fits every text checks nothing, and hides that the limits were never thought about.',
  fix: 'Write down which characters may stand there, and how many, or leave the pattern out and set `maxLength`.',
  presets: { strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [625],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3'],
  },
  falsePositives:
    '`^.*$` refuses line breaks, which may have been the point; `^[^\\r\\n]*$` would say so. Patterns that ask for one character (`.+`), or limit the number of any (`^.{1,100}$`), are not reported.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model }) {
    const groups = patternGroups(model, isWide).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { at, pattern, reading } = group.first
      const fitting = 'tree' in reading ? reading.fitting : undefined
      if (fitting === undefined) {
        undecided({ at, because: `whether ${shown(pattern)} lets any text pass was not found out` })
        continue
      }
      const what = fitting === 'all' ? 'any text' : 'any text of one line'
      report({
        at,
        covers: coveredBy(group),
        message: `The pattern ${shown(pattern)} of ${subjectWithin(group.first)} fits ${what}, so nothing is checked. Say which characters may stand there, or leave it out and set \`maxLength\`.`,
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Any line, any text, in a component and in parameters',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: q
          in: query
          schema:
            type: string
            pattern: '^.*$'
#                    ^^^^^^
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
        note:
          type: string
          pattern: '^(.|\\s)*$'
#                  ^^^^^^^^^^^
        tag:
          type: string
          pattern: '[a-z]*'
#                  ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: an alternative that is always there',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: q
          in: query
          type: string
          pattern: '^[a-z]+$|'
#                  ^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Something has to be there, so many at most, or no control characters',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '.+' } }
        - { name: b, in: query, schema: { type: string, pattern: '^.{0,100}$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^[^\\x00-\\x1f]*$' } }
        - { name: d, in: query, schema: { type: string, pattern: '^(?!-).*$' } }
        - { name: e, in: query, schema: { type: string, pattern: '^[a-z]*$' } }
`,
      },
      {
        title: 'What the API sends itself',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: string, pattern: '^.*$' }
`,
      },
      {
        title: 'AsyncAPI 3: letters alone',
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
        title: 'AsyncAPI 2: letters alone',
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

function isWide(place: PatternPlace): boolean {
  const { reading } = place
  if (!('tree' in reading) || !isSent(place)) return false
  return reading.fitting !== 'some' && reading.fitting !== 'none'
}
