import { type ApiDocument, defineRule, type Operation, type Parameter } from '@specward/core'
import { counted } from '../wording.ts'
import { isExplained, isOfPerson, isPrincipal, userScheme } from './identity.ts'

export default defineRule({
  id: 'no-identity-header',
  title: 'Callers say by a header who they are, beside the token that proves it.',
  why: 'A header such as `X-User-Id` can be set by anybody. Where the server, or one of the services behind it, goes by the header and not by the token, every user can act as every other.',
  fix: 'Take the identity of the caller from the token alone. Where a gateway sets the header for the services behind it, leave it out of the description that callers see, and have the gateway remove what callers send.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API1:2023'],
    cwe: [639],
    controls: ['AUTHZ-3'],
    specifications: ['OWASP ASVS 5.0, sections 4.1.3 and 8.2.2'],
  },
  falsePositives:
    'Only names that stand for a person are judged, and only at operations whose every way in proves who the caller is. Operations for administrators are left alone, and so are headers whose description speaks of permissions, delegation or checks.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const uses = headersOf(document)
    if (uses.size === 0) return notApplicable()
    for (const { parameter, scheme, operations } of uses.values()) {
      const [first] = operations
      const others = operations.length - 1
      const where =
        others === 0
          ? `\`${first?.label}\` takes`
          : `\`${first?.label}\` and ${counted(others, 'other operation')} take`
      report({
        at: parameter.node.child('name') ?? parameter.node,
        message: `${where} the identity of the caller from the header \`${parameter.name}\`, although \`${scheme}\` proves it already: whoever sets the header acts as somebody else.`,
        discriminator: parameter.name.toLowerCase(),
        operations: operations.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Beside a token, in several operations: told once',
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

interface HeaderUse {
  readonly parameter: Parameter
  /** Name of the scheme that tells who calls. */
  readonly scheme: string
  readonly operations: Operation[]
}

/** By the name of the header, whose case does not matter. */
function headersOf({ operations }: ApiDocument): ReadonlyMap<string, HeaderUse> {
  const found = new Map<string, HeaderUse>()
  for (const operation of operations) {
    for (const parameter of operation.parameters) {
      if (parameter.in !== 'header' || !isPrincipal(parameter.name)) continue
      const scheme = isOfPerson(operation) ? userScheme(operation) : undefined
      if (!scheme || isExplained(parameter.node.child('description')?.string)) continue
      const name = parameter.name.toLowerCase()
      const use = found.get(name)
      if (use) use.operations.push(operation)
      else found.set(name, { parameter, scheme: scheme.name, operations: [operation] })
    }
  }
  return found
}
