import { defineRule, type Node } from '@specward/core'
import { listedWords } from '../wording.ts'
import { brokenChoices, type Choice } from './choices.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'
import { declaredTypes } from './types.ts'
import { shown } from './values.ts'

export default defineRule({
  id: 'no-unreachable-value',
  title: 'A value that a schema lists is not accepted by the same schema.',
  why: 'Some tools take the list for the truth and others the type and the limits, so they let different values through.',
  fix: 'Correct the value, or the type or limit that shuts it out.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173, 1287],
    controls: ['TEST-2'],
    specifications: ['JSON Schema 2020-12 Validation, section 6.1.2'],
  },
  falsePositives:
    '`null` among the values is not judged. Where no value at all is accepted, `no-impossible-value` says so.',
  select: 'document',
  check(_document, { report, model }) {
    const some = brokenChoices(model).filter(({ isEmpty }) => !isEmpty)
    tellGroups(some.map(faultOf), report)
  },
  examples: {
    bad: [
      {
        title: 'A number among texts, and a value that is too long, behind `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/components/parameters/State' }]
      responses: { '200': { description: OK } }
components:
  parameters:
    State: { name: state, in: query, schema: { type: string, maxLength: 6, enum: [open, closed, 404, abandoned] } }
#                                                                                               ^^^
`,
      },
      {
        title: 'OpenAPI 2.0: above the maximum',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: size, in: query, type: integer, maximum: 50, enum: [10, 50, 100] }]
#                                                                                      ^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: integer, enum: [1, 2, three] } } }
#                                                                  ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'All values fit; a base is narrowed',
        text: `
paths: {}
components:
  schemas:
    State: { type: string, enum: [open, closed, null] }
    Open: { allOf: [{ $ref: '#/components/schemas/State' }], const: open }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: [integer, string], enum: [1, 2, three] } } }
`,
      },
    ],
  },
})

function faultOf({ schema, lost }: Choice): Fault {
  const unquoted = lost.flatMap(({ node: each }) => {
    const text = declaredTypes(schema)?.types.has('string') ? unquotedText(each) : undefined
    return text === undefined ? [] : [`\`${text}\` reads as the ${typeof each.value} ${String(each.value)}`]
  })
  const values = listedWords(lost.map(({ node }) => shown(node.value)))
  const first = lost[0]
  const node = first?.node ?? schema.written
  const isUnquoted = unquoted.length === lost.length
  const why = isUnquoted
    ? `${listedWords(unquoted)}: quote ${lost.length === 1 ? 'it' : 'them'}`
    : lost.length === 1
      ? `${values} ${first?.because}`
      : `${values} are shut out; ${first && shown(first.node.value)} ${first?.because}`
  return {
    schema,
    at: node,
    covers: lost.map((each) => each.node),
    kind: 'shut out',
    group: lost.map(({ because }) => because).sort()[0] ?? '',
    message: `${placeOf(schema.written)} lists values that it does not accept: ${why}.`.replace(
      /^[a-z]/,
      (letter) => letter.toUpperCase(),
    ),
  }
}

/** How a number or boolean is written, where a YAML author may have meant a text. */
function unquotedText({ file, value, span }: Node): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const place = span?.value
  return file.language === 'yaml' && place ? file.text.slice(place.start, place.end) : undefined
}
