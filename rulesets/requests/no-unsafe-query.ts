import { defineRule } from '@specward/core'
import { signsOfChange } from './acts.ts'

export default defineRule({
  id: 'no-unsafe-query',
  title: 'A QUERY request changes something.',
  why: 'QUERY is safe and idempotent by definition: clients and proxies repeat it when a connection breaks, caches answer it, and protection against forged requests lets it through. What it changes may be changed twice, or by somebody else.',
  fix: 'Use POST, PUT, PATCH or DELETE. QUERY is there for reads whose criteria do not fit into a URL.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3.2'],
  references: {
    owasp: ['API5:2023'],
    cwe: [650],
    controls: ['CONFIG-2'],
    specifications: ['OpenAPI 3.2.0, Path Item Object', 'RFC 9110, section 9.2.1 and section 9.2.2'],
  },
  falsePositives:
    'Two signs are asked for: the operationId, the end of the path or the summary begins with a word for an act, or success is 201 or 202. A long search that answers 202 has one of them, and is left alone.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    const { kind, method, node, label } = operation
    if (kind !== 'http' || method !== 'query') return notApplicable()
    const signs = signsOfChange(operation)
    if (signs === undefined) return
    report({
      at: { node, part: 'key' },
      message: `\`${label}\` seems to change something, as ${signs} say. QUERY requests may be repeated and cached by anybody on the way.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'The operationId and the status say so',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    query:
#   ^^^^^
      operationId: createOrder
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'The path and the summary say so, in a path item that is reached through `$ref`',
        format: 'oas3.2',
        text: `
paths:
  /sessions/purge:
    $ref: '#/components/pathItems/Purge'
components:
  pathItems:
    Purge:
      query:
#     ^^^^^
        summary: Deletes all sessions that match
        requestBody: { content: { application/json: { schema: { type: object } } } }
        responses:
          '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A search, one that takes long, and the same acts by the method for them',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    query:
      operationId: searchOrders
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '202': { description: Come back later }
    post:
      operationId: createOrder
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'What was deleted is looked for',
        format: 'oas3.2',
        text: `
paths:
  /orders/deleted:
    query:
      operationId: deletedOrders
      summary: Deleted orders
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})
