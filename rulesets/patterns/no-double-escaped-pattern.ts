import { defineRule } from '@specward/core'
import { doubleEscape } from './double-escape.ts'
import { type PatternPlace, patternGroups } from './places.ts'
import { coveredBy, habitOf, relatedTo, shown, subjectOf } from './subject.ts'

/** More patterns than these are told of in one finding. */
const MOST_TOLD = 2

export default defineRule({
  id: 'no-double-escaped-pattern',
  title: 'A pattern escapes the backslash that was to escape something else.',
  why: 'Where code needs `\\\\d`, and JSON as well, YAML without double quotes needs `\\d`: the second backslash makes it a backslash and the letter d. Such a pattern refuses what was meant, or lets through what was not, and is soon switched off.',
  fix: 'Write one backslash: `\\d` in YAML without quotes or with single ones, `\\\\d` in JSON and in double quotes.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [185],
    controls: ['INPUT-1'],
    specifications: ['YAML 1.2.2, section 7.3', 'ECMA-262, section 22.2.1'],
  },
  falsePositives:
    'A text in which a backslash is followed by one of the letters d, w and s, and by nothing like a word, would be such a text. Paths of Windows (`C:\\\\data`) are none.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const all = patternGroups(model, isDoubled)
    const groups = all.get(schema)
    if (!groups) return notApplicable()
    const every = [...all.values()].flat()
    // where nobody counts backslashes, that is one habit
    if (every.length > MOST_TOLD) {
      if (every[0]?.first.schema === schema) report(habitOf(every, messageFor))
      return
    }
    for (const group of groups) {
      const { at, pattern } = group.first
      report({
        at,
        covers: coveredBy(group),
        message: messageFor(group.first),
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'In YAML, single quotes and none; in a component and in a class',
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
#                  ^^^^^^^^^^
        name:
          type: string
          pattern: ^[\\\\w-]+$
#                  ^^^^^^^^^
`,
      },
      {
        title: 'Several, which are told of at the first',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: a
          in: query
          schema:
            type: string
            pattern: '^\\\\d{2}$'
#                    ^^^^^^^^^^
        - { name: b, in: query, schema: { type: string, pattern: '^\\\\d{3}$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^\\\\d{4}$' } }
`,
      },
      {
        title: 'OpenAPI 2.0: double quotes, and four backslashes',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: code
          in: query
          type: string
          pattern: "^\\\\\\\\s*$"
#                  ^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'One backslash in the pattern, and backslashes that are meant',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^\\d{4}$' } }
        - { name: b, in: query, schema: { type: string, pattern: "^\\\\d{4}$" } }
        - { name: c, in: query, schema: { type: string, pattern: '^C:\\\\data\\\\[a-z]+$' } }
        - { name: d, in: query, schema: { type: string, pattern: '^[^/\\\\]+$' } }
`,
      },
      {
        title: 'AsyncAPI 2: a class of characters',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[\\w\\\\.-]+$' } } }
`,
      },
      {
        title: 'AsyncAPI 3: a class of characters',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^\\w+$' } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
  },
})

function isDoubled({ reading }: PatternPlace): boolean {
  return 'tree' in reading && doubleEscape(reading.tree) !== undefined
}

function messageFor(place: PatternPlace): string {
  const { reading, pattern } = place
  const doubled = ('tree' in reading && doubleEscape(reading.tree)) || ''
  return `${subjectOf(place)} has the pattern ${shown(pattern)}, in which \`${doubled}\` is a backslash and \`${doubled.slice(2)}\`. Leave out one backslash: \`${doubled.slice(1)}\`.`
}
