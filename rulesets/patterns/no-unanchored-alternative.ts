import { defineRule, type Fix } from '@specward/core'
import { analyse } from './analyse.ts'
import { alternativesOf, isAnchored, isMixed } from './anchors.ts'
import { isSent, type PatternGroup, type PatternPlace, patternGroups, rewritten } from './places.ts'
import { coveredBy, relatedTo, shown, subjectWithin } from './subject.ts'

export default defineRule({
  id: 'no-unanchored-alternative',
  title: 'Anchors hold for one alternative of a pattern, and not for the others.',
  why: 'The pattern `^a|b$` is no choice between `a` and `b`: it lets through whatever begins with `a`, and whatever ends with `b`. A check that looks strict is passed by nearly anything with the right beginning.',
  fix: 'Put the alternatives into a group: `^(?:a|b)$`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [777],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.3.3'],
  },
  falsePositives:
    'Reported is a pattern of which one alternative is bound to the beginning and another to the end alone, or one to both ends and another to none. Where that is meant, two schemas under `anyOf` say so.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const groups = patternGroups(model, isMeant).get(schema)
    if (!groups) return notApplicable()
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
        title: 'A beginning or an end, in a component',
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
        state:
          type: string
          pattern: ^open|held|closed$
#                  ^^^^^^^^^^^^^^^^^^
        color:
          type: string
          pattern: '^#[0-9a-f]{6}$|[a-z]+'
#                  ^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: all of it in a group, which changes nothing',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: state
          in: query
          type: string
          pattern: '(^open|closed$)'
#                  ^^^^^^^^^^^^^^^^^
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
            '^x-|id$': { type: string }
#           ^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Anchors for all, beginnings for all, and alternatives that are bound by themselves',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string, pattern: '^(open|closed)$' } }
        - { name: b, in: query, schema: { type: string, pattern: '^open$|^closed$|^$' } }
        - { name: c, in: query, schema: { type: string, pattern: '^urn:|^https://' } }
        - { name: d, in: query, schema: { type: string, pattern: '^(?:a|b$)$' } }
        - { name: e, in: query, schema: { type: string, pattern: '^[|]$' } }
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
              schema: { type: string, pattern: '^open|closed$' }
`,
      },
      {
        title: 'AsyncAPI 3: alternatives in a group',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { placed: { payload: { type: object, properties: { code: { type: string, pattern: '^(?:a|b)$' } } } } }
operations:
  receiveOrder: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
  },
})

function isMeant(place: PatternPlace): boolean {
  return 'tree' in place.reading && isMixed(place.reading.tree) && isSent(place)
}

function messageFor(place: PatternPlace): string {
  const { pattern, reading } = place
  const alternatives = 'tree' in reading ? alternativesOf(reading.tree) : []
  const lets = alternatives.some((each) => !isAnchored(each, 'start') && !isAnchored(each, 'end'))
    ? 'anything passes that has one of the others somewhere in it'
    : 'anything passes that only begins, or only ends, as it should'
  return `In the pattern ${shown(pattern)} of ${subjectWithin(place)}, \`^\` and \`$\` each hold for one alternative alone: ${lets}. Put the alternatives into a group, \`^(?:…)$\`.`
}

/** `^a|b|c$` as `^(?:a|b|c)$`; nothing else is certain. */
function fixFor({ first, others }: PatternGroup): Fix | undefined {
  const { pattern, reading } = first
  if (!('tree' in reading)) return undefined
  const { alternatives } = reading.tree
  const last = alternatives.length - 1
  const isPlain =
    last > 0 &&
    alternatives[0]?.elements[0]?.raw === '^' &&
    alternatives.at(-1)?.elements.at(-1)?.raw === '$' &&
    alternatives.every(
      (each, index) =>
        isAnchored(each, 'start') === (index === 0) && isAnchored(each, 'end') === (index === last),
    )
  if (!isPlain) return undefined
  const value = `^(?:${pattern.slice(1, -1)})$`
  const edits = rewritten([first, ...others], value)
  // what is shown as a value would no longer pass
  const fitting = analyse(value)
  const isMeant = (place: PatternPlace) =>
    shownBeside(place).every((text) => !('tree' in fitting && fitting.refuses(text)))
  const kind = [first, ...others].every(isMeant) ? 'safe' : 'suggested'
  return { title: 'Put the alternatives into a group', kind, edits }
}

/** Values that stand beside the pattern, or names that it lets through. */
function shownBeside({ node, of }: PatternPlace): readonly string[] {
  const schema = node.parent
  if (of === 'names') return []
  const values = ['example', 'default', 'const', 'enum', 'examples'].flatMap(
    (key) => schema?.child(key)?.value ?? [],
  )
  return values.filter((value) => typeof value === 'string')
}
