import { defineRule, type Operation } from '@specward/core'
import { responseFix } from '../errors/response-fix.ts'
import { isLocal, LOCAL } from '../local.ts'
import { isExpensive } from './expensive.ts'
import { documents429, takesCredentials, tooManyRequests } from './too-many-requests.ts'

export default defineRule({
  id: 'require-429-response',
  title: 'Operations do not document that requests are limited.',
  why: 'An API without limits can be exhausted by one caller, by malice or by a loop. Where 429 is documented, clients know that they have to slow down, and a reviewer knows that somebody thought of it.',
  fix: 'Limit requests, and document the 429 response, once under `components.responses` and by `$ref` at each operation. A range (`4XX`) and `default` count, because they cover it.',
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-1'],
    specifications: ['RFC 6585, section 4'],
  },
  falsePositives:
    'Where a gateway limits requests, say so under `policy.gateway`. Health checks, metadata and preflight requests are not counted; operations that take credentials are judged by `require-rate-limit-on-login`, and those that cost much by `require-rate-limit-on-expensive-operation`.',
  select: 'document',
  gateway: 'rateLimits',
  check(document, { report, undecided, notApplicable, format }) {
    const operations = document.operations.filter(isCounted)
    if (operations.length === 0) return notApplicable()
    const unlimited = operations.filter((operation) => !documents429(operation))
    if (unlimited.length === 0) return
    if (isLocal(document))
      return undecided({ at: document.node.child('servers') ?? document.node, because: LOCAL })
    report({
      at: document.node.child('paths') ?? document.node,
      covers: unlimited.map(({ label }) => label),
      message: messageFor(unlimited, operations.length, document.operations),
      operations: unlimited.map(({ label }) => label),
      fix: responseFix(unlimited, document.operations, ['429'], 'suggested', () =>
        tooManyRequests(document, format),
      ),
    })
  },
  examples: {
    bad: [
      {
        title: 'One of two operations',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { description: OK }
        '429': { description: Too many requests }
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Other errors alone, in a path item that is reached through `$ref`',
        text: `
paths:
#^^^^
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
          '404': { description: Error }
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
        '200':
          description: OK
`,
      },
    ],
    good: [
      {
        title: 'Documented at each operation, by `$ref` or by range',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '429': { $ref: '#/components/responses/TooMany' }
    post:
      responses:
        '201': { description: Created }
        4xx: { description: Refused }
components:
  responses:
    TooMany: { description: Too many requests }
`,
      },
      {
        title:
          'Near miss: `default` stands for all that is not listed; an operation without responses says nothing at all',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        default: { description: Something went wrong }
    delete:
      summary: Not designed yet
`,
      },
      {
        title: 'Nothing to limit: health, preflight and webhooks',
        text: `
paths:
  /health:
    get:
      responses:
        '200': { description: OK }
  /orders:
    options:
      responses:
        '204': { description: No content }
webhooks:
  orderShipped:
    post:
      responses:
        '200': { description: OK }
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
        '200': { description: OK }
        '429': { description: Too many requests }
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
`,
      },
    ],
  },
})

function isCounted(operation: Operation): boolean {
  const { kind, method, classes, responses } = operation
  if (kind !== 'http' || method === 'options' || method === 'trace' || responses.length === 0) return false
  if (classes.has('health') || classes.has('metadata')) return false
  return !takesCredentials(operation) && !isExpensive(operation)
}

/** @param judged those that are counted */
function messageFor(unlimited: readonly Operation[], judged: number, all: readonly Operation[]): string {
  const isPart = all.filter(({ kind }) => kind === 'http').length > judged
  return `${whichOf(unlimited, judged, isPart)}.`
}

function whichOf(unlimited: readonly Operation[], judged: number, isPart: boolean): string {
  const [first, ...others] = unlimited
  if (first && others.length === 0) return `\`${first.label}\` documents no 429 response`
  const aside = isPart ? ' (signing in, health checks and costly ones are not counted)' : ''
  if (unlimited.length === judged) return `None of the ${judged} operations${aside} documents a 429 response`
  return `${unlimited.length} of ${judged} operations${aside} document neither a 429 response nor one that covers it`
}
