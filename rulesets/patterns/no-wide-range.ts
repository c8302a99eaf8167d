import { defineRule, type Fix } from '@specward/core'
import { listedWords } from '../wording.ts'
import { isSent, type PatternGroup, type PatternPlace, patternGroups, rewritten } from './places.ts'
import { coveredBy, relatedTo, shown, subjectWithin } from './subject.ts'
import { type WideRange, wideRangesIn } from './wide-ranges.ts'

export default defineRule({
  id: 'no-wide-range',
  title: 'A range of characters in a pattern lets more pass than its ends tell.',
  why: 'A range takes everything between its ends in the order of Unicode. Between `Z` and `a` stand brackets, the backslash, `^`, `_` and the grave accent, so `[A-z]` lets signs through by which paths, queries and markup are broken out of, while everybody reads "letters".',
  fix: 'Write each run of letters and digits by itself (`A-Za-z`), and put a hyphen that stands for itself at the end of the class, or escape it.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [625, 185],
    controls: ['INPUT-1'],
    specifications: [
      'JSON Schema 2020-12 Validation, section 6.3.3',
      'ECMA-262, Runtime Semantics: CharacterRange',
    ],
  },
  falsePositives:
    'Ranges from a letter or digit of one kind to one of another are reported (`A-z`, `0-Z`), and those from sign to sign that run over letters or digits which the class names as well (`[A-Z0-9+-_]`). Ranges of signs alone (`!-/`), or over all that can be printed (`!-~`), are meant as they are. Only what callers send is judged.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const groups = patternGroups(model, isJudged).get(schema)
    if (!groups) return notApplicable()
    for (const group of groups) {
      const { at, pattern } = group.first
      const ranges = rangesOf(group.first)
      const [range] = ranges
      if (!range) continue
      const passing = listedWords(range.extra.map((sign) => `\`${sign}\``).map(readable), 6)
      report({
        at,
        covers: coveredBy(group),
        message: `The range \`${range.raw}\` in the pattern ${shown(pattern)} of ${subjectWithin(group.first)} lets ${passing} pass as well. ${range.better === undefined ? 'Put the hyphen at the end of the class, or escape it.' : `Write \`${range.better}\`.`}`,
        discriminator: pattern,
        operations: group.operations,
        related: relatedTo(group),
        fix: withoutWide(group, ranges),
      })
    }
  },
  examples: {
    bad: [
      {
        title:
          'From capitals to small letters, in a component that is reached through `$ref`, and in a parameter',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: code
          in: query
          schema:
            type: string
            pattern: '^[0-9A-f]+$'
#                    ^^^^^^^^^^^^^
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
components:
  schemas:
    Order:
      type: object
      properties:
        name:
          type: string
          pattern: '^[A-z]+$'
#                  ^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a hyphen between two signs, over digits and letters that are there already',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: q
          in: query
          type: string
          pattern: '^[A-Za-z0-9+-_]{1,20}$'
#                  ^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title:
          'Each run by itself, signs alone, all that can be printed, and a hyphen that is escaped or at the end',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^[A-Za-z0-9_.-]+$' } }
        - { name: b, in: query, schema: { type: string, pattern: '^[!-/:-@]+$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^[ -~]+$' } }
        - { name: d, in: query, schema: { type: string, pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$' } }
        - { name: e, in: query, schema: { type: string, pattern: '^[\\w+\\-_]+$' } }
        - { name: f, in: query, schema: { type: string, pattern: '^[À-ÿ]+$' } }
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
              schema: { type: string, pattern: '^[A-z]$' }
`,
      },
      {
        title: 'AsyncAPI 3: capitals alone',
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
        title: 'AsyncAPI 2: small letters alone',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: object, properties: { code: { type: string, pattern: '^[a-z]{1,5}$' } } }
`,
      },
    ],
  },
})

/** A grave accent cannot stand in code that begins with one. */
function readable(sign: string): string {
  return sign === '```' ? 'the grave accent' : sign
}

function isJudged(place: PatternPlace): boolean {
  return isSent(place) && rangesOf(place).length > 0
}

function rangesOf({ reading }: PatternPlace): readonly WideRange[] {
  return 'tree' in reading ? wideRangesIn(reading.tree) : []
}

/** Letters and digits each by themselves; undefined where a hyphen stands in the way. */
function withoutWide({ first, others }: PatternGroup, ranges: readonly WideRange[]): Fix | undefined {
  let pattern = first.pattern
  for (const { start, end, better } of [...ranges].reverse()) {
    if (better === undefined) return undefined
    pattern = `${pattern.slice(0, start)}${better}${pattern.slice(end)}`
  }
  return {
    title: 'Write letters and digits each by themselves',
    kind: 'suggested',
    edits: rewritten([first, ...others], pattern),
  }
}
