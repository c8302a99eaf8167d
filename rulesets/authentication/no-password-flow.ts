import { defineRule } from '@specward/core'
import { judgeFlow } from './flows.ts'

export default defineRule({
  id: 'no-password-flow',
  title: 'Tokens are issued by the OAuth password flow.',
  why: 'The password flow has people type their password into the client instead of at the authorization server. Every client then sees passwords, people learn to type theirs anywhere, and a second factor or a passkey cannot be asked for.',
  fix: 'Use the authorization code flow with PKCE for people and the client credentials flow for programs, and switch the password flow off at the authorization server.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522],
    controls: ['TOKEN-1'],
    specifications: ['RFC 9700, section 2.4'],
  },
  falsePositives:
    'Frameworks such as FastAPI describe a login form of their own as a password flow. It is one: the client sees the password. A scheme that no operation requires is left undecided, and one that is `deprecated` (OpenAPI 3.2) is left alone where every operation accepts another one as well.',
  select: 'securityScheme',
  check(scheme, context) {
    judgeFlow(scheme, 'password', 'in which the client gets to see the password', context)
  },
  examples: {
    bad: [
      {
        title: 'As frameworks generate it',
        text: `
paths:
  /orders:
    get:
      security:
        - OAuth2PasswordBearer: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    OAuth2PasswordBearer:
      type: oauth2
      flows:
        password:
#       ^^^^^^^^
          tokenUrl: token
          scopes: {}
`,
      },
      {
        title: 'In a scheme that is reached through `$ref`',
        text: `
security:
  - login: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        password: { tokenUrl: 'https://id.example.com/token', scopes: {} }
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
    flow: password
#         ^^^^^^^^
    tokenUrl: https://id.example.com/token
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
        password: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
#       ^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: right in the list of the operation',
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
      - type: oauth2
        flows:
          password: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
#         ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Client credentials; an API key that is called `password`',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
        - password: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    password: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'OpenAPI 2.0: declared, but required nowhere: not decided',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
  oauth:
    type: oauth2
    flow: password
#         ~~~~~~~~
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})
