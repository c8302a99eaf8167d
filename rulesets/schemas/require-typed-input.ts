import { defineRule, type Fix, type Node } from '@specward/core'
import { insert, joined } from '../edits.ts'
import { listed, listedWords } from '../wording.ts'
import { type InputHolder, inputsOf, sentTo, takersOf, within } from './inputs.ts'
import { type Undescribed, undescribedIn } from './undescribed.ts'

export default defineRule({
  id: 'require-typed-input',
  title: 'A value that callers send has no type.',
  why: 'In JSON Schema, a limit holds only for values of its own type: `maxLength` lets every number pass, `properties` every text and list. Where no type is said, or nothing of the items of a list, a caller chooses what the code gets to see.',
  fix: 'Say the `type`, and for a list its `items`. Where anything is welcome on purpose, say so in the `description`.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [20, 843, 1287],
    controls: ['INPUT-1'],
    specifications: [
      'JSON Schema 2020-12 Validation, section 6.1.1',
      'JSON Schema 2020-12 Core, section 7.6.1',
    ],
  },
  falsePositives:
    'What is free on purpose is known by its name (`value`, `metadata`) and by what its description says. Values with `enum`, `const`, `not`, conditions or choices are left alone. Once for a component, body or parameter, with all that it holds.',
  select: 'schema',
  check(schema, { report, notApplicable, model }) {
    const holder = inputsOf(model).get(schema)
    if (!holder) return notApplicable()
    // a body of which nothing is said is the matter of `require-body-schema`
    const found = undescribedIn(holder).filter(
      ({ kind, way }) => kind !== 'anything' || way !== '' || !holder.isBody,
    )
    const [first] = found
    if (!first) return
    const operations = takersOf(schema)
    const isAlone = found.length === 1
    report({
      at: isAlone && first.way !== '' ? { node: first.node, part: 'key' } : holder.at,
      covers: found.map(({ node }) => node),
      message: `${sentence(holder, found, sentTo(holder, operations))}: say ${remedy(found)}.`,
      operations: operations.map(({ label }) => label),
      fix: joined(found.map(typed)),
      related: isAlone
        ? []
        : found.map(({ way, node }) => ({
            at: { node, part: 'key' } as const,
            message: way === '' ? 'The schema itself' : `\`${way}\``,
          })),
    })
  },
  examples: {
    bad: [
      {
        title: 'Properties without a type, reached through `$ref`, and one of which nothing is said',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
#   ^^^^^
      properties:
        note: { type: string }
        buyer: { description: Who pays. }
        count: { maximum: 5 }
        gift: true
`,
      },
      {
        title: 'A list of anything, and a parameter without a type',
        text: `
paths:
  /orders:
    get:
      parameters:
        - name: sort
          in: query
          schema: { description: The order of the list. }
#         ^^^^^^
      responses: { '200': { description: OK } }
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                lines: { type: array }
#               ^^^^^
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0: items without a type',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: order
          in: body
          schema:
            type: object
            properties:
              lines:
                type: array
                items: { pattern: '^[a-z]+$' }
#               ^^^^^
      responses: { '201': { description: Created } }
`,
      },
    ],
    good: [
      {
        title: 'Typed by a part, a choice, a list of values; free on purpose',
        text: `
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: Created } }
  /orders/{id}:
    patch:
      requestBody:
        content:
          application/json-patch+json:
            schema:
              type: array
              items:
                type: object
                properties: { op: { enum: [add, remove] }, path: { type: string }, value: {} }
      responses: { '204': { description: Changed } }
components:
  schemas:
    Base: { type: object, properties: { id: { type: integer } } }
    Order:
      allOf: [{ $ref: '#/components/schemas/Base' }]
      properties:
        state: { enum: [open, closed] }
        owner: { anyOf: [{ type: string }, { type: integer }] }
        metadata: {}
        payment: { description: Any JSON that the bank asks for. }
        lines: { type: array, prefixItems: [{ type: string }] }
        nothing: { type: array, maxItems: 0 }
        notText: { not: { type: string } }
        rest: { $ref: '#/components/schemas/Base', description: Of the same kind. }
`,
      },
      {
        title: 'What is returned or read alone, and a file',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { history: { readOnly: true } } }
          multipart/form-data:
            schema: { type: object, properties: { picture: { type: string, format: binary } } }
      responses:
        '201': { description: Created, content: { application/json: { schema: { properties: { id: {} } } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: typed, and a file',
        format: 'oas2',
        text: `
consumes: [multipart/form-data]
paths:
  /orders:
    post:
      parameters:
        - { name: note, in: formData, type: string }
        - { name: picture, in: formData, type: file }
      responses: { '201': { description: Created } }
`,
      },
    ],
  },
})

/** Formats of whole numbers. */
const INTEGERS = /^u?int\d*$|^unixtime$/

const OF_TEXT = ['minLength', 'maxLength', 'pattern', 'contentEncoding', 'contentMediaType'] as const

const OF_NUMBERS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const

/** The type for which everything is meant that stands there. */
function typed({ kind, node }: Undescribed): Fix | undefined {
  const type = typeMeant(kind, node)
  if (type === undefined || !node.isObject || node.child('$ref') || node.child('type')) return undefined
  return { title: `Add \`type: ${type}\``, kind: 'suggested', edits: [insert(node, 'type', type)] }
}

function typeMeant(kind: Undescribed['kind'], node: Node): string | undefined {
  if (kind === 'properties' || kind === 'members') return 'object'
  if (kind === 'entries') return 'array'
  if (kind !== 'untyped') return undefined
  const has = (keywords: readonly string[]) => keywords.some((key) => node.child(key))
  const isText = has(OF_TEXT)
  const isNumber = has(OF_NUMBERS)
  const format = node.child('format')?.string ?? ''
  if (isText && !isNumber) return 'string'
  if (isNumber && !isText) return INTEGERS.test(format) ? 'integer' : 'number'
  return undefined
}

const SAYING: Readonly<Record<Undescribed['kind'], (one: string) => string>> = {
  anything: (names) => `${names} can be anything`,
  items: (names) => `${names} can hold items of any kind`,
  properties: (names) => `${names} can be anything else than the object whose \`properties\` are listed`,
  members: (names) => `${names} can be anything else than the object that is described`,
  entries: (names) => `${names} can be anything else than the list that is described`,
  untyped: (names) => `${names} can have another type than the one that its limits are for`,
}

function sentence(holder: InputHolder, found: readonly Undescribed[], to: string): string {
  const kinds = [...new Set(found.map(({ kind }) => kind))]
  const itself = kinds.find((kind) => found.some((each) => each.kind === kind && each.way === ''))
  const parts = kinds.flatMap((kind) => {
    const ways = [
      ...new Set(found.flatMap((each) => (each.kind === kind && each.way !== '' ? [each.way] : []))),
    ]
    return ways.length > 0 ? [SAYING[kind](listed(ways))] : []
  })
  if (itself === undefined) return `In ${within(holder)}${to || ','} ${listedWords(parts, 4)}`
  const whole = SAYING[itself](`${holder.label}${to}`)
  return parts.length === 0 ? whole : `${whole}; in it, ${listedWords(parts, 4)}`
}

function remedy(found: readonly Undescribed[]): string {
  const wanted = new Set(found.map(({ kind }) => (kind === 'items' ? '`items`' : '`type`')))
  if (found.every(({ kind }) => kind === 'properties' || kind === 'members')) return '`type: object`'
  return found.every(({ kind }) => kind === 'entries') ? '`type: array`' : listedWords([...wanted])
}
