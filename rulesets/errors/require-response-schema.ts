import { type ApiDocument, defineRule, type Operation } from '@specward/core'
import { counted } from '../wording.ts'
import { answering } from './documented.ts'
import { returnsData, undescribedIn } from './undescribed.ts'

/** Places that are shown beside the first. */
const MOST_RELATED = 5

export default defineRule({
  id: 'require-response-schema',
  title: 'What an operation returns is not described.',
  why: 'Without a schema, nobody can tell which data leave the API. Reviews for personal data and secrets pass over such a response, gateways cannot filter it, and a field that is added by mistake is noticed by nobody.',
  fix: 'Give the media type a `schema` that lists what is returned. Where there is no body, answer with 204.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023', 'API8:2023'],
    cwe: [1059, 201],
    controls: ['DATA-7', 'INPUT-6'],
    specifications: ['OpenAPI 3.1.1, Media Type Object', 'OpenAPI 2.0, Response Object'],
  },
  falsePositives:
    'Successful responses are judged: a body of JSON, XML or a form without a schema, or with an empty one, and a `GET` that answers 200 without any body. Files, images, plain text and streams need none; health checks, redirects and responses that say that there is no body are passed over.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const operations = answering(document)
    if (operations.length === 0) return notApplicable()
    const found = operations.flatMap((operation) =>
      undescribedIn(operation, document).map((each) => ({ ...each, operation })),
    )
    const [first] = found
    if (!first) return
    const lacking = [...new Set(found.map(({ operation }) => operation))]
    const labels = [...new Set(lacking.map(({ label }) => label))]
    const places = [...new Map(found.map((each) => [each.at, each])).values()]
    report({
      at: { node: first.at, part: 'key' },
      covers: found.map((each) => each.at),
      message:
        labels.length === 1
          ? `\`${labels[0]}\` answers ${first.status} ${first.how}, so nobody can tell which data leave the API.`
          : `${labels.length} of ${totalOf(lacking, document)} that should return data do not describe them, so nobody can tell which data leave the API.`,
      operations: labels,
      related: places.slice(1, 1 + MOST_RELATED).map(({ at, operation, status, how }) => ({
        at: { node: at, part: 'key' },
        message: `\`${operation.label}\` answers ${status} ${how}.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A media type without a schema, reached through `$ref`',
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
      content:
        application/json: {}
#       ^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'An empty schema, and a read without a body; told once',
        text: `
paths:
  /orders:
    post:
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { title: Response Create Order }
    get:
      responses:
        '200': { description: OK }
#       ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      produces: [application/json]
      responses:
        '200':
#       ^^^^^
          description: All orders
`,
      },
    ],
    good: [
      {
        title: 'Described; a file; a write and a health check that return nothing; errors',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { type: array, items: { type: string } } }
            text/csv: {}
        '500': { description: Something went wrong, content: { application/json: {} } }
    post:
      responses:
        '200': { description: Ordered }
        '201': { description: Created }
  /orders/{id}/invoice:
    get:
      responses:
        '200': { description: OK, content: { application/pdf: {} } }
  /health:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Near miss: the way to another address, and an answer that says that it is empty',
        text: `
paths:
  /orders/latest:
    get:
      responses:
        '200': { description: OK }
        '302': { description: Elsewhere }
  /orders/exists:
    get:
      responses:
        '200': { description: There are some. No body is returned. }
  /orders/count:
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: { description: Any, enum: [1, 2] } } } }
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
          description: All orders
          schema: { type: array, items: { type: string } }
`,
      },
    ],
  },
})

/** All that were judged; where reads alone lack something, the reads. */
function totalOf(lacking: readonly Operation[], document: ApiDocument): string {
  const judged = answering(document).filter((operation) => returnsData(operation, document))
  if (!lacking.every(({ method }) => method === 'get')) return counted(judged.length, 'operation')
  return counted(judged.filter(({ method }) => method === 'get').length, 'GET operation')
}
