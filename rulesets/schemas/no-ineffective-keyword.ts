import { defineRule, type Model, type Node, type Schema } from '@specward/core'
import { listed } from '../wording.ts'
import { areOfItems, KEYWORDS_BY_TYPE, limitsNothing, substituteFor, substituteInList } from './applicable.ts'
import { effective } from './effective.ts'
import { type Fault, schemasWith, tellGroups } from './faults.ts'
import { namedAt } from './places.ts'
import { declaredTypes, typesInWords } from './types.ts'

const KEYWORDS: ReadonlySet<string> = new Set(KEYWORDS_BY_TYPE.keys())

export default defineRule({
  id: 'no-ineffective-keyword',
  title: 'A limit does not apply to the type that it stands beside.',
  why: 'Validators pass over a keyword that is made for another type. The schema looks as if it limited its values, and lets all of them through.',
  fix: 'Use the keyword that is made for the type, move the limit into `items` where it is meant for the items of a list, or correct `type`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Validation, section 6', 'OpenAPI 2.0, Schema Object'],
  },
  falsePositives:
    'A schema that does not declare a type is not judged, and neither is what stands under `oneOf` or `anyOf` for the type of the schema around it. Limits that limit nothing anyway, such as `minLength: 0`, are left alone.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'A length for a number, in a member of `allOf` behind `$ref`, and a pattern for a list',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Order'
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      properties:
        amount: { type: integer, maxLength: 10 }
#                                ^^^^^^^^^
        codes:
          type: [array, 'null']
          pattern: '^[A-Z]{3}$'
#         ^^^^^^^
          items: { type: string }
`,
      },
      {
        title: 'The type comes through `allOf`',
        text: `
paths: {}
components:
  schemas:
    Text: { type: string }
    Name:
      allOf: [{ $ref: '#/components/schemas/Text' }]
      maximum: 100
#     ^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: in a parameter',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: tags, in: query, type: array, items: { type: string }, maxLength: 40 }
#                                                                        ^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'AsyncAPI: properties of a text',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message:
        payload:
          type: string
          properties: { id: { type: string } }
#         ^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: limits of a number for a list',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages:
      order:
        payload:
          type: object
          properties:
            lines: { type: array, minimum: 1, maximum: 50, items: { type: string } }
#                                 ^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'One of several types, no type, limits that limit nothing, and properties with such names',
        text: `
paths: {}
components:
  schemas:
    Id: { type: [string, integer], maxLength: 10, maximum: 1000 }
    Any: { maxLength: 10 }
    Amount: { type: number, minimum: 0, multipleOf: 0.01, minLength: 0, uniqueItems: false }
    Limits: { type: object, properties: { maxLength: { type: integer } } }
    Either: { oneOf: [{ type: string, maxLength: 5 }, { type: integer, maximum: 99999 }] }
`,
      },
      {
        title: 'A base that is narrowed to a type by what is built on it',
        text: `
paths: {}
components:
  schemas:
    Short: { maxLength: 5 }
    Code:
      allOf: [{ $ref: '#/components/schemas/Short' }, { type: string }]
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter is required, and has a type that is none of JSON Schema',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      consumes: [multipart/form-data]
      parameters:
        - { name: file, in: formData, type: file, required: true, maxLength: 1000 }
        - { name: note, in: formData, type: string, required: true, maxLength: 1000 }
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  const told = new Set<Node>()
  for (const schema of schemasWith(model, KEYWORDS)) {
    const declared = declaredTypes(schema)
    if (!declared || declared.types.size === 0) continue
    const { types } = declared
    const idle = idleIn(schema, types).filter((node) => !told.has(node))
    const [first] = idle
    if (!first) continue
    for (const node of idle) told.add(node)
    const keywords = [...new Set(idle.map(({ key }) => key))].sort()
    const are = keywords.length === 1 ? 'has' : 'have'
    const words = typesInWords(types)
    const remedy = remedyFor(schema, idle, types)
    faults.push({
      schema,
      at: { node: first, part: 'key' },
      covers: idle,
      group: `${keywords.join(' ')} ${words}${remedy === '' ? '' : ` ${remedy}`}`,
      message: `${namedAt(schema.written)} is ${words}, so its ${listed(keywords)} ${are} no effect. ${adviceFor(schema, idle, types, remedy)}`,
      fix: effective(schema, idle, types),
    })
  }
  return faults
}

/** What mends a keyword where that is not the same for all of its kind; '' for what is usual. */
type Remedy = 'items' | 'list' | 'anyOf' | ''

function remedyFor({ written, items }: Schema, idle: readonly Node[], types: ReadonlySet<string>): Remedy {
  if (types.has('array')) return areOfItems(idle, items) ? '' : 'list'
  const [first] = idle
  if (types.has('object') && idle.length === 1 && first?.key === 'items' && first.isList) return 'anyOf'
  return written.key === 'items' ? 'items' : ''
}

function adviceFor(
  { items }: Schema,
  idle: readonly Node[],
  types: ReadonlySet<string>,
  remedy: Remedy,
): string {
  const keywords = [...new Set(idle.map(({ key }) => key))].sort()
  if (remedy === 'items' && keywords.every((key) => /^(?:min|max)Items$/.test(key)))
    return `Move ${keywords.length === 1 ? 'it' : 'them'} out of \`items\`, to the list.`
  if (remedy === 'anyOf')
    return 'Write `anyOf` in its place if one of these schemas has to fit, or declare the type `array`.'
  return types.has('array') ? substituteInList(idle, items) : substituteFor(keywords, types)
}

/** Keywords of a schema, and of the members of `allOf` that are written into it, that apply to none of the types. */
function idleIn({ written: own }: Schema, types: ReadonlySet<string>): readonly Node[] {
  const idle: Node[] = []
  const look = (holder: Node) => {
    for (const key of Object.keys(holder.value as object)) {
      const applies = KEYWORDS_BY_TYPE.get(key)
      if (!applies || applies.some((type) => types.has(type))) continue
      const node = holder.child(key)
      if (node && !limitsNothing(node, types)) idle.push(node)
    }
  }
  look(own)
  const members = own.child('allOf')
  for (const member of members?.isList ? members.children() : []) {
    if (member.isObject && !member.child('$ref')) look(member)
  }
  return idle
}
