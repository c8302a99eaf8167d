import { defineRule, type OAuthFlow } from '@specward/core'

/** Flows that issue no refresh token, and where that is said. */
const WITHOUT_REFRESH: Readonly<Record<string, string>> = {
  implicit: 'RFC 6749, section 4.2.2',
  clientCredentials: 'RFC 6749, section 4.4.3',
}

export default defineRule({
  id: 'no-misplaced-refresh-url',
  title: 'A URL for refresh tokens stands at a flow that issues none.',
  why: 'The implicit flow must not issue refresh tokens, and with client credentials they are pointless: the client can ask for a new access token at any time. Where a server issues them all the same, a credential that lives long lies where nobody looks after it.',
  fix: 'Remove `refreshUrl` from this flow, and check that the authorization server issues no refresh tokens by it.',
  presets: { recommended: 'info', strict: 'info' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1173],
    controls: ['TOKEN-5'],
    specifications: ['RFC 6749, sections 4.2.2 and 4.4.3'],
  },
  falsePositives:
    'Some authorization servers issue refresh tokens for client credentials against the advice of RFC 6749. The finding stands there too: what they issue is what should not be.',
  select: 'securityScheme',
  check({ name, flows }, { report, notApplicable, model }) {
    const judged = flows.filter(({ kind }) => Object.hasOwn(WITHOUT_REFRESH, kind))
    if (judged.length === 0) return notApplicable()
    for (const flow of judged) {
      const url = model.resolve(flow.node)?.child('refreshUrl')
      if (url === undefined) continue
      report({
        at: { node: url, part: 'key' },
        message: `\`${name}\` has a \`refreshUrl\` at the ${flow.kind} flow, which ${reasonOf(flow)}.`,
        discriminator: flow.kind,
        fix: {
          title: 'Remove `refreshUrl`',
          // what should not be issued may be issued all the same
          kind: flow.kind === 'implicit' ? 'safe' : 'suggested',
          edits: [{ node: url, edit: { op: 'remove', path: url.path } }],
        },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Client credentials',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          refreshUrl: https://id.example.com/refresh
#         ^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
      {
        title: 'The implicit flow, in a scheme that is reached through `$ref`',
        text: `
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        implicit:
          authorizationUrl: https://id.example.com/authorize
          refreshUrl: https://id.example.com/token
#         ^^^^^^^^^^
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
          tokenUrl: https://id.example.com/token
          refreshUrl: https://id.example.com/token
#         ^^^^^^^^^^
          scopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'The authorization code flow, which issues them',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          refreshUrl: https://id.example.com/token
          scopes: { orders: Orders }
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 3: client credentials without it',
        format: 'asyncapi3',
        text: `
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          availableScopes: { orders: Orders }
`,
      },
    ],
  },
})

function reasonOf({ kind }: OAuthFlow): string {
  const section = WITHOUT_REFRESH[kind] ?? ''
  return kind === 'implicit'
    ? `must not issue refresh tokens (${section})`
    : `should issue no refresh tokens (${section})`
}
