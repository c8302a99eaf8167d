import { defineRule } from '@specward/core'
import { isLocal } from '../local.ts'
import { isQuota, showsLimit } from './too-many-requests.ts'

export default defineRule({
  id: 'require-rate-limit-headers',
  title: 'No response tells callers how much of their quota is left.',
  why: 'Clients that see their quota slow down before they are refused, and the limits of the API become visible to those who review it.',
  fix: 'Send and document `RateLimit` and `RateLimit-Policy`, or the `X-RateLimit-*` fields that the gateway sends already.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: { owasp: ['API4:2023'], cwe: [770], controls: ['RATE-2'] },
  falsePositives:
    'Judged only where some operation documents a limit; where none does, `require-429-response` speaks. The header fields are still a draft of the IETF; an API can limit requests without them.',
  select: 'document',
  gateway: 'rateLimits',
  check(document, { report, notApplicable }) {
    const operations = document.operations.filter(({ kind }) => kind === 'http')
    // without any limit there is nothing left to tell, which `require-429-response` says
    if (isLocal(document) || !operations.some(showsLimit)) return notApplicable()
    const responses = operations.flatMap((operation) => operation.responses)
    const headers = responses.flatMap(({ response }) => response?.headers ?? [])
    if (headers.some(({ name }) => isQuota(name))) return
    report({
      at: document.node.child('paths') ?? document.node,
      message: 'No response tells callers how many requests they have left (`RateLimit`, `X-RateLimit-…`).',
    })
  },
  examples: {
    bad: [
      {
        title: 'No headers',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { description: OK }
        '429': { description: Too many requests }
`,
      },
      {
        title: 'Other headers, in a response that is reached through `$ref`',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
        '429': { description: Too many requests }
components:
  responses:
    Orders:
      description: OK
      headers:
        Retry-After: { schema: { type: integer } }
        Deliberate-Limit: { schema: { type: integer } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { description: OK }
        '429': { description: Too many requests }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: nothing is limited, so nothing is left',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        default: { description: Something went wrong }
`,
      },
      {
        title: 'The fields of the IETF draft',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders:
      description: OK
      headers:
        RateLimit: { schema: { type: string } }
`,
      },
      {
        title: 'The fields of a gateway, in any case; one operation is enough',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            x-rate-limit-limit: { schema: { type: integer } }
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            X-RateLimit-Remaining: { type: integer }
`,
      },
      {
        title: 'By the policy, a gateway limits requests: not decided',
        facts: { gateway: { rateLimits: '100 requests a minute for each client' } },
        text: `
paths:
#~~~~
  /orders:
    get:
      responses:
        '200': { description: OK }
        '429': { description: Too many requests }
`,
      },
    ],
  },
})
