import { defineRule, type Fix } from '@specward/core'
import { delimited, isDelimited } from './dialect.ts'
import { type PatternGroup, type PatternPlace, patternGroups, rewritten } from './places.ts'
import { coveredBy, relatedTo, shown, subjectOf } from './subject.ts'

export default defineRule({
  id: 'no-delimited-pattern',
  title: 'A pattern stands between slashes, which are a part of it.',
  why: 'In JavaScript and PHP, slashes only mark where an expression begins and ends. In a schema they are characters that every value has to contain, and before `^` or behind `$` none can. The check refuses what was meant, and is soon switched off.',
  fix: 'Leave out the slashes, and the flags behind them: for `i`, write out both cases, `[Aa]`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [185],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3', 'ECMA-262, section 22.2.1'],
  },
  falsePositives:
    'Reported is what has an anchor or a lookaround just inside the slashes. A path such as `/orders/` is none. Tools that make a literal of the pattern may leave the slashes out; those that keep to JSON Schema do not.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const groups = patternGroups(model, isMeant).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { at, pattern } = group.first
      const fix = fixFor(group)
      report({
        at,
        covers: coveredBy(group),
        message: messageFor(group.first),
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
        ...(fix ? { fix } : {}),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Anchors inside, in a schema that is referred to, and lookaheads',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/User' }
components:
  schemas:
    User:
      type: object
      properties:
        name:
          type: string
          pattern: '/^[a-z]+$/'
#                  ^^^^^^^^^^^^
        password:
          type: string
          pattern: '/(?=.*[a-z])(?=.*[0-9])/'
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: with a flag',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: code
          in: query
          type: string
          pattern: /^[a-z]+$/i
#                  ^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI: the end alone',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '/[A-Z]{3}$/' } } }
#                                                                             ^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Paths, and what has no delimiters',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^/orders/$' } }
        - { name: b, in: query, schema: { type: string, pattern: '/orders/' } }
        - { name: c, in: query, schema: { type: string, pattern: '^[a-z]+$' } }
`,
      },
      {
        title: 'AsyncAPI 3: a slash at the start',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { path: { type: string, pattern: '^/[a-z/]+$' } } } } }
`,
      },
    ],
  },
})

/** What is no regular expression at all is told of by another rule. */
function isMeant({ reading, pattern }: PatternPlace): boolean {
  return 'tree' in reading && isDelimited(pattern)
}

function messageFor(place: PatternPlace): string {
  const { reading, pattern } = place
  const isImpossible = 'tree' in reading && reading.fitting === 'none'
  const flags = delimited(pattern)?.flags ?? ''
  const effect = isImpossible
    ? 'they are literal characters, and no value fits'
    : 'they are literal characters, so every value has to contain them'
  const more = flags === '' ? '' : `, and the \`${flags}\` behind them`
  return `${subjectOf(place)} has the pattern ${shown(pattern)} with slashes around it: ${effect}. Leave them out${more}.`
}

function fixFor({ first, others }: PatternGroup): Fix | undefined {
  const inner = delimited(first.pattern)
  // what a flag says has to be written into the pattern
  if (!inner || /[^gu]/.test(inner.flags)) return undefined
  return {
    title: 'Leave out the slashes',
    kind: 'suggested',
    edits: rewritten([first, ...others], inner.pattern),
  }
}
