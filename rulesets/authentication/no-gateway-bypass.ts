import { defineRule, type Node, type Operation } from '@specward/core'
import { flagOf } from './gateway-flags.ts'

export default defineRule({
  id: 'no-gateway-bypass',
  title: 'A gateway is told to let callers in whom `security` would turn away.',
  why: 'The gateway does what its extension says, not what `security` says. The description promises authentication, reviewers believe it, and the API behind the gateway is open.',
  fix: 'Remove the extension, or, where the operation is meant to be public, say so with `security: []` as well.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [306, 1188],
    controls: ['AUTHN-1', 'INFRA-2'],
    specifications: [
      'Amazon API Gateway: x-amazon-apigateway-auth',
      'Google Cloud Endpoints: x-google-allow',
      'WSO2 API Manager: x-auth-type, x-wso2-disable-security, x-wso2-application-security',
      'Alibaba Cloud API Gateway: x-aliyun-apigateway-auth-type',
      'Tyk: ignoreAuthentication',
      'Kong: config.anonymous of x-kong-plugin-* and x-kong-security-*',
    ],
  },
  falsePositives:
    'The API behind the gateway may check credentials itself. `x-google-backend.disable_auth` is about the credentials that the gateway shows to the backend and lets nobody in, so it is not reported.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const { node } = document
    const demanding = document.operations.filter(
      ({ kind, security }) => kind === 'http' && security.kind === 'required',
    )
    if (demanding.length === 0) return notApplicable()
    const allow = node.child('x-google-allow')
    if (allow?.string?.toLowerCase() === 'all') {
      report({
        at: allow,
        message:
          'Google Cloud Endpoints lets every call through that no operation describes, such as `/Orders` in place of `/orders`, without the authentication that `security` asks for.',
      })
    }
    const byLine = new Map<Node, { effect: string; operations: Operation[] }>()
    for (const operation of demanding) {
      const flag = flagOf(operation, node)
      if (!flag) continue
      const known = byLine.get(flag.node)
      if (known) known.operations.push(operation)
      else byLine.set(flag.node, { effect: flag.effect, operations: [operation] })
    }
    for (const [at, { effect, operations }] of byLine) {
      const [first] = operations
      const { decidedBy } = first?.security ?? {}
      const what =
        operations.length === 1 && first
          ? `\`security\` asks for authentication at \`${first.label}\``
          : `\`security\` asks for authentication at ${operations.length} operations`
      report({
        at,
        message: `${what}, but ${effect}.`,
        operations: operations.map(({ label }) => label),
        related: decidedBy ? [{ at: decidedBy, message: 'what the description promises' }] : [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Amazon API Gateway, in a path item that is reached through `$ref`',
        text: `
security: [{ token: [] }]
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  pathItems:
    Orders:
      get:
        x-amazon-apigateway-auth: { type: none }
#                                         ^^^^
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: Google Cloud Endpoints, and WSO2',
        format: 'oas2',
        text: `
x-google-allow: all
#               ^^^
securityDefinitions:
  key: { type: apiKey, in: query, name: key }
security: [{ key: [] }]
paths:
  /orders:
    get:
      x-auth-type: None
#                  ^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'WSO2, for the whole API',
        text: `
x-wso2-disable-security: true
#                        ^^^^
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Tyk, and Kong',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: OK }
    post:
      operationId: addOrder
      x-kong-plugin-jwt:
        config:
          anonymous: guest
#                    ^^^^^
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
x-tyk-api-gateway:
  middleware:
    operations:
      listOrders:
        ignoreAuthentication:
          enabled: true
#                  ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: Alibaba Cloud API Gateway',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Key }
security: [{ key: [] }]
paths:
  /orders:
    get:
      x-aliyun-apigateway-auth-type: ANONYMOUS
#                                    ^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Kong, in the security scheme that a plugin is made of, and an optional token of WSO2',
        text: `
security: [{ login: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      x-wso2-application-security: { security-types: [oauth2], optional: true }
#                                                                        ^^^^
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    login:
      type: openIdConnect
      openIdConnectUrl: https://login.acme.com/.well-known/openid-configuration
      x-kong-security-openid-connect:
        config: { anonymous: guest }
#                            ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The operation is public, and the gateway knows it',
        text: `
security: [{ token: [] }]
paths:
  /status:
    get:
      security: []
      x-amazon-apigateway-auth: { type: NONE }
      responses:
        '200': { description: OK }
  /orders:
    get:
      x-amazon-apigateway-auth: { type: AWS_IAM }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: an API key, which Amazon API Gateway asks for all the same',
        text: `
security: [{ key: [] }]
paths:
  /orders:
    get:
      x-amazon-apigateway-auth: { type: NONE }
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-api-key }
`,
      },
      {
        title: 'Near miss: a token is optional beside a client certificate, and plugins that ask for one',
        text: `
x-wso2-mutual-ssl: mandatory
x-wso2-application-security: { security-types: [oauth2], optional: true }
security: [{ token: [] }]
paths:
  /orders:
    get:
      x-aliyun-apigateway-auth-type: APP
      x-kong-plugin-jwt: { config: { anonymous: null } }
      x-auth-type: Application & Application User
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: how the gateway signs in at the backend',
        text: `
security: [{ token: [] }]
x-google-allow: configured
x-google-backend: { address: 'https://orders.acme.com', disable_auth: true }
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})
