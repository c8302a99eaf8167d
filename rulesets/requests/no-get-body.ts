import { defineRule, type Model, type Operation } from '@specward/core'
import { bodyOf, fitsQuery, holdsCredential } from './safe-bodies.ts'

export default defineRule({
  id: 'no-get-body',
  title: 'A GET or HEAD request has a body.',
  why: 'The body of a GET request means nothing in HTTP, so what stands on the way treats it as it likes: it is dropped, it is refused, it is left out of the key of a cache, or a proxy reads it as the beginning of the next request. That is how requests are smuggled past a gateway.',
  fix: 'Send the criteria in the query string, or with POST. OpenAPI 3.2 knows the method QUERY for them.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [444],
    controls: ['INPUT-4', 'CONFIG-2'],
    specifications: ['RFC 9110, section 9.3.1 and section 9.3.2'],
  },
  falsePositives:
    'Where the body can be left out and the same path takes it by POST or QUERY as well, clients have a way that works everywhere; such a GET is left alone.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    const { kind, method, label } = operation
    if (kind !== 'http' || (method !== 'get' && method !== 'head')) return notApplicable()
    const body = bodyOf(operation)
    if (!body || (!body.isRequired && hasTwin(operation, model))) return
    report({
      at: body.at,
      message: `\`${label}\` has a body, which proxies and caches drop, refuse or misread. ${remedyFor(operation)}`,
    })
  },
  examples: {
    bad: [
      {
        title: 'A body that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      requestBody: { $ref: '#/components/requestBodies/Criteria' }
#     ^^^^^^^^^^^
      responses:
        '200': { description: OK }
components:
  requestBodies:
    Criteria: { content: { application/json: { schema: { type: object } } } }
`,
      },
      {
        title: 'OpenAPI 2.0: a parameter in the body',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: criteria, in: body, schema: { type: object } }
#                 ^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'By POST as well, but the body of GET is required',
        text: `
paths:
  /orders:
    get:
      requestBody:
#     ^^^^^^^^^^^
        required: true
        content: { application/json: { schema: { type: object } } }
      responses:
        '200': { description: OK }
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A search that takes the same body by POST, and methods that have one',
        text: `
paths:
  /_search:
    get:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200': { description: OK }
    delete:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '204': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: parameters elsewhere',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: body, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

const twins = new WeakMap<Model, ReadonlySet<string>>()

/** Whether the same path takes a body by a method that has one. */
function hasTwin({ path }: Operation, model: Model): boolean {
  let paths = twins.get(model)
  if (!paths) {
    const others = model.document.operations.filter(
      (each) => each.kind === 'http' && (each.method === 'post' || each.method === 'query') && bodyOf(each),
    )
    paths = new Set(others.map((each) => each.path))
    twins.set(model, paths)
  }
  return paths.has(path)
}

function remedyFor(operation: Operation): string {
  if (holdsCredential(operation)) return 'Use POST: it holds a credential, which has no place in a URL.'
  return fitsQuery(operation) ? 'Take it by POST, or in the query string.' : 'Take it by POST.'
}
