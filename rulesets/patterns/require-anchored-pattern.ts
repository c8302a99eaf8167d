import { defineRule, type Fix, type RuleReport } from '@specward/core'
import { alternativesOf, isAnchored, isMixed } from './anchors.ts'
import { openSides } from './open-sides.ts'
import { isSent, type PatternGroup, type PatternPlace, patternGroups, rewritten } from './places.ts'
import { coveredBy, habitOf, relatedTo, shown, subjectOf } from './subject.ts'

/** More patterns than these are told of in one finding. */
const MOST_TOLD = 3

export default defineRule({
  id: 'require-anchored-pattern',
  title: 'A pattern is searched for anywhere in a text, and the rest of the text is not checked.',
  why: 'JSON Schema anchors no pattern: `[a-z]+` lets through any text that has one such letter somewhere, a script or a path included. Some frameworks ask for the whole text to fit, so that the same description protects one server and not the next.',
  fix: 'Begin the pattern with `^` and end it with `$`. Where anything may follow, say so: `^urn:.*$`.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [777],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3'],
  },
  falsePositives:
    'A pattern that begins or ends with written out letters (`^urn:`, `\\.json$`), with anything (`^v1.*`), or that asks for one character (`\\S`, `[A-Z]`) is held to be meant so. Frameworks that ask for the whole text to fit, such as those of Java, need no anchors.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const all = patternGroups(model, isLoose)
    const groups = all.get(schema)
    if (!groups) return notApplicable()
    const every = [...all.values()].flat()
    // where nobody anchors anything, that is one habit
    if (every.length > MOST_TOLD) {
      if (every[0]?.first.schema === schema) report(habit(every))
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
        fix: fixFor(group),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'No anchors, or one of two; in a component and in a parameter',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: time
          in: query
          schema:
            type: string
            pattern: '^\\d{10}\\.\\d{6}'
#                    ^^^^^^^^^^^^^^^^
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
        name:
          type: string
          pattern: '[A-Za-z0-9]+'
#                  ^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: what follows a word',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: id
          in: query
          type: string
          pattern: 'order-[0-9]{4,}'
#                  ^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Many patterns, which are told of at the first',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: a
          in: query
          schema:
            type: string
            pattern: '[a-z]{2}'
#                    ^^^^^^^^^^
        - { name: b, in: query, schema: { type: string, pattern: '[a-z]{3}' } }
        - { name: c, in: query, schema: { type: string, pattern: '[a-z]{4}' } }
        - { name: d, in: query, schema: { type: string, pattern: '[a-z]{5}' } }
`,
      },
      {
        title: 'AsyncAPI: names of properties',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload:
          type: object
          patternProperties:
            '[a-z]{2,}': { type: string }
#           ^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Anchored, or meant to be a part; bound by other means',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^[a-z]+$' } }
        - { name: b, in: query, schema: { type: string, pattern: '^(?:[a-z]+|[0-9]+)$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^https://' } }
        - { name: d, in: query, schema: { type: string, pattern: '^v1.*' } }
        - { name: e, in: query, schema: { type: string, pattern: '\\S' } }
        - { name: f, in: query, schema: { type: string, pattern: '\\.json$' } }
        - { name: g, in: query, schema: { type: string, pattern: '[a-z]+', enum: [asc, desc] } }
        - { name: h, in: query, schema: { type: string, pattern: '^(?=.*[A-Z])(?=.*[0-9])' } }
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
              schema: { type: string, pattern: '[a-z]+' }
`,
      },
      {
        title: 'AsyncAPI 3: anchored on both sides',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^[A-Z]{3}$' } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
  },
})

function isLoose(place: PatternPlace): boolean {
  const { reading, schema } = place
  // of anchors that hold for some alternatives, another rule speaks, and of what fits everything as well
  if (!('tree' in reading) || isMixed(reading.tree) || openSides(reading.tree).length === 0) return false
  if (['enum', 'const'].some((keyword) => schema.all(keyword).length > 0) || !isSent(place)) return false
  return reading.fitting === 'some' || reading.fitting === undefined
}

function habit(groups: readonly PatternGroup[]): RuleReport {
  const report = habitOf(groups, messageFor)
  const [first, ...others] = groups
  const isHidden = !hasAlternatives(first) && others.some(hasAlternatives)
  const hint = isHidden
    ? ' Where there are alternatives, `a|b`, put them into a group first: `^(?:a|b)$`.'
    : ''
  return { ...report, message: `${report.message}${hint}` }
}

/** Whether an anchor would hold for one alternative alone. */
function hasAlternatives(group: PatternGroup | undefined): boolean {
  const reading = group?.first.reading
  return reading !== undefined && 'tree' in reading && reading.tree.alternatives.length > 1
}

function messageFor(place: PatternPlace): string {
  const { reading, pattern } = place
  const sides = 'tree' in reading ? openSides(reading.tree) : []
  const start = sides.includes('start') ? '^' : ''
  const end = sides.includes('end') ? '$' : ''
  const where = sides.length === 2 ? 'before and after it' : start === '' ? 'after it' : 'before it'
  const anchor = [start && 'begin it with `^`', end && 'end it with `$`'].filter(Boolean).join(' and ')
  const isOne = !('tree' in reading) || reading.tree.alternatives.length === 1
  const remedy = isOne ? anchor : `put its alternatives into a group and anchor that, \`${start}(?:…)${end}\``
  return `${subjectOf(place)} only has to contain ${shown(pattern)}: what stands ${where} is not checked. ${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`
}

function fixFor({ first, others }: PatternGroup): Fix | undefined {
  const { reading, pattern } = first
  if (!('tree' in reading)) return undefined
  const alternatives = alternativesOf(reading.tree)
  const has = (side: 'start' | 'end') => alternatives.some((each) => isAnchored(each, side))
  const isOne = reading.tree.alternatives.length === 1
  const value = isOne ? `${has('start') ? '' : '^'}${pattern}${has('end') ? '' : '$'}` : `^(?:${pattern})$`
  return { title: 'Anchor it', kind: 'suggested', edits: rewritten([first, ...others], value) }
}
