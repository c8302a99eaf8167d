import { defineRule, splitUrl } from '@specward/core'
import { isCoveredBy } from './allowed-hosts.ts'
import { nameOf } from './scheme-url.ts'

export default defineRule({
  id: 'no-unlisted-issuer',
  title: 'Tokens are issued by a host that is not on the list.',
  why: 'Whoever issues the tokens decides who gets in, and people type their passwords at its address. A host that nobody vouches for may be a slip, a leftover of a trial, or an attempt to collect passwords.',
  fix: 'Use an authorization server of the organisation, or add this host to `policy.allowedIssuers` in `specward.yaml`.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [346],
    controls: ['TRANSPORT-2', 'SUPPLY-2'],
    specifications: ['RFC 8414, section 2', 'RFC 9700, section 4.4'],
  },
  falsePositives:
    'The rule judges nothing until `policy.allowedIssuers` names a host. A relative URL belongs to the host of the API, which `no-unlisted-server` judges.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, facts }) {
    const allowed = facts.allowedIssuers
    if (allowed.length === 0 || scheme.urls.length === 0) return notApplicable()
    for (const entry of scheme.urls) {
      const host = splitUrl(entry.url.trim()).host.toLowerCase()
      if (host === '' || isCoveredBy(host, allowed)) continue
      if (host.includes('{')) {
        undecided({ at: entry.node, because: `the host of \`${entry.url}\` is left open` })
        continue
      }
      report({
        at: entry.node,
        message: `\`${nameOf(entry)}\` of \`${scheme.name}\` leads to \`${host}\`, which is not among the allowed issuers.`,
        discriminator: nameOf(entry),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'With `allowedIssuers: [id.example.com]`, one URL leads elsewhere',
        facts: { allowedIssuers: ['id.example.com'] },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com.trial.test/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'OpenID Connect, in a scheme that is reached through `$ref`',
        facts: { allowedIssuers: ['*.example.com'] },
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oidc' }
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://example.org/.well-known/openid-configuration
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        facts: { allowedIssuers: ['id.example.com'] },
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://login.example.org/token
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        facts: { allowedIssuers: ['id.example.com'] },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://login.example.org/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        facts: { allowedIssuers: ['id.example.com'] },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://login.example.org/token
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          availableScopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'With `allowedIssuers: ["*.example.com"]`, hosts below it in any case, and a relative URL',
        facts: { allowedIssuers: ['*.example.com'] },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://ID.example.com:8443/authorize
          tokenUrl: /token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'The host is left open: not decided',
        facts: { allowedIssuers: ['id.example.com'] },
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://{tenant}.example.org/token
#                   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          scopes: { orders: Orders }
`,
      },
      {
        title: 'While no issuers are listed, nothing is judged',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://login.example.org/token', scopes: {} }
`,
      },
    ],
  },
})
