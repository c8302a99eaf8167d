import { defineRule, type Operation, type Parameter } from '@specward/core'
import { isExplained, isOfPerson, isPrincipal, isPrivilege, saysAdmin, userScheme } from './identity.ts'

export default defineRule({
  id: 'no-identity-header',
  title: 'Callers say by a header who they are or what they may do.',
  why: 'A header such as `X-User-Id` or `X-Role` can be set by anybody. Where the server, or one of the services behind it, goes by the header and not by the token, every user can act as every other, or as an administrator.',
  fix: 'Take the identity and the rights of the caller from the token alone. Where a gateway sets the header for the services behind it, leave it out of the description that callers see, and have the gateway remove what callers send.',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API1:2023'],
    cwe: [639],
    controls: ['AUTHZ-3'],
    specifications: ['OWASP ASVS 5.0, sections 4.1.3 and 8.2.2'],
  },
  falsePositives:
    'Only names that stand for a person or for what a person may do are judged, in the query nothing but `isAdmin` and its like where it is no filter of people, and only at operations whose every way in proves who the caller is. Operations for administrators are left alone, and so are headers whose description speaks of permissions, delegation or checks.',
  select: 'parameter',
  check(parameter, { report, notApplicable }) {
    const claim = claimOf(parameter)
    if (claim === undefined || isExplained(parameter.node.child('description')?.string))
      return notApplicable()
    const operations = parameter.operations.filter((operation) => isJudged(operation, parameter))
    const scheme = operations[0] && userScheme(operations[0])
    if (!scheme) return notApplicable()
    const what = `The ${parameter.in === 'query' ? 'query parameter' : 'header'} \`${parameter.name}\``
    report({
      at: parameter.node.child('name') ?? parameter.node,
      message:
        claim === 'who'
          ? `${what} says who calls, although \`${scheme.name}\` proves it already: whoever sets it acts as somebody else.`
          : `${what} says what the caller may do, although \`${scheme.name}\` tells who it is: whoever sets it takes more rights.`,
      operations: operations.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'Beside a token, at each place where it is declared',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      parameters:
        - name: X-User-Id
#               ^^^^^^^^^
          in: header
          schema: { type: string }
      responses:
        '200': { description: OK }
  /invoices:
    get:
      parameters:
        - { name: x-user-id, in: header, schema: { type: string } }
#                 ^^^^^^^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'What callers may do, in headers and in the query',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      parameters:
        - { name: X-Role, in: header, schema: { type: string } }
#                 ^^^^^^
        - { name: X-Is-Admin, in: header, schema: { type: boolean } }
#                 ^^^^^^^^^^
        - { name: X-Impersonate, in: header, schema: { type: string } }
#                 ^^^^^^^^^^^^^
        - { name: isAdmin, in: query, schema: { type: boolean } }
#                 ^^^^^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'A header that gateways set, reached through `$ref`',
        text: `
security: [{ oidc: [] }]
paths:
  /orders:
    parameters:
      - $ref: '#/components/parameters/User'
    post:
      responses:
        '201': { description: Created }
components:
  parameters:
    User:
      name: X-Forwarded-User
#           ^^^^^^^^^^^^^^^^
      in: header
      schema: { type: string }
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://id.example.com/authorize
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      parameters:
        - { name: userId, in: header, type: string }
#                 ^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'No person is known otherwise, administrators, an agent, and somebody else that is meant',
        text: `
paths:
  /orders:
    get:
      security: [{ key: [] }]
      parameters:
        - { name: X-User-Id, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
  /admin/orders:
    get:
      security: [{ token: [] }]
      parameters:
        - { name: X-User-Id, in: header, schema: { type: string } }
      responses:
        '200': { description: OK }
  /invoices:
    get:
      security: [{ token: [] }]
      parameters:
        - { name: User-Agent, in: header, schema: { type: string } }
        - { name: As-User, in: header, schema: { type: string } }
  /users:
    get:
      security: [{ token: [] }]
      parameters:
        - { name: is_admin, in: query, schema: { type: boolean } }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the client itself is known by its credentials, and speaks for people',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      parameters:
        - { name: X-User-Id, in: header, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** What a parameter claims by its name: who calls, or what the caller may do. */
function claimOf({ in: where, name }: Parameter): 'who' | 'rights' | undefined {
  if (where === 'query') return saysAdmin(name) ? 'rights' : undefined
  if (where !== 'header') return undefined
  return isPrincipal(name) ? 'who' : isPrivilege(name) ? 'rights' : undefined
}

/** Lists of people, of which administrators are some. */
const PEOPLE = /(?:users?|members?|people|persons?|accounts?|employees?|staff|collaborators?|participants?)$/i

function isJudged(operation: Operation, parameter: Parameter): boolean {
  if (!isOfPerson(operation) || !userScheme(operation)) return false
  return parameter.in === 'header' || !(operation.isSafe && PEOPLE.test(operation.path))
}
