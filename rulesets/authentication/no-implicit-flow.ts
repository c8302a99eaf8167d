import { defineRule } from '@specward/core'
import { judgeFlow } from './flows.ts'

export default defineRule({
  id: 'no-implicit-flow',
  title: 'Tokens are issued by the OAuth implicit flow.',
  why: 'The implicit flow hands the access token over in the URL of a redirect. It stays in the history of the browser, can be read by scripts and sent on in the `Referer`, and nothing ties it to the client that asked for it.',
  fix: 'Use the authorization code flow with PKCE, also for apps in a browser, and switch the implicit flow off at the authorization server.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522],
    controls: ['TOKEN-1'],
    specifications: ['RFC 9700, section 2.1.2'],
  },
  falsePositives:
    'A scheme that no operation requires is left undecided: whether the authorization server still issues tokens this way, the description cannot say. A scheme that is `deprecated` (OpenAPI 3.2) is left alone where every operation accepts another one as well.',
  select: 'securityScheme',
  check(scheme, context) {
    judgeFlow(scheme, 'implicit', 'which hands tokens over in the URL', context)
  },
  examples: {
    bad: [
      {
        title: 'Beside a flow that is fine',
        text: `
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit:
#       ^^^^^^^^
          authorizationUrl: https://id.example.com/authorize
          scopes: { orders: Orders }
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'In a scheme that is reached through `$ref`, once for all operations',
        text: `
paths:
  /orders:
    get:
      security: [{ login: [orders] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ login: [orders] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { orders: Orders } }
#       ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: implicit
#         ^^^^^^^^
    authorizationUrl: https://id.example.com/authorize
    scopes: { orders: Orders }
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 3.2: deprecated, but nothing else is accepted',
        format: 'oas3.2',
        text: `
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      deprecated: true
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { orders: Orders } }
#       ^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: required by the server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: [orders]
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { orders: Orders } }
#       ^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: required by the operation',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: events.example.com, protocol: wss }
channels:
  orders: { address: /orders }
operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    security:
      - $ref: '#/components/securitySchemes/oauth'
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', availableScopes: { orders: Orders } }
#       ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The authorization code flow; a scope and a scheme that are called `implicit`',
        text: `
security:
  - implicit: [implicit]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    implicit:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { implicit: What need not be said }
`,
      },
      {
        title: 'Declared, but required nowhere: not decided',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    oauth:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { orders: Orders } }
#       ~~~~~~~~
`,
      },
      {
        title: 'OpenAPI 3.2: deprecated, and everything accepts another scheme',
        format: 'oas3.2',
        text: `
security:
  - oauth: [orders]
  - oidc: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
    oauth:
      type: oauth2
      deprecated: true
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { orders: Orders } }
`,
      },
    ],
  },
})
