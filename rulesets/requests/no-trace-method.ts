import { defineRule } from '@specward/core'

/** Methods that are for looking at the way of a request, or for tunnels; never for an API. */
const DIAGNOSTIC: ReadonlySet<string> = new Set(['trace', 'track', 'connect'])

export default defineRule({
  id: 'no-trace-method',
  title: 'An operation uses TRACE, TRACK or CONNECT.',
  why: 'TRACE and TRACK send the request back as it arrived, with what proxies have added: cookies, credentials, internal addresses. CONNECT opens a tunnel to wherever the caller wants. No API needs them, and servers are told to switch them off.',
  fix: 'Remove the operation, and let the server refuse the method.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023'],
    cwe: [650],
    controls: ['CONFIG-2'],
    specifications: ['RFC 9110, section 9.3.8', 'RFC 9110, section 9.3.6'],
  },
  falsePositives: 'A description of a proxy or a test tool may have to offer these methods.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    const { kind, method, label, node } = operation
    if (kind !== 'http') return notApplicable()
    if (!DIAGNOSTIC.has(method)) return
    const what =
      method === 'connect'
        ? 'opens a tunnel through the server'
        : 'sends the request back, credentials included'
    report({
      at: { node, part: 'key' },
      message: `\`${label}\` ${what}. An API has no use for it.`,
      fix: {
        title: `Remove \`${label}\``,
        kind: 'suggested',
        edits: [{ node, edit: { op: 'remove', path: node.path } }],
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'In a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      trace:
#     ^^^^^
        responses:
          '200': { description: The request as it arrived }
`,
      },
      {
        title: 'OpenAPI 3.2: additional operations',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    additionalOperations:
      TRACK:
#     ^^^^^
        responses:
          '200': { description: The request as it arrived }
      CONNECT:
#     ^^^^^^^
        responses:
          '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Traces and tracks of goods are something else',
        text: `
paths:
  /trace:
    get:
      operationId: trace
      responses:
        '200': { description: Where the goods have been }
`,
      },
      {
        title: 'OpenAPI 3.2: a method of one’s own',
        format: 'oas3.2',
        text: `
paths:
  /orders/{id}:
    additionalOperations:
      CANCEL:
        responses:
          '204': { description: Cancelled }
`,
      },
    ],
  },
})
