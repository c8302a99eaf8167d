import { append, defineRule, type Fix, type Model, type Node, type Schema } from '@specward/core'
import { listed } from '../wording.ts'
import { KEYWORDS_BY_TYPE } from './applicable.ts'
import { type Fault, tellGroups } from './faults.ts'
import { placeOf } from './places.ts'
import { declaredTypes } from './types.ts'
import { meantBy } from './vocabulary.ts'

export default defineRule({
  id: 'no-misspelt-keyword',
  title: 'A keyword of a schema is misspelt, so nothing reads it.',
  why: 'Schemas may hold keys that nobody knows, and every tool passes over them without a word. The limit that was meant does not exist, and the description looks as if it did.',
  fix: 'Write the keyword as JSON Schema knows it.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas3.1', 'oas3.2', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INPUT-1'],
    specifications: ['JSON Schema 2020-12 Core, section 6.5', 'OpenAPI 3.1.1, Schema Object'],
  },
  falsePositives:
    'A key is reported where it is very near to a keyword that limits or protects something, its value has the form that this keyword expects, and the right keyword does not stand beside it. Whoever means an extension can begin its name with `x-`. In OpenAPI 2.0 and 3.0 unknown keys are errors, which `spec-conformance` reports.',
  select: 'document',
  check(_document, { report, model }) {
    tellGroups(faultsIn(model), report)
  },
  examples: {
    bad: [
      {
        title: 'Letters in the wrong case or order, and the word of another language, behind `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order:
      type: object
      additionalproperties: false
#     ^^^^^^^^^^^^^^^^^^^^
      requried: [note]
#     ^^^^^^^^
      properties:
        note: { type: string, max_length: 200 }
#                             ^^^^^^^^^^
        size: { type: integer, max: 9 }
#                              ^^^
        range: { type: array, items: { type: number, min_items: 2, max_items: 2 } }
#                                                    ^^^^^^^^^
        code: { type: string, regex: '^[A-Z]{3}$' }
#                             ^^^^^
        owner: { type: string, readonly: true }
#                              ^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe: { message: { payload: { type: string, maxLenght: 40 } } }
#                                                    ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: string, patern: '^[a-z]+$' } } }
#                                                 ^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Properties, examples and extensions may be called anything',
        text: `
paths: {}
components:
  schemas:
    Limits:
      type: object
      x-maxlength: 20
      examples: [{ maxlength: 3 }]
      properties:
        maxlength: { type: integer }
        readonly: { type: boolean }
      required: [maxlength]
`,
      },
      {
        title: 'Words of others that mean something else, and what has another form',
        text: `
paths: {}
components:
  schemas:
    Order:
      type: object
      formatted: true
      require: some text
      requires: [note]
      types: [order, basket]
      count: 3
      items_count: 3
      maxLength: 20
      maxlength: 20
`,
      },
    ],
  },
})

function faultsIn(model: Model): readonly Fault[] {
  const faults: Fault[] = []
  for (const schema of model.select('schema')) {
    const found = misspeltIn(schema)
    const ofList = found.filter(({ meant }) => belongsToList(meant, schema))
    if (ofList.length > 0) append(faults, misplaced(schema, ofList))
    for (const { node, meant } of found) {
      const { key } = node
      if (belongsToList(meant, schema)) continue
      faults.push({
        schema,
        at: { node, part: 'key' },
        group: key,
        message: `\`${key}\` of ${placeOf(schema.written)} is no keyword, so nothing reads it. Did you mean \`${meant}\`?`,
        fix: renamed(node, meant),
      })
    }
  }
  return faults
}

interface Misspelt {
  readonly node: Node
  readonly meant: string
}

function misspeltIn({ written }: Schema): readonly Misspelt[] {
  return Object.keys(written.value as object).flatMap((key) => {
    const node = written.child(key)
    const meant = node && meantBy(node)
    return node && meant !== undefined && !written.child(meant) ? [{ node, meant }] : []
  })
}

/** Whether a keyword limits nothing in the items of a list, and would limit the list. */
function belongsToList(meant: string, schema: Schema): boolean {
  const types = declaredTypes(schema)?.types
  const applies = KEYWORDS_BY_TYPE.get(meant)
  if (schema.written.key !== 'items' || !types || !applies?.includes('array')) return false
  return !types.has('array') && schema.written.parent?.child('type')?.value === 'array'
}

/** What is misspelt, and would still be read by nobody where it stands. */
function misplaced(schema: Schema, all: readonly Misspelt[]): readonly Fault[] {
  const list = schema.written.parent
  const open = all.filter(({ meant }) => !list?.child(meant))
  const [first] = open
  if (!first || !list) return []
  const keys = open.map(({ node }) => node.key)
  const isOne = open.length === 1
  return [
    {
      schema,
      at: { node: first.node, part: 'key' },
      covers: open.map(({ node }) => node),
      kind: 'misplaced',
      group: `misplaced ${[...keys].sort().join(' ')}`,
      message: `${listed(keys)} of ${placeOf(schema.written)} ${isOne ? 'is no keyword' : 'are no keywords'}, so nothing reads ${isOne ? 'it' : 'them'}. Write ${listed(open.map(({ meant }) => meant))} on ${placeOf(list)} itself: in \`items\` ${isOne ? 'it' : 'they'} would limit nothing.`,
    },
  ]
}

function renamed(node: Node, meant: string): Fix {
  const edit = { op: 'rename', path: node.path, to: meant } as const
  return { title: `Rename to \`${meant}\``, kind: 'suggested', edits: [{ node, edit }] }
}
