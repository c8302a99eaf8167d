import { defineRule, type Operation } from '@specward/core'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { listed } from '../wording.ts'
import { cacheControlOf } from './cache-control.ts'

export default defineRule({
  id: 'no-shared-cache-of-sensitive-data',
  title: 'Proxies may keep personal or financial data and give it to others.',
  why: 'A cache between the API and its callers answers the next request with what it has kept, and that is the data of somebody else.',
  fix: 'Send `Cache-Control: no-store`, or `private` if the browser of the person may keep it.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [525, 524],
    controls: ['DATA-4'],
    specifications: ['RFC 9111, section 3 and section 3.5'],
  },
  falsePositives:
    'Operations are judged that ask for authentication and return an account or card number, a date of birth, an identity number, or two ways to reach one person. A `max-age` alone counts only where the credential does not travel in `Authorization`, since shared caches keep nothing of such requests by themselves.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    const { kind, method, security, responses } = operation
    if (kind !== 'http' || (method !== 'get' && method !== 'head') || security.kind !== 'required')
      return notApplicable()
    const said = responses.flatMap(({ status, response }) =>
      response && status.startsWith('2') ? (cacheControlOf(response, model) ?? []) : [],
    )
    const result = said.length > 0 ? sensitiveResult(operation) : undefined
    if (!result) return notApplicable()
    for (const { node, directives } of said.flatMap(({ values }) => values)) {
      const allowing = whatAllows(directives, operation)
      if (allowing === undefined) continue
      report({
        at: node,
        message: `\`${operation.label}\` returns ${listed(result.names)}, and \`${allowing}\` lets proxies keep it and give it to others.`,
        cause: node,
        related: [
          {
            at: { node: result.property.node, part: 'key' },
            message: `\`${result.property.name}\` is returned`,
          },
        ],
      })
      return
    }
  },
  examples: {
    bad: [
      {
        title: '`public`, in a response that is reached through `$ref`',
        text: `
security:
  - token: []
paths:
  /patients:
    get:
      responses:
        '200': { $ref: '#/components/responses/Patient' }
components:
  responses:
    Patient:
      description: OK
      headers:
        cache-control: { example: 'Public, max-age=600', schema: { type: string } }
#                                 ^^^^^^^^^^^^^^^^^^^^^
      content:
        application/json:
          schema: { type: object, properties: { dateOfBirth: { type: string } } }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: `max-age` where the key is in another header than `Authorization`',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /users/{id}:
    get:
      responses:
        '200':
          description: OK
          headers:
            Cache-Control: { type: string, default: max-age=60 }
#                                                   ^^^^^^^^^^
          schema: { type: object, properties: { email: { type: string }, phone: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: '`private`; `max-age` with a bearer token; `public` for what tells nothing about anybody',
        text: `
security:
  - token: []
paths:
  /patients:
    get:
      responses:
        '200':
          description: OK
          headers: { Cache-Control: { schema: { type: string, enum: ['private, max-age=60', max-age=60, 'public, no-store'] } } }
          content:
            application/json:
              schema: { type: object, properties: { dateOfBirth: { type: string } } }
  /rates:
    get:
      responses:
        '200':
          description: OK
          headers: { Cache-Control: { schema: { type: string, const: public } } }
          content:
            application/json:
              schema: { type: object, properties: { rate: { type: number } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is kept',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /users/{id}:
    get:
      responses:
        '200':
          description: OK
          headers:
            Cache-Control: { type: string, default: 'max-age=0, no-cache' }
          schema: { type: object, properties: { email: { type: string }, phone: { type: string } } }
`,
      },
    ],
  },
})

/** The directive by which shared caches may keep the response; undefined when they may not (RFC 9111, sections 3 and 3.5). */
function whatAllows(directives: ReadonlyMap<string, string>, operation: Operation): string | undefined {
  if (['no-store', 'private', 'no-cache'].some((name) => directives.has(name))) return undefined
  if (directives.has('public')) return 'public'
  const shared = directives.get('s-maxage')
  if (shared !== undefined) return Number(shared) > 0 ? `s-maxage=${shared}` : undefined
  const age = directives.get('max-age')
  const isKept = Number(age) > 0 && (directives.has('must-revalidate') || !travelsInAuthorization(operation))
  return isKept ? `max-age=${age}` : undefined
}

/** False only if some alternative is known to do without the header. */
function travelsInAuthorization({ security }: Operation): boolean {
  return security.alternatives.every(({ requirements }) =>
    requirements.some(({ scheme }) => {
      if (!scheme) return true
      if (scheme.type === 'apiKey')
        return scheme.in === 'header' && scheme.parameterName?.toLowerCase() === 'authorization'
      return scheme.type !== 'mutualTLS'
    }),
  )
}
