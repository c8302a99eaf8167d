import { defineRule } from '@specward/core'
import { type Foreign, foreignAt } from './dialect.ts'
import { type PatternPlace, patternGroups } from './places.ts'
import { coveredBy, relatedTo, shown, subjectOf } from './subject.ts'

export default defineRule({
  id: 'no-invalid-pattern',
  title: 'A pattern is no regular expression of ECMA-262.',
  why: 'JSON Schema and OpenAPI take patterns as ECMA-262 has them. One that is written for another language is refused by some validators, which then check nothing or fail at start, and means something else to others: `\\A` is the letter A. What was to be limited is not.',
  fix: 'Write the pattern as JavaScript has it: `^` and `$` for `\\A` and `\\z`, both cases for `(?i)`.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [185],
    controls: ['INPUT-1', 'TEST-2'],
    specifications: [
      'JSON Schema 2020-12 Core, section 6.4',
      'JSON Schema 2020-12 Validation, section 6.3.3',
    ],
  },
  falsePositives:
    'A server that checks the text itself, by an expression of its own language, is not weaker for what the description says. Escapes that are needless but harmless (`\\_`, `[\\w-.]`) are not reported, although validators that set the flag `u` refuse them.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model }) {
    const groups = patternGroups(model, isOdd).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { reading, at, pattern } = group.first
      if ('excess' in reading) {
        undecided({ at, because: `its pattern was not read, since ${reading.excess}` })
        continue
      }
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
        title: 'Flags at the beginning, in a schema that is referred to; anchors of Ruby',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: code
          in: query
          schema:
            type: string
            pattern: '\\A[a-z]+\\z'
#                    ^^^^^^^^^^^^
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { state: { $ref: '#/components/schemas/State' } }
components:
  schemas:
    State:
      type: string
      pattern: (?i)^(open|closed)$
#              ^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a possessive quantifier',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: tag
          in: query
          type: string
          pattern: '^[a-z]++$'
#                  ^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI: a class of POSIX, and a group that is not closed in the names of properties',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
          type: object
          properties:
            code:
              type: string
              pattern: '^[[:alnum:]]+$'
#                      ^^^^^^^^^^^^^^^^
          patternProperties:
            '^(x-': { type: string }
#           ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Valid, with and without the flag `u`; slashes are characters',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^\\p{L}+$' } }
        - { name: b, in: query, schema: { type: string, pattern: '^[\\w\\-\\_.]+\\@$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^(?<year>\\d{4})-(?!00)\\d{2}$' } }
        - { name: d, in: query, schema: { type: string, pattern: '/orders/' } }
        - { name: e, in: query, schema: { type: string, pattern: '/^[a-z]+$/' } }
`,
      },
      {
        title: 'What is data is no pattern, and a pattern of a number is never used',
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
                pattern: { type: string, example: '(?i)a' }
                count: { type: integer, pattern: '(?i)a' }
              example: { pattern: '(?i)a' }
`,
      },
      {
        title: 'AsyncAPI 2: a valid pattern',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$' } } }
`,
      },
    ],
  },
})

function isOdd({ reading }: PatternPlace): boolean {
  return !('tree' in reading)
}

function messageFor(place: PatternPlace): string {
  const { reading, pattern } = place
  const subject = `${subjectOf(place)} has a pattern that is not valid in ECMA-262, ${shown(pattern)}`
  if (!('refused' in reading)) return `${subject}.`
  const foreign = foreignAt(pattern, reading.index)
  if (foreign) return `${subject}: \`${foreign.part}\` is of ${foreign.dialect}. ${capital(foreign)}.`
  const said = reading.refused.startsWith('\\')
    ? `\`${reading.refused}\` means nothing`
    : reading.refused.charAt(0).toLowerCase() + reading.refused.slice(1)
  return `${subject}: ${said}. Validators refuse it, or check nothing.`
}

function capital({ remedy }: Foreign): string {
  return remedy.charAt(0).toUpperCase() + remedy.slice(1)
}
