import { defineRule, type Fix, type SchemeUrl } from '@specward/core'
import { nameOf } from '../transport/scheme-url.ts'
import { blankOf, flawOfUrl, NO_SCHEME } from './oauth-url.ts'

export default defineRule({
  id: 'no-invalid-oauth-url',
  title: 'No client can use a URL of an OAuth or OpenID Connect scheme.',
  why: 'Where the address of the authorization server cannot be used as it stands, everybody puts in what they believe to be meant. A guessed host or path is where passwords and tokens end up in the wrong hands.',
  fix: 'Write the whole `https` URL of the authorization server.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1286],
    controls: ['TRANSPORT-2'],
    specifications: ['OpenAPI 3.1.1, OAuth Flow Object', 'RFC 6749, sections 3.1 and 3.2'],
  },
  falsePositives:
    'A relative URL is resolved against the server or the description from OpenAPI 3.0 on; OpenAPI 2.0 and AsyncAPI ask for an absolute one. Hosts of one label, as in a cluster, are hosts. Whether anybody answers there, nothing is asked. A URL with a blank such as `{tenant}` is left undecided.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, format }) {
    if (scheme.urls.length === 0) return notApplicable()
    for (const entry of scheme.urls) {
      const blank = blankOf(entry.url)
      if (blank !== undefined) {
        undecided({ at: entry.node, because: `\`${blank}\` in the URL is left for the reader to fill in` })
        continue
      }
      const flaw = flawOfUrl(entry.url, format)
      if (flaw === undefined) continue
      const shown = entry.url.trim() === '' ? '' : `: \`${entry.url.trim()}\``
      report({
        at: entry.node,
        message: `\`${nameOf(entry)}\` of \`${scheme.name}\`${shown} ${flaw}.`,
        discriminator: nameOf(entry),
        fix: flaw === NO_SCHEME ? withScheme(entry) : undefined,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Words in place of a URL, a missing scheme, and another scheme than that of the web',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: see the handbook
#                           ^^^^^^^^^^^^^^^^
          tokenUrl: id.example.com/token
#                   ^^^^^^^^^^^^^^^^^^^^
          refreshUrl: urn:example:token
#                     ^^^^^^^^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'No host, in a scheme that is reached through `$ref`',
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oidc' }
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://-/.well-known/openid-configuration
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: relative',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: accessCode
    authorizationUrl: /oauth/authorize
#                     ^^^^^^^^^^^^^^^^
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 2: relative',
        format: 'asyncapi2',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: ../token
#                   ^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 3: a fragment, to which no client can send anything',
        format: 'asyncapi3',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/#/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          availableScopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'Hosts of one label, addresses, and relative URLs',
        text: `
components:
  securitySchemes:
    cluster:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://keycloak:8443/realms/main/token', scopes: {} }
    address:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://[2001:db8::1]/token', scopes: {} }
    relative:
      type: oauth2
      flows:
        authorizationCode: { authorizationUrl: /authorize, tokenUrl: token.php, scopes: {} }
`,
      },
      {
        title: 'A tenant that is to be filled in: not decided',
        text: `
components:
  securitySchemes:
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://id.example.com/{tenant}/.well-known/openid-configuration
#                       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
`,
      },
    ],
  },
})

function withScheme({ node, url }: SchemeUrl): Fix {
  const value = `https://${url.trim()}`
  const edits = [{ node, edit: { op: 'set', path: node.path, value } as const }]
  return { title: `Use \`${value}\``, kind: 'suggested', edits }
}
