import { defineRule, type Fix, type Model } from '@specward/core'
import { attackText, costOf, limitOf, stepsFor } from './cost.ts'
import { type PatternGroup, type PatternPlace, patternGroups, rewritten } from './places.ts'
import { coveredBy, relatedTo, shown, subjectOf } from './subject.ts'
import { unwound } from './unwound.ts'

export default defineRule({
  id: 'no-catastrophic-pattern',
  title: 'A short text can keep the check of a pattern busy for good.',
  why: 'Most engines of regular expressions try one way after the other. Where a text can be read in ever more ways, each further character doubles the work, so that one request with some 40 characters takes a thread out of service.',
  fix: 'Write the pattern so that each text can be read in one way only: `(a+)+` is `a+`, and what separates repeated parts must not fit into the parts. A `maxLength` helps where validators look at it first.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API4:2023'],
    cwe: [1333],
    controls: ['RATE-7'],
    specifications: ['ECMA-262, section 22.2.2'],
  },
  falsePositives:
    'Engines that do not backtrack (RE2 in Go, the `regex` crate in Rust, .NET with `NonBacktracking`) take no longer for such a pattern. Patterns with lookarounds and references back are left undecided unless they are certainly harmless.',
  select: 'schema',
  check(schema, { report, undecided, notApplicable, model }) {
    const groups = patternGroups(model, isCostly).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { at, pattern } = group.first
      if (costOf(group.first, model) === 'unclear') {
        undecided({ at, because: `how long the check of ${shown(pattern)} can take was not found out` })
        continue
      }
      report({
        at,
        covers: coveredBy(group),
        message: messageFor(group.first, model),
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
        fix: fixFor(group),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A repetition of a repetition, in a component and in a parameter',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: host
          in: query
          schema:
            type: string
            pattern: '^([a-z0-9-]+\\.?)+$'
#                    ^^^^^^^^^^^^^^^^^^^^
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - { $ref: '#/components/schemas/Order' }
components:
  schemas:
    Order:
      type: object
      properties:
        note:
          type: string
          pattern: '^(\\w+\\s?)*$'
#                  ^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: alternatives that overlap; many loops in a row',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: name
          in: query
          type: string
          pattern: '^([a-z]|[a-z0-9]|_)*$'
#                  ^^^^^^^^^^^^^^^^^^^^^^^
        - name: words
          in: query
          type: string
          pattern: '^\\w*\\w*\\w*\\w*\\w*$'
#                  ^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI: names of properties',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
          type: object
          patternProperties:
            '^([a-z]+)*$': { type: string }
#           ^^^^^^^^^^^^^
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
      {
        title: 'The same repetition again, around itself and beside itself',
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
                code:
                  type: string
                  pattern: '^(?:[a-z]+)+$'
#                          ^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Each text can be read in one way only, is short, or always fits',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' } }
        - { name: b, in: query, schema: { type: string, pattern: '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^([a-z]+)*$', maxLength: 20 } }
        - { name: d, in: query, schema: { type: string, pattern: '([a-z]+)*' } }
        - { name: e, in: query, schema: { type: string, pattern: '^(?:a?)*$' } }
`,
      },
      {
        title: 'The API itself sends it; where a lookahead may prevent it, it is not decided',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: name
          in: query
          schema:
            type: string
            pattern: '^(?!.*--)([a-z]+-?)+$'
#                    ~~~~~~~~~~~~~~~~~~~~~~~
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: string, pattern: '^([a-z]+)*$' }
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

/** The same texts, read in one way. */
function fixFor({ first, others }: PatternGroup): Fix | undefined {
  const value = unwound(first.pattern)
  if (value === undefined) return undefined
  return { title: `Write ${shown(value)}`, kind: 'suggested', edits: rewritten([first, ...others], value) }
}

function isCostly(place: PatternPlace, model: Model): boolean {
  const cost = costOf(place, model)
  return cost === 'never ends' || cost === 'unclear'
}

function messageFor(place: PatternPlace, model: Model): string {
  const { reading, pattern } = place
  const growth = 'tree' in reading ? reading.growth : undefined
  if (!growth || growth.kind === 'linear') return ''
  const length = Math.min(limitOf(place, model), 1000)
  const work =
    growth.kind === 'exponential'
      ? 'each repetition at least doubles the work'
      : `the work grows with the ${growth.degree}th power of the length, to 10^${Math.floor(Math.log10(stepsFor(growth, length)))} steps for ${length} characters`
  return `${subjectOf(place)} is checked against ${shown(pattern)}, which can be read in many ways: on a text such as ${attackText(growth.attack)}, ${work}. Write it so that each text can be read in one way only.`
}
