import { defineRule, type Node, type Operation } from '@specward/core'
import { counted } from '../wording.ts'

export default defineRule({
  id: 'require-server',
  title: 'No server says over what the API is reached.',
  why: 'Without a server, the API is wherever its description happens to lie. Nobody can tell whether credentials travel encrypted, or to whom, and an inventory of hosts has a hole where this API is.',
  fix: 'Name the servers with their protocol: `servers` in OpenAPI 3 and AsyncAPI, `host` and `schemes` in OpenAPI 2.0.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1059],
    controls: ['INV-2', 'TRANSPORT-1', 'TRANSPORT-5'],
    specifications: ['OpenAPI 3.1.1, section 4.8.1', 'OpenAPI 2.0, Swagger Object'],
  },
  falsePositives:
    'A description that a framework makes, and that is served by the API itself, is right about its server without naming one. Webhooks and callbacks go to servers of somebody else and are not counted.',
  select: 'document',
  check(document, { report, undecided, notApplicable, format }) {
    const operations = document.operations.filter(({ kind }) => kind === 'http' || kind === 'message')
    if (operations.length === 0) return notApplicable()
    const lost = operations.filter((operation) => !saysHow(operation, format))
    if (lost.length === 0) return
    const { node } = document
    const written = node.child('servers')
    if (format !== 'oas2' && written && Object.keys(written.value ?? {}).length > 0) {
      return undecided({ at: written, because: 'its servers could not be read' })
    }
    const listed = format === 'oas2' ? node.child('host') : written
    report({
      at: listed ?? node.child('info') ?? node,
      covers: lost.map(({ label }) => label),
      message: messageFor(lost, operations, format === 'oas2' ? listed : undefined, format),
      operations: lost.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'No `servers`',
        text: `
info: { title: Orders, version: 1.0.0 }
#^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'An empty list, and a path item that is reached through `$ref`',
        text: `
servers: []
#        ^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a host, but no `schemes`',
        format: 'oas2',
        text: `
host: api.acme.test
#     ^^^^^^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
info: { title: Orders, version: 1.0.0 }
#^^^
channels:
  orders:
    subscribe: { message: { payload: { type: object } } }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
info: { title: Orders, version: 1.0.0 }
#^^^
channels:
  orders: { address: orders }
operations:
  placed: { action: send, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
    good: [
      {
        title: 'A server of the path alone',
        text: `
paths:
  /orders:
    servers: [{ url: https://orders.acme.test }]
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Near miss: nothing but webhooks, which go to others',
        text: `
webhooks:
  shipped:
    post:
      responses:
        '204': { description: Received }
`,
      },
      {
        title: 'OpenAPI 2.0: `schemes` of the operation',
        format: 'oas2',
        text: `
host: api.acme.test
paths:
  /orders:
    get:
      schemes: [https]
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

function saysHow({ servers }: Operation, format: string): boolean {
  if (format !== 'oas2') return servers.length > 0
  return servers.some(({ expansions }) => expansions.some(({ protocol }) => protocol !== ''))
}

function messageFor(
  lost: readonly Operation[],
  all: readonly Operation[],
  host: Node | undefined,
  format: string,
): string {
  if (lost.length < all.length) {
    const missing = format === 'oas2' ? 'name no `schemes`' : 'have no server'
    return `${lost.length} of ${counted(all.length, 'operation')} ${missing}, so the description does not say whether they are reached over TLS.`
  }
  const missing =
    format !== 'oas2' ? 'names no server' : host ? 'has no `schemes`' : 'has neither `schemes` nor `host`'
  return `The description ${missing}, so it does not say whether the API is reached over TLS.`
}
