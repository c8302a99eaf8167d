import { defineRule, type Operation, tokens } from '@specward/core'
import { responseHeader } from '../headers.ts'
import { together } from '../together.ts'
import { readsOf, requestSchemas } from './bodies.ts'

export default defineRule({
  id: 'require-precondition',
  title: 'A change can overwrite what somebody else has changed meanwhile.',
  why: 'Reading gives an `ETag`, so the API knows versions, but a change does not have to name the one that it is based on. The last writer wins, and what was withdrawn meanwhile, such as a permission, comes back unnoticed.',
  fix: 'Take `If-Match` with the `ETag` that was read, answer 412 where it is outdated, and 428 where it is missing.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [362],
    controls: ['RATE-9'],
    specifications: ['RFC 9110, section 13.1.1', 'RFC 6585, section 3'],
  },
  falsePositives:
    'Judged only where the `GET` of the same path documents an `ETag`. A version in the body counts, and so does any of 412 and 428.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const changes = operations.filter(
      (operation) => isChange(operation) && readsOf(operation.path, operations).some(givesVersion),
    )
    if (changes.length === 0) return notApplicable()
    const finding = together(
      changes.filter((operation) => !namesVersion(operation)),
      {
        first: (label) =>
          `${label} takes no \`If-Match\`, although reading gives an \`ETag\`: a change can overwrite what somebody else has changed meanwhile.`,
        others: (count) => `The same holds for ${count}.`,
        each: 'takes no `If-Match` either',
      },
    )
    if (finding) report(finding)
  },
  examples: {
    bad: [
      {
        title: 'An `ETag` in any case, of a response that is reached through `$ref`',
        text: `
paths:
  /roles/{id}:
    get:
      responses:
        '200': { $ref: '#/components/responses/Role' }
    put:
#   ^^^
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { name: { type: string } } } }
      responses:
        '204': { description: Changed }
components:
  responses:
    Role:
      description: OK
      headers:
        etag: { schema: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /roles/{id}:
    get:
      responses:
        '200': { description: OK, headers: { ETag: { type: string } } }
    patch:
#   ^^^^^
      responses:
        '204': { description: Changed }
`,
      },
    ],
    good: [
      {
        title: 'A header, a status, or a version in the body',
        text: `
paths:
  /roles/{id}:
    get: { responses: { '200': { $ref: '#/components/responses/Thing' } } }
    put:
      parameters:
        - { name: if-match, in: header, schema: { type: string } }
      responses: { '204': { description: Changed } }
  /users/{id}:
    get: { responses: { '200': { $ref: '#/components/responses/Thing' } } }
    patch: { responses: { '204': { description: Changed }, '412': { description: Outdated } } }
  /teams/{id}:
    get: { responses: { '200': { $ref: '#/components/responses/Thing' } } }
    put:
      requestBody:
        content:
          application/json: { schema: { allOf: [{ type: object, properties: { version: { type: integer } } }] } }
      responses: { '204': { description: Changed } }
components:
  responses:
    Thing:
      description: OK
      headers: { ETag: { schema: { type: string } } }
`,
      },
      {
        title: 'Near misses: no versions are known, nothing is overwritten',
        text: `
paths:
  /roles/{id}:
    get: { responses: { '200': { description: OK } } }
    put: { responses: { '204': { description: Changed } } }
  /notes:
    get:
      responses:
        '200':
          description: OK
          headers: { ETag: { schema: { type: string } } }
    post: { responses: { '201': { description: Created } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /roles/{id}:
    get:
      responses:
        '200': { description: OK, headers: { ETag: { type: string } } }
    patch:
      parameters:
        - { name: If-Match, in: header, type: string }
      responses:
        '204': { description: Changed }
`,
      },
    ],
  },
})

function isChange({ kind, method }: Operation): boolean {
  return kind === 'http' && (method === 'put' || method === 'patch')
}

function givesVersion({ kind, responses }: Operation): boolean {
  const good = responses.filter(({ status }) => status.startsWith('2'))
  return kind === 'http' && good.some(({ response }) => response && responseHeader(response, 'ETag'))
}

/** True where a change says which version it is based on: by header field, by status, or in its body. */
function namesVersion(operation: Operation): boolean {
  const { parameters, responses } = operation
  if (responses.some(({ status }) => status === '412' || status === '428')) return true
  if (parameters.some((each) => each.in === 'header' && CONDITIONS.test(each.name))) return true
  const properties = requestSchemas(operation).flatMap((schema) => schema.properties)
  const names = [...parameters.filter((each) => each.in === 'query'), ...properties].map(({ name }) => name)
  return names.some((name) => VERSIONS.has(tokens(name).join('')))
}

const CONDITIONS = /^if-(?:match|unmodified-since|none-match)$/i

const VERSIONS: ReadonlySet<string> = new Set(
  'etag version revision rev rowversion lockversion resourceversion versionnumber concurrencystamp'.split(
    ' ',
  ),
)
