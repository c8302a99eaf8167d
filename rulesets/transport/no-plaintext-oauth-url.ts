import { defineRule, reachOf, splitUrl } from '@specward/core'
import { nameOf } from './scheme-url.ts'
import { securedUrl } from './secure-url.ts'

export default defineRule({
  id: 'no-plaintext-oauth-url',
  title: 'An OAuth or OpenID Connect URL is not encrypted.',
  why: 'Authorization codes, client secrets, tokens and the signing keys of the issuer travel over these URLs. Over plain HTTP an attacker on the way can take them, or answer in the name of the issuer.',
  fix: 'Use the `https` URL of the authorization server.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [319, 523],
    controls: ['TRANSPORT-2'],
    specifications: ['RFC 6749, sections 3.1 and 3.2', 'RFC 8414, section 2'],
  },
  falsePositives:
    'URLs on the machine itself are not reported. A relative URL is as safe as the server that it is resolved against, which `no-plaintext-server` judges.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable }) {
    if (scheme.urls.length === 0) return notApplicable()
    const told = new Set<string>()
    for (const entry of scheme.urls) {
      if (told.has(entry.url)) continue
      told.add(entry.url)
      const { protocol, host, port } = splitUrl(entry.url.trim())
      if (protocol !== 'http') continue
      const reach = reachOf(host)
      if (reach === 'loopback') continue
      if (reach === 'private') {
        undecided({
          at: entry.node,
          because: `\`${entry.url}\` is unencrypted, but \`${host}\` is a private host: whether something else protects its traffic, the description cannot say`,
        })
        continue
      }
      const same = scheme.urls.filter(({ url, node }) => url === entry.url && node !== entry.node)
      const secured = securedUrl(entry.url.trim())
      const kind = port === '' ? 'safe' : 'suggested'
      report({
        at: entry.node,
        covers: [entry, ...same].map(({ node }) => node),
        message: `\`${nameOf(entry)}\` of \`${scheme.name}\` is \`${entry.url}\`, which uses unencrypted \`http\`.`,
        related: same.map(({ node }) => ({ at: node, message: 'The same URL.' })),
        discriminator: entry.url,
        fix:
          secured === undefined
            ? undefined
            : {
                title: `Use \`${secured}\``,
                kind,
                edits: [entry, ...same].map(({ node }) => ({
                  node,
                  edit: { op: 'set', path: node.path, value: secured },
                })),
              },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A token endpoint over HTTP',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: http://id.example.com/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          refreshUrl: HTTP://id.example.com/token
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'Discovery over HTTP, in a scheme that is reached through `$ref`',
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oidc' }
    oidc:
      type: openIdConnect
      openIdConnectUrl: http://id.example.com/.well-known/openid-configuration
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    authorizationUrl: http://id.example.com/authorize
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: http://id.example.com/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: http://id.example.com/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          availableScopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'HTTPS',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'An identity provider on the machine itself, and a relative URL',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: http://localhost:8080/authorize
          tokenUrl: /oauth/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'A private host: not decided',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: http://keycloak:8080/token
#                   ~~~~~~~~~~~~~~~~~~~~~~~~~~
          scopes: { orders: Orders }
`,
      },
    ],
  },
})
