import { defineRule, type Operation } from '@specward/core'
import { answering, documents, findingFor, type Lack } from './documented.ts'
import { responseFix } from './response-fix.ts'

export default defineRule({
  id: 'require-status-response',
  title: 'Operations do not document a response that the organisation asks for.',
  why: 'Where all APIs of an organisation document the same errors, clients handle them once, and tests can try each of them. What is documented nowhere is found out in production.',
  fix: 'Document the response, once under `components.responses` and by `$ref` at each operation.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1059],
    controls: ['ERROR-3'],
    specifications: ['RFC 9110, section 15', 'OpenAPI 3.1.1, Responses Object'],
  },
  falsePositives:
    'Nothing is judged until an option is set. A range (`4XX`) and `default` count for what they cover; to ask for `default` itself, name it. `HEAD`, `OPTIONS` and `TRACE` are not counted.',
  options: {
    always: {
      type: 'string-list',
      default: [],
      description: 'Statuses that every operation documents: `500`, `default`.',
    },
    withPathParameter: {
      type: 'string-list',
      default: [],
      description: 'Statuses that operations with a parameter in the path document: `404`.',
    },
    withBody: {
      type: 'string-list',
      default: [],
      description: 'Statuses that operations with a request body document: `415`.',
    },
  },
  select: 'document',
  check(document, { report, notApplicable, options }) {
    const demands = demandsOf(options, answering(document))
    if (demands.length === 0) return notApplicable()
    for (const { status, does, judged } of demands) {
      const lacking = judged.filter((operation) => !isDocumented(operation, status))
      const finding = findingFor(document, {
        lacking,
        total: judged.length,
        does,
        missing: `\`${status}\` response`,
        so: 'which the organisation asks for',
      })
      if (!finding) continue
      const discriminator = `${status}: ${does?.[1] ?? 'always'}`
      report({ ...finding, discriminator, fix: responseFix(lacking, document.operations, [status], 'safe') })
    }
  },
  examples: {
    bad: [
      {
        title: 'With `withPathParameter: ["404"]`, in a path item that is reached through `$ref`',
        options: { withPathParameter: ['404'] },
        text: `
paths:
  /orders/{id}:
    $ref: '#/components/pathItems/Order'
components:
  pathItems:
    Order:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      get:
        responses:
#       ^^^^^^^^^
          '200': { description: OK }
          '401': { description: No valid token }
`,
      },
      {
        title: 'OpenAPI 2.0, with `withBody: ["415"]` and `always: ["default"]`',
        format: 'oas2',
        options: { withBody: ['415'], always: ['default'] },
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      parameters:
        - { name: order, in: body, schema: { type: object } }
      responses:
#     ^^^^^^^^^
        '201': { description: Created }
`,
      },
      {
        title: 'With `always: ["500"]`, one operation that does not refer to the response as the others do',
        options: { always: ['500'] },
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '500': { $ref: '#/components/responses/Failed' }
    post:
      responses:
        '201': { description: Created }
        '500': { $ref: '#/components/responses/Failed' }
    delete:
      responses:
#     ^^^^^^^^^
        '204': { description: Deleted }
components:
  responses:
    Failed: { description: Something went wrong }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a range and `default` stand for what they cover',
        options: { always: ['500'], withPathParameter: ['404'], withBody: ['415'] },
        text: `
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      responses:
        '200': { description: OK }
        4xx: { description: Refused }
        5xx: { description: Something went wrong }
    put:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
        default: { description: Something went wrong }
    head:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is asked for',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

interface Demand {
  readonly status: string
  readonly does: Lack['does']
  readonly judged: readonly Operation[]
}

interface Wanted {
  readonly always: readonly string[]
  readonly withPathParameter: readonly string[]
  readonly withBody: readonly string[]
}

function demandsOf(wanted: Wanted, all: readonly Operation[]): readonly Demand[] {
  const inPath = all.filter(({ parameters }) => parameters.some((each) => each.in === 'path'))
  const withBody = all.filter(({ requestBody }) => requestBody !== undefined)
  const of = (statuses: readonly string[], does: Lack['does'], judged: readonly Operation[]) =>
    judged.length === 0 ? [] : [...new Set(statuses)].map((status) => ({ status, does, judged }))
  return [
    ...of(wanted.always, undefined, all),
    ...of(
      wanted.withPathParameter,
      ['has a parameter in its path', 'have a parameter in their path'],
      inPath,
    ),
    ...of(wanted.withBody, ['takes a body', 'take a body'], withBody),
  ]
}

/** `default` and ranges, where they are asked for, have to be there by name. */
function isDocumented(operation: Operation, status: string): boolean {
  const wanted = status.toUpperCase()
  if (/^[1-5]\d\d$/.test(wanted)) return documents(operation, [wanted])
  return operation.responses.some((each) => each.status.toUpperCase() === wanted)
}
