import {
  type Concepts,
  defineRule,
  type MediaType,
  type Model,
  type Node,
  type Operation,
  type Schema,
} from '@specward/core'
import { counted, listed } from '../wording.ts'
import { acceptsAnything } from './composition.ts'
import { saysFreeForm } from './free-form.ts'
import { isFormType, isJsonType } from './input-starts.ts'

type RequestBody = Concepts['requestBody']

export default defineRule({
  id: 'require-body-schema',
  title: 'The body of a request is not described at all.',
  why: 'Without a schema nothing can check the body before the code reads it: any JSON and any form is let through, whatever its size and depth, and no test or firewall knows what to expect.',
  fix: 'Give the media type a `schema` that says what the body is, with types, limits and the properties that are read.',
  presets: { strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [20, 1287],
    controls: ['INPUT-1'],
    specifications: ['OpenAPI 3.0.4, Media Type Object, schema'],
  },
  falsePositives:
    'Only JSON, XML and forms are looked at: files and plain text need no schema. Nor does a JSON Patch, whose form is that of RFC 6902, nor a body of which the description says that it may be any JSON. Webhooks and callbacks are sent by the API itself.',
  select: 'requestBody',
  check(body, { report, notApplicable, model }) {
    const content = body.content.filter(({ type }) => isStructured(type))
    const [operation] = senders(body)
    if (!operation || content.length === 0) return notApplicable()
    const bare = content.filter((media) => !isDescribed(media))
    const [first] = bare
    if (!first || isMeant(body, operation, first) || isPatch(body)) return
    const { schema } = first
    // one component that says nothing is one fault, however many bodies it is for
    const sharing = schema?.name === undefined ? [body] : bodiesOf(model, schema)
    if (sharing[0] !== body) return
    const operations = sharing.flatMap(senders)
    const more = operations.length > 1 ? ` and ${counted(operations.length - 1, 'other operation')}` : ''
    const types = listed(bare.map(({ type }) => type || 'body'))
    const written = first.node.child('schema')
    const what = written || schema ? 'says nothing' : 'is missing'
    report({
      at: { node: schema?.name === undefined ? (written ?? first.node) : schema.node, part: 'key' },
      message: `\`${operation.label}\`${more} can be sent anything: the schema of ${types} ${what}.`,
      operations: operations.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'No schema, in a body that is reached through `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses: { '201': { description: Created } }
components:
  requestBodies:
    Order:
      content:
        application/json:
#       ^^^^^^^^^^^^^^^^
          example: { note: Thanks }
`,
      },
      {
        title: 'A schema that says nothing',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: true
#           ^^^^^^
      responses: { '201': { description: Created } }
    put:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { $ref: '#/components/schemas/Order' }
      responses: { '201': { description: Created } }
components:
  schemas:
    Order: { description: An order. }
#   ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: nothing but a word',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters:
        - name: order
          in: body
          schema: { description: The order. }
#         ^^^^^^
      responses: { '201': { description: Created } }
`,
      },
    ],
    good: [
      {
        title: 'Described, as a whole or item by item',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object }
          application/jsonl:
            itemSchema: { type: object }
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'Files, text, a patch of a known form, any JSON on purpose, and what the API itself sends',
        text: `
paths:
  /files:
    post:
      requestBody: { content: { application/octet-stream: {}, text/plain: {}, image/png: {} } }
      responses: { '201': { description: Created } }
    patch:
      requestBody: { content: { application/json-patch+json: {} } }
      responses: { '204': { description: Changed } }
    put:
      requestBody: { description: Any JSON value., content: { application/json: {} } }
      responses: { '204': { description: Changed } }
webhooks:
  stored:
    post:
      requestBody: { content: { application/json: {} } }
      responses: { '204': { description: Received } }
`,
      },
      {
        title: 'OpenAPI 2.0: described',
        format: 'oas2',
        text: `
paths:
  /orders:
    post:
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: Created } }
`,
      },
    ],
  },
})

const JSON_PATCH = 'application/json-patch+json'

function isStructured(type: string): boolean {
  if (type === JSON_PATCH) return false
  return type === '' || isJsonType(type) || isFormType(type) || /[/+]xml$/.test(type)
}

function isDescribed({ node, schema, itemSchema }: MediaType): boolean {
  if (itemSchema) return true
  const written = node.child('schema') ?? (node.child('$ref') ? node : undefined)
  if (schema) return !acceptsAnything(schema.node) || schema.parts.length > 0
  // what could not be read may say anything
  return written !== undefined && written.value !== true
}

/** Whether the description says that the body may be anything. */
function isMeant(
  { node }: RequestBody,
  { summary = '', description = '' }: Operation,
  { schema }: MediaType,
): boolean {
  const texts = [node.child('description'), schema?.node.child('description')].map((text) => text?.string)
  return [...texts, summary, description].some((text) => text !== undefined && saysFreeForm(text))
}

/** OpenAPI 2.0: one schema for a JSON Patch and for other types at once can hardly say anything. */
function isPatch({ node, content }: RequestBody): boolean {
  return node.child('in') !== undefined && content.some(({ type }) => type === JSON_PATCH)
}

function senders({ operations }: RequestBody): readonly Operation[] {
  return operations.filter(({ kind }) => kind === 'http')
}

const known = new WeakMap<Model, ReadonlyMap<Node, readonly RequestBody[]>>()

/** The bodies of which a component is the schema. */
function bodiesOf(model: Model, { node }: Schema): readonly RequestBody[] {
  let bodies = known.get(model)
  if (!bodies) {
    const found = new Map<Node, Set<RequestBody>>()
    for (const body of model.select('requestBody')) {
      for (const { schema } of senders(body).length > 0 ? body.content : []) {
        if (schema) found.set(schema.node, (found.get(schema.node) ?? new Set()).add(body))
      }
    }
    bodies = new Map([...found].map(([each, all]) => [each, [...all]]))
    known.set(model, bodies)
  }
  return bodies.get(node) ?? []
}
