import { defineRule, type Format, type Operation, type Response } from '@specward/core'
import { retryAfter } from './too-many-requests.ts'

export default defineRule({
  id: 'require-retry-after',
  title: 'A response that turns callers away does not say when to try again.',
  why: 'A client that is not told how long to wait tries again at once, and with thousands of others keeps the API down.',
  fix: 'Send and document `Retry-After`, or a rate-limit header field that tells when the limit is reset (`RateLimit`, `RateLimit-Reset`).',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API4:2023'],
    cwe: [770],
    controls: ['RATE-3'],
    specifications: ['RFC 9110, section 10.2.3', 'RFC 6585, section 4'],
  },
  falsePositives:
    'The time may be told in the body, which is not looked at, or in words that are not understood. Limits on concurrent requests are left undecided, because nobody knows when one of them ends. A 503 response is judged only with the option `unavailable`: a service that is down may not know for how long.',
  select: 'response',
  gateway: 'rateLimits',
  options: {
    unavailable: {
      type: 'boolean',
      default: false,
      description: 'Whether 503 responses have to say when to try again as well.',
    },
  },
  check(response, { report, undecided, notApplicable, options, format, model }) {
    const statuses = new Set(options.unavailable ? ['429', '503'] : ['429'])
    const [status, operations] = usersOf(response, statuses)
    if (status === undefined) return notApplicable()
    const words = (model.resolve(response.node) ?? response.node).child('description')?.string ?? ''
    if (response.headers.some(({ name }) => tellsWhen(name)) || SAYS_WHEN.test(words)) return
    if (CONCURRENT.test(words)) {
      return undecided({
        at: response.node,
        because: 'the limit is one of concurrent requests, and when one of them ends may not be known',
      })
    }
    report({
      at: response.node,
      message: `The ${status} response documents no \`Retry-After\` header, so clients cannot know when to try again.`,
      operations: operations.map(({ label }) => label),
      fix: { title: 'Add `Retry-After`', kind: 'suggested', edits: [insertRetryAfter(response, format)] },
    })
  },
  examples: {
    bad: [
      {
        title: 'No headers at all',
        text: `
paths:
  /orders:
    get:
      responses:
        '429': { description: Too many requests }
#       ^^^^^
`,
      },
      {
        title: 'Other headers, in a response that is shared through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '429': { $ref: '#/components/responses/TooMany' }
    post:
      responses:
        '429': { $ref: '#/components/responses/TooMany' }
components:
  responses:
    TooMany:
#   ^^^^^^^
      description: Too many requests
      headers:
        X-RateLimit-Remaining: { schema: { type: integer } }
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
        429:
#       ^^^
          description: Too many requests
`,
      },
      {
        title: 'A service that is down, where the option asks for it',
        options: { unavailable: true },
        text: `
paths:
  /orders:
    get:
      responses:
        '503': { description: Down for maintenance }
#       ^^^^^
`,
      },
    ],
    good: [
      {
        title: '`Retry-After` in any case, and a field with a reset',
        text: `
paths:
  /orders:
    get:
      responses:
        '429':
          description: Too many requests
          headers:
            retry-after: { schema: { type: integer } }
    post:
      responses:
        '429':
          description: Too many requests
          headers:
            X-RateLimit-Reset: { schema: { type: integer } }
`,
      },
      {
        title: 'Another status, and a callback, whose responses are not those of the API',
        text: `
paths:
  /orders:
    post:
      responses:
        '503': { description: Try later }
      callbacks:
        shipped:
          '{$request.body#/url}':
            post:
              responses:
                '429': { description: Too many requests }
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
        '429':
          description: Too many requests
          headers:
            Retry-After: { type: integer }
`,
      },
      {
        title: 'By the policy, a gateway limits requests: not decided',
        facts: { gateway: { rateLimits: '100 requests a minute for each client' } },
        text: `
paths:
  /orders:
    get:
      responses:
        '429': { description: Too many requests }
#       ~~~~~
`,
      },
    ],
  },
})

/** Operations that answer with a response under one of the statuses, and the first of these. */
function usersOf(
  response: Response,
  statuses: ReadonlySet<string>,
): readonly [string | undefined, readonly Operation[]] {
  const found = new Map<Operation, string>()
  for (const operation of response.operations) {
    if (operation.kind !== 'http') continue
    const use = operation.responses.find((each) => each.response === response && statuses.has(each.status))
    if (use) found.set(operation, use.status)
  }
  return [[...found.values()].sort()[0], [...found.keys()]]
}

/** `Retry-After`, or a rate-limit field with the time of the reset; the single field `RateLimit` holds it as `t`. */
function tellsWhen(header: string): boolean {
  const name = header.toLowerCase()
  return name === 'retry-after' || name === 'ratelimit' || /rate-?limit(?:-[a-z]+)*-reset/.test(name)
}

function insertRetryAfter({ node }: Response, format: Format) {
  const value = retryAfter(format)
  const headers = node.child('headers')
  if (!headers?.isObject) {
    return { node, edit: { op: 'insert', path: node.path, key: 'headers', value } } as const
  }
  const [[key, header] = ['Retry-After', {}]] = Object.entries(value)
  return { node: headers, edit: { op: 'insert', path: headers.path, key, value: header } } as const
}

/** Some name the header in words alone, or how long to wait. */
const SAYS_WHEN =
  /retry-after|\b(?:wait|try again|retry|back ?off)\b[^.]{0,80}\b(?:an?|one|\d+|few|several) (?:more )?(?:milli)?(?:second|minute|hour|day)s?\b|\b(?:resets?|lifted|per) [^.]{0,40}\b(?:second|minute|hour|day|midnight)s?\b/i

const CONCURRENT = /\b(?:concurren|simultaneous|in parallel\b|at the same time\b)/i
