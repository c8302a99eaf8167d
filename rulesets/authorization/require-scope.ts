import { defineRule, type Format, type SecurityRequirement } from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { counted } from '../wording.ts'
import { alternativesBeside } from './alternatives.ts'
import { declaredScopes, isWriteOfCallers, requirementsOf } from './scheme-uses.ts'

export default defineRule({
  id: 'require-scope',
  title: 'Any token of the scheme is enough to change something.',
  why: 'A list of scopes that is empty asks for a valid token and nothing else. A token that somebody granted for one small purpose then opens every write that asks for no scope.',
  fix: 'Require the scope that a client needs to be allowed to do this.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1220],
    controls: ['TOKEN-3'],
    specifications: ['RFC 9700, section 2.3', 'OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'The server may decide by roles or by who owns the object, which scopes do not show. Schemes without scopes are not judged, nor are operations such as signing out. Where another alternative asks for scopes, `no-scope-bypass` speaks.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model, format }) {
    if (scheme.type !== 'oauth2' && scheme.type !== 'openIdConnect') return notApplicable()
    const requirements = requirementsOf(scheme, model)
    const uses = requirements.some(({ scopes }) => scopes.length > 0)
    if (!uses && declaredScopes(scheme).length === 0) return notApplicable()
    const bare = requirements.filter((each) => each.scopes.length === 0 && !hasScopedTwin(each, format))
    const open = bare
      .map((requirement) => ({ requirement, operations: writesOf(requirement, uses) }))
      .filter(({ operations }) => operations.length > 0)
    const [first] = open
    if (!first) return
    const operations = [...new Set(open.flatMap((each) => each.operations))]
    const [only] = operations
    const what =
      operations.length === 1
        ? `\`${only?.label}\` changes`
        : `${counted(operations.length, 'operation')} change`
    report({
      at: { node: first.requirement.node, part: format === 'asyncapi3' ? 'value' : 'key' },
      message: `${what} something and ${operations.length === 1 ? 'requires' : 'require'} no scope of \`${scheme.name}\`: any token will do.`,
      related: open.slice(1).map(({ requirement }) => ({
        at: { node: requirement.node, part: 'key' },
        message: 'No scope here either.',
      })),
      operations: operations.map(({ label }) => label),
      discriminator: scheme.name,
    })
  },
  examples: {
    bad: [
      {
        title: 'A write without scope, beside a read that asks for one',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: [orders] }]
      responses:
        '200': { description: OK }
    delete:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - oauth: []
#   ^^^^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      post:
        responses:
          '201': { description: Created }
      put:
        responses:
          '204': { description: Changed }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { write: Write } }
paths:
  /orders:
    patch:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Changed }
`,
      },
      {
        title: 'AsyncAPI 2: messages that the application takes in',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: []
#       ^^^^^
channels:
  orders:
    publish:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
    good: [
      {
        title: 'Writes with scopes, a read and signing out without, and a scheme that has none',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: [orders] }]
      responses:
        '201': { description: Created }
  /logout:
    post:
      security: [{ oauth: [] }]
      responses:
        '204': { description: Signed out }
  /drafts:
    post:
      security: [{ oidc: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 3: messages that the application sends',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/oauth' }]
channels:
  orders: { address: /orders }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
    ],
  },
})

/** Whether the list offers the same scheme with scopes. */
function hasScopedTwin(requirement: SecurityRequirement, format: Format): boolean {
  return alternativesBeside(requirement, format).some(({ requirements }) =>
    requirements.some(({ scheme, scopes }) => scheme === requirement.scheme && scopes.length > 0),
  )
}

/** Administrators are left to `require-admin-privilege` where scopes are in use. */
function writesOf(
  { operations }: SecurityRequirement,
  usesScopes: boolean,
): SecurityRequirement['operations'] {
  return operations.filter(
    (operation) =>
      isWriteOfCallers(operation) &&
      operation.security.kind === 'required' &&
      !isMeantForAnyone(operation) &&
      !(usesScopes && operation.classes.has('admin')),
  )
}
