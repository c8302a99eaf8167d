import { defineRule, type Format, type Operation } from '@specward/core'
import { findingFor } from './documented.ts'

export default defineRule({
  id: 'require-success-response',
  title: 'Operations do not document what they return when all goes well.',
  why: 'What an operation returns is then known to the program alone: no review sees which data leave, and no test notices when there are more of them.',
  fix: 'Document the response for success: `200`, `201`, `204`, a redirect, or a range (`2XX`).',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1059],
    controls: ['DATA-7'],
    specifications: ['OpenAPI 3.1.1, Responses Object'],
  },
  falsePositives:
    'Informational statuses, redirects and `default` count. That `responses` is missing or empty is reported by `spec-conformance` where the specification asks for it, and here where it does not (OpenAPI 3.1 and 3.2).',
  select: 'document',
  check(document, { report, notApplicable, format }) {
    const own = document.operations.filter(
      (operation) => operation.kind === 'http' && isJudged(operation, format),
    )
    if (own.length === 0) return notApplicable()
    const finding = findingFor(document, {
      lacking: own.filter((operation) => !succeeds(operation)),
      total: own.length,
      does: undefined,
      missing: 'response for success',
      so: 'so nobody can tell what leaves the API when all goes well',
    })
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'Errors alone, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
      post:
        responses:
#       ^^^^^^^^^
          '400': { description: Refused }
          5XX: { description: Something went wrong }
`,
      },
      {
        title: 'No responses at all, which OpenAPI 3.1 allows',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses: {}
    post:
      summary: Order something
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
#     ^^^^^^^^^
        '404': { description: Not found }
`,
      },
    ],
    good: [
      {
        title: 'Of any kind; what a receiver of a webhook answers is its own matter',
        text: `
paths:
  /a: { get: { responses: { '206': { description: A part } } } }
  /b: { get: { responses: { '302': { description: Elsewhere } } } }
  /c: { get: { responses: { '101': { description: A WebSocket } } } }
  /d: { get: { responses: { default: { description: Whatever comes } } } }
  /e: { get: { responses: { 2xx: { description: OK } } } }
webhooks:
  shipped: { post: { responses: { '400': { description: Not understood } } } }
`,
      },
      {
        title: 'Near miss: missing where the specification asks for it, which is reported as such',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      summary: Not designed yet
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    delete:
      responses:
        '204': { description: Deleted }
        '404': { description: Not found }
`,
      },
    ],
  },
})

/** Without those of which the absence of responses is an offence against the specification, and told as such. */
function isJudged({ responses, node }: Operation, format: Format): boolean {
  if (responses.length > 0 || format === 'oas3.1') return true
  return format === 'oas3.2' && node.child('responses') === undefined
}

function succeeds({ responses }: Operation): boolean {
  return responses.some(({ status }) => /^(?:[123]|default$)/i.test(status))
}
