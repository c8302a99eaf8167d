import { defineRule, type Operation } from '@specward/core'
import { counted } from '../wording.ts'
import { hasContent, typesInForce } from './media-types.ts'

export default defineRule({
  id: 'require-media-types',
  title: 'An operation does not say in which media types bodies are sent.',
  why: 'Where nothing is said, servers take and send what their framework thinks right, XML or forms among it, and a gateway does not know what to check.',
  fix: 'Add `consumes` and `produces` to the document, or to the operations that have a body.',
  presets: { strict: 'info' },
  formats: ['oas2'],
  references: {
    owasp: ['API8:2023'],
    cwe: [436],
    controls: ['INPUT-4', 'INPUT-6'],
    specifications: ['OpenAPI 2.0, Swagger Object and Operation Object'],
  },
  falsePositives:
    '`application/json` may be what every client and server takes for granted. An empty list counts as said: it means none.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const { operations: all, node } = document
    if (!all.some((each) => hasContent(each, 'request') || hasContent(each, 'response')))
      return notApplicable()
    const places = all.flatMap((operation) => lacking(operation, node))
    const [first] = places
    if (!first) return
    const operations = [...new Set(places.map(({ operation }) => operation))]
    const keys = [...new Set(places.map(({ key }) => `\`${key}\``))].sort().join(' or ')
    report({
      at: { node: first.operation.node, part: 'key' },
      covers: operations.map(({ label }) => label),
      message: messageFor(operations, places, keys),
      operations: operations.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'Neither here nor there',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
#   ^^^^
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'Only one of both, and a response that is reached through `$ref`',
        format: 'oas2',
        text: `
consumes: [application/json]
paths:
  /orders:
    get:
#   ^^^
      responses: { '200': { $ref: '#/responses/Orders' } }
responses:
  Orders: { description: OK, schema: { type: array } }
`,
      },
    ],
    good: [
      {
        title: 'Inherited from the document, or said by the operation',
        format: 'oas2',
        text: `
produces: [application/json]
paths:
  /orders:
    post:
      consumes: [application/json]
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: OK, schema: { type: object } } }
`,
      },
      {
        title: 'Nothing is sent',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    delete:
      parameters: [{ name: id, in: path, required: true, type: string }]
      responses: { '204': { description: OK } }
`,
      },
    ],
  },
})

function messageFor(
  operations: readonly Operation[],
  places: readonly { readonly key: string }[],
  keys: string,
): string {
  const directions = new Set(places.map(({ key }) => key))
  const [only] = operations
  const isOne = operations.length === 1 && only !== undefined
  const [takes, returns] = isOne ? ['takes', 'returns'] : ['take', 'return']
  const what =
    directions.size > 1
      ? `${takes} or ${returns} a body`
      : directions.has('consumes')
        ? `${takes} a body`
        : `${returns} a body`
  return isOne
    ? `\`${only.label}\` ${what}, but neither it nor the document has ${keys}.`
    : `${counted(operations.length, 'operation')} ${what}, but neither they nor the document have ${keys}.`
}

function lacking(operation: Operation, root: Parameters<typeof typesInForce>[1]) {
  return (['request', 'response'] as const)
    .filter(
      (direction) => hasContent(operation, direction) && isEmpty(typesInForce(operation, root, direction)),
    )
    .map((direction) => ({ operation, key: direction === 'request' ? 'consumes' : 'produces' }))
}

function isEmpty(list: ReturnType<typeof typesInForce>): boolean {
  return !list?.isList || (list.value as unknown[]).length === 0
}
