import { defineRule, type Operation } from '@specward/core'

export default defineRule({
  id: 'no-authenticated-preflight',
  title: 'A preflight request is asked for credentials, which browsers never send with it.',
  why: 'Browsers ask by `OPTIONS` whether another website may call, and send neither cookies nor tokens along. If the answer is 401, no website can use the API, until somebody gets around it by switching off authentication or by allowing everything.',
  fix: 'Answer preflights without authentication: `security: []` at the `OPTIONS` operation. It returns nothing but the CORS header fields.',
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [942],
    controls: ['CONFIG-1'],
    specifications: ['Fetch Standard, CORS-preflight fetch'],
  },
  falsePositives:
    'An `OPTIONS` operation counts as a preflight if it documents `Access-Control-Allow-*`, is a mock of Amazon API Gateway, or speaks of CORS.',
  select: 'operation',
  check(operation, { report, notApplicable }) {
    if (operation.kind !== 'http' || operation.method !== 'options' || !isPreflight(operation))
      return notApplicable()
    const { security, node, label } = operation
    if (security.kind !== 'required') return
    const own = security.inherited ? undefined : security.decidedBy
    report({
      at: own ? { node: own, part: 'key' } : node,
      message: `\`${label}\` answers preflight requests, but asks for authentication${own ? '' : ', as the document does'}: browsers send no credentials with them, so calls from other websites fail.`,
      cause: own ? undefined : security.decidedBy,
      fix: {
        title: 'Ask for no authentication here',
        kind: 'suggested',
        edits: [
          own
            ? { node: own, edit: { op: 'set', path: own.path, value: [] } }
            : { node, edit: { op: 'insert', path: node.path, key: 'security', value: [] } },
        ],
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'Inherited from the document',
        text: `
security:
  - token: []
paths:
  /orders:
    options:
#   ^^^^^^^
      responses:
        '204':
          description: OK
          headers:
            access-control-allow-methods: { schema: { type: string } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Its own, with the header fields behind a `$ref`',
        text: `
paths:
  /orders:
    options:
      security:
#     ^^^^^^^^
        - token: []
      responses:
        '204': { $ref: '#/components/responses/Preflight' }
components:
  responses:
    Preflight:
      description: OK
      headers:
        Access-Control-Allow-Origin: { schema: { type: string } }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: it says what it is for',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /orders:
    options:
#   ^^^^^^^
      summary: CORS support
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title:
          'Answered without authentication; and a check before an upload, which is another kind of preflight',
        text: `
security:
  - token: []
paths:
  /orders:
    options:
      security: []
      responses:
        '204':
          description: OK
          headers:
            Access-Control-Allow-Methods: { schema: { type: string } }
  /files:
    options:
      summary: Preflight check before upload
      responses:
        '200': { description: OK, headers: { Allow: { schema: { type: string } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: CORS header fields of another operation',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string }
`,
      },
    ],
  },
})

function isPreflight({
  responses,
  node,
  summary = '',
  description = '',
  operationId = '',
}: Operation): boolean {
  if (/\bcors\b/i.test(`${summary} ${description} ${operationId}`)) return true
  const integration = node.child('x-amazon-apigateway-integration')?.child('type')?.string
  if (integration?.toLowerCase() === 'mock') return true
  return responses.some(({ response }) =>
    (response?.headers ?? []).some(({ name }) => /^access-control-allow-/i.test(name)),
  )
}
