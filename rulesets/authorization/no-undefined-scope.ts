import {
  defineRule,
  didYouMean,
  type Model,
  type Node,
  nearest,
  type RuleReport,
  type SecurityRequirement,
  type SecurityScheme,
} from '@specward/core'
import { listed } from '../wording.ts'
import { flowScopesOf } from './flow-scopes.ts'

export default defineRule({
  id: 'no-undefined-scope',
  title: 'A scope is required that its OAuth scheme does not declare.',
  why: 'No client can ask for a scope that does not exist: either nobody gets in, or the server does not check the scope and everybody with a token does. Often it is a misspelt name, and the scope that was meant is not required.',
  fix: 'Correct the name, or declare the scope under `scopes` of the flows by which clients get their tokens.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [863],
    controls: ['TOKEN-3'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object', 'RFC 6749, section 3.3'],
  },
  falsePositives:
    'Scopes of OpenID Connect are declared by the provider and are not looked at, nor are the role names that OpenAPI 3.1 allows for other schemes. Where a flow has no `scopes`, nothing is decided.',
  select: 'securityRequirement',
  check(requirement, { report, undecided, notApplicable, model, format }) {
    const { node, name, scheme, scopes, status } = requirement
    if (status === 'undefined' || scopes.length === 0) return notApplicable()
    if (status === 'unreadable') {
      return undecided({ at: node, because: `the declaration of \`${name}\` could not be read` })
    }
    if (scheme?.type !== 'oauth2') return notApplicable()
    // AsyncAPI 3 keeps the scopes that are needed in the scheme, to which many lists may refer
    if (format === 'asyncapi3' && !isFirst(requirement, model)) return notApplicable()
    const { names, places } = flowScopesOf(scheme)
    const missing = scopes.filter((scope) => !places.has(scope.name))
    const silent = scheme.flows.find((flow) => !flow.listsScopes)
    if (silent) {
      const because = `the ${silent.kind} flow of \`${scheme.name}\` does not say which scopes there are`
      for (const scope of missing) undecided({ at: scope.node, because })
      return
    }
    for (const scope of missing) report(missingFinding(scope, scheme, names))
  },
  examples: {
    bad: [
      {
        title: 'A misspelt name, and one that no flow declares',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [order:read]
#                 ^^^^^^^^^^
      responses:
        '200': { description: OK }
    delete:
      security:
        - oauth:
            - orders:write
            - housekeeping
#             ^^^^^^^^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read orders }
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:write': Change orders }
`,
      },
      {
        title: 'A scheme without scopes, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        security:
          - oauth: [orders]
#                   ^^^^^^
        responses:
          '200': { description: OK }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} }
`,
      },
      {
        title: 'OpenAPI 2.0: at the root',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
security:
  - oauth: [customers]
#           ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: at a server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: [customers]
#               ^^^^^^^^^
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 3: the scheme itself says which scopes are needed, once for all that refer to it',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security:
      - $ref: '#/components/securitySchemes/oauth'
  partners:
    host: partners.example.com
    protocol: wss
    security:
      - $ref: '#/components/securitySchemes/oauth'
components:
  securitySchemes:
    oauth:
      type: oauth2
      scopes: [orders, customers]
#                      ^^^^^^^^^
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
    ],
    good: [
      {
        title: 'Declared by one of the flows; scopes of OpenID Connect; roles of another scheme',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
        - oidc: [openid, orders]
        - token: [clerk]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
    token: { type: http, scheme: bearer }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: {}
`,
      },
      {
        title: 'A flow does not say which scopes there are: not decided',
        text: `
security:
  - oauth: [orders]
#           ~~~~~~
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token' }
`,
      },
      {
        title: 'OpenAPI 2.0: no scopes are required',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: {}
security:
  - oauth: []
`,
      },
    ],
  },
})

function missingFinding(
  { name, node }: SecurityRequirement['scopes'][number],
  scheme: SecurityScheme,
  declared: readonly string[],
): RuleReport {
  const offer = declared.length === 0 ? 'It declares no scopes.' : `Declared: ${listed(declared, 5)}.`
  const probably = nearest(name, declared)
  return {
    at: node,
    covers: [node],
    message: `Scope \`${name}\` is required, but \`${scheme.name}\` does not declare it. ${offer}${didYouMean(name, declared)}`,
    discriminator: scheme.name,
    related: [{ at: scheme.node, message: 'The scheme is declared here.' }],
    fix:
      probably === undefined
        ? undefined
        : {
            title: `Require \`${probably}\``,
            kind: 'suggested',
            edits: [{ node, edit: { op: 'set', path: node.path, value: probably } }],
          },
  }
}

const firsts = new WeakMap<Model, ReadonlySet<SecurityRequirement>>()

/** True for the first of the requirements that hold the same scopes. */
function isFirst(requirement: SecurityRequirement, model: Model): boolean {
  let known = firsts.get(model)
  if (!known) {
    const byScope = new Map<Node, SecurityRequirement>()
    for (const each of model.select('securityRequirement')) {
      const node = each.scopes[0]?.node
      if (node && !byScope.has(node)) byScope.set(node, each)
    }
    known = new Set(byScope.values())
    firsts.set(model, known)
  }
  return known.has(requirement)
}
