import { defineRule, type Fix, type Node } from '@specward/core'
import { clipped, listed } from '../wording.ts'
import { faultOf, meantBy, NO_TYPE } from './media-type-syntax.ts'
import { placeOf, type WrittenType, writtenTypes } from './media-types.ts'

export default defineRule({
  id: 'no-invalid-media-type',
  title: 'A media type is none.',
  why: 'Gateways and frameworks find the schema of a body by its media type. For one that no client can send they find none, and pass the body on unchecked or read it in a way that nobody meant.',
  fix: 'Write a type and a subtype that are registered, such as `application/json`, with parameters after `;`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1286, 436],
    controls: ['INPUT-4'],
    specifications: ['RFC 9110, section 8.3.1', 'RFC 6838, section 4.2'],
  },
  falsePositives:
    'Names of protocols of your own that are used as media types are reported as well, because no gateway knows them. Types that are well formed are not checked against the registry of IANA beyond their first part.',
  select: 'document',
  check({ format }, { report, notApplicable, model }) {
    const types = writtenTypes(model)
    if (types.length === 0) return notApplicable()
    const told = new Set<Node>()
    for (const written of types) {
      const { text, node, operations } = written
      const fault = faultOf(text, format.startsWith('asyncapi'))
      if (fault === undefined) continue
      const meant = meantBy(text)
      const list = node.parent
      const isWord = fault === NO_TYPE && meant === undefined && list?.isList === true
      // words of one line that was read as a list are one mistake
      if (isWord && told.has(list)) continue
      if (isWord) told.add(list)
      const words = isWord ? wordsIn(list) : [text]
      report({
        at: placeOf(written),
        covers: isWord ? [list] : [node],
        message: `${words.length > 1 ? `${listed(words)} are not media types (expected \`type/subtype\`)` : `\`${clipped(text)}\` ${fault}`}.${meant === undefined ? '' : ` \`${meant}\` was probably meant.`}`,
        discriminator: isWord ? '' : text,
        operations: [...new Set(operations.map(({ label }) => label))],
        ...(meant === undefined || isThere(written, meant) ? {} : { fix: fixFor(written, meant) }),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'No type, a hyphen for a slash, the wrong way round, and a stray sign, behind `$ref`',
        text: `
paths:
  /orders:
    post:
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses:
        '200':
          description: OK
          content:
            application-json: { schema: { type: object } }
#           ^^^^^^^^^^^^^^^^
            json/application: { schema: { type: object } }
#           ^^^^^^^^^^^^^^^^
components:
  requestBodies:
    Order:
      content:
        json: { schema: { type: object } }
#       ^^^^
        'application/json, text/plain': { schema: { type: object } }
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
consumes: [aplication/json]
#          ^^^^^^^^^^^^^^^
paths:
  /orders:
    post:
      parameters: [{ name: order, in: body, schema: { type: object } }]
      responses: { '201': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0: a line of another list is one mistake',
        format: 'oas2',
        text: `
paths:
  /login:
    post:
      produces: [application/json, 'Header:', Set-Cookie]
#                                  ^^^^^^^^^
      responses: { '200': { description: OK, schema: { type: object } } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message: { contentType: json, payload: { type: object } }
#                             ^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
defaultContentType: application/json charset=utf-8
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
channels:
  orders:
    address: orders
    messages: { order: { payload: { type: object } } }
operations:
  sendOrder: { action: send, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
    good: [
      {
        title: 'Parameters, vendor types, ranges and suffixes',
        text: `
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json; charset=utf-8: { schema: { type: object } }
          application/vnd.example.v1+json: { schema: { type: object } }
          'application/x.example; profile="https://example.com/a;b"': { schema: { type: object } }
          APPLICATION/XML: { schema: { type: object } }
      responses:
        '200': { description: OK, content: { image/*: {}, '*/*': {}, model/gltf-binary: {} } }
`,
      },
      {
        title: 'OpenAPI 2.0: an example by media type is data',
        format: 'oas2',
        text: `
produces: [application/json]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, schema: { type: object }, examples: { json: {} } }
`,
      },
      {
        title: 'AsyncAPI: a type that brokers use',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      message: { contentType: avro/binary, payload: { type: object } }
`,
      },
    ],
  },
})

/** The items of a list that are no media types and remind of none. */
function wordsIn(list: Node): readonly string[] {
  return [...list.children()].flatMap(({ string }) =>
    string !== undefined && faultOf(string, false) === NO_TYPE && meantBy(string) === undefined ? string : [],
  )
}

function fixFor({ node }: WrittenType, meant: string): Fix {
  const edit =
    node.string === undefined
      ? ({ op: 'rename', path: node.path, to: meant } as const)
      : ({ op: 'set', path: node.path, value: meant } as const)
  return { title: `Write \`${meant}\``, kind: 'suggested', edits: [{ node, edit }] }
}

/** Whether the right type stands beside the wrong one. */
function isThere({ node }: WrittenType, meant: string): boolean {
  return [...(node.parent?.children() ?? [])].some(({ key, string }) => (string ?? key) === meant)
}
