import { defineRule } from '@specward/core'
import { isLocal, LOCAL } from '../local.ts'
import { together } from '../together.ts'
import { costOf, isExpensive } from './expensive.ts'
import { aboutOf, documents429, isSaidToBeLimited } from './too-many-requests.ts'

export default defineRule({
  id: 'require-rate-limit-on-expensive-operation',
  title: 'Nothing shows that operations that cost much are limited.',
  why: 'A search, an export, an upload or an answer of a model costs the server a thousand times what it costs the caller. Without limits, one caller can exhaust the service, or run up the bill where work is paid for by use.',
  fix: 'Limit such operations more tightly than the rest, and document the 429 response with `Retry-After`. Header fields that show a quota count as well, and so does a response that covers 429 (`4XX`, `default`).',
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-1'],
    specifications: ['RFC 6585, section 4'],
  },
  falsePositives:
    'What an operation costs is told by its name, and for uploads by its body. A text of the operation or of `info` that speaks of limits is enough. All other operations are judged by `require-429-response`, which leaves these out. Where a gateway limits requests, say so under `policy.gateway`.',
  select: 'document',
  gateway: 'rateLimits',
  check(document, { report, undecided, notApplicable, model }) {
    const expensive = document.operations.filter(
      (operation) => operation.responses.length > 0 && isExpensive(operation),
    )
    if (expensive.length === 0) return notApplicable()
    const about = aboutOf(document, model)
    const unlimited = expensive.filter(
      (operation) => !documents429(operation) && !isSaidToBeLimited(operation, about),
    )
    const [first] = unlimited
    if (!first) return
    if (isLocal(document)) return undecided({ at: first.node, because: LOCAL })
    const finding = together(unlimited, {
      first: (label) =>
        `${label} is ${costOf(first)}, which can cost the server much more than its caller, and documents no 429 response, so nothing shows that it is limited.`,
      others: (count) => `The same holds for ${count}.`,
      each: 'documents no 429 response either',
    })
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'A search and an export; the path item of one is reached through `$ref`',
        text: `
paths:
  /orders/search:
    $ref: '#/components/pathItems/Search'
  /orders/export:
    get:
      responses:
        '200': { description: OK }
components:
  pathItems:
    Search:
      post:
#     ^^^^
        responses:
          '200': { description: OK }
          '400': { description: Something went wrong }
`,
      },
      {
        title: 'What a model works out, and a change of many things',
        text: `
paths:
  /chat/completions:
    post:
#   ^^^^
      responses:
        '200': { description: OK }
  /bulk/orders:
    post:
      responses:
        '200': { description: OK }
  /sales/reports:
    post:
      summary: Generate a report
      responses:
        '202': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: an upload',
        format: 'oas2',
        text: `
paths:
  /photos:
    post:
#   ^^^^
      consumes: [multipart/form-data]
      parameters:
        - { name: photo, in: formData, type: file }
      responses:
        '204': { description: Kept }
`,
      },
    ],
    good: [
      {
        title: 'A 429 response, a range, and a quota',
        text: `
paths:
  /orders/search:
    post:
      responses:
        '200': { description: OK }
        '429': { description: Too many requests }
  /orders/export:
    get:
      responses:
        '200': { description: OK }
        4XX: { description: Refused }
  /orders/import:
    post:
      responses:
        '202':
          description: OK
          headers: { RateLimit: { schema: { type: string } } }
`,
      },
      {
        title: 'The text speaks of a limit',
        text: `
paths:
  /orders/export:
    get:
      description: Throttled to 10 requests per hour.
      responses:
        '200': { description: OK }
`,
      },
      {
        title:
          'Near misses: a list of exports, a template for them, a report that is handed in, a job in a batch',
        text: `
paths:
  /exports:
    get: { responses: { '200': { description: OK } } }
  /exports/{id}:
    get: { responses: { '200': { description: OK } } }
  /export-templates:
    post: { responses: { '201': { description: Created } } }
  /users/{id}/reports:
    post: { summary: Report a user, responses: { '201': { description: Created } } }
  /batch/v1/jobs:
    post: { responses: { '200': { description: OK } } }
`,
      },
      {
        title: 'By the policy, a gateway limits requests: not decided',
        facts: { gateway: { rateLimits: '10 exports an hour for each client' } },
        text: `
paths:
  /orders/export:
    get:
#   ~~~
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters:
        - { name: photo, in: formData, type: file }
      responses:
        '204': { description: Kept }
        '429': { description: Too many requests }
`,
      },
    ],
  },
})
