import { defineRule } from '@specward/core'
import { listed } from '../wording.ts'
import { isOnItsWayOut } from './flows.ts'

/** HTTP authentication schemes of the past: the name to show, and what is wrong, as the end of a sentence. */
const LEGACY: Readonly<Record<string, { readonly name: string; readonly grievance: string }>> = {
  digest: {
    name: 'Digest',
    grievance: 'whose servers keep what is as good as the password, mostly as an MD5 hash',
  },
  negotiate: {
    name: 'Negotiate',
    grievance: 'which authenticates the connection instead of the request and may fall back to NTLM',
  },
  ntlm: {
    name: 'NTLM',
    grievance:
      'whose hashes can be passed on to other servers and cracked, and which its maker has deprecated',
  },
  oauth: {
    name: 'OAuth 1.0',
    grievance: 'which OAuth 2.0 has replaced and which knows neither scopes nor tokens that expire',
  },
}

export default defineRule({
  id: 'no-legacy-authentication',
  title: 'Operations are protected by an HTTP authentication scheme of the past.',
  why: 'Digest, Negotiate, NTLM and OAuth 1.0 were made for other times: they rest on broken hashes, on connections instead of requests, or on protocols that nobody maintains, and current libraries and gateways support them badly or not at all.',
  fix: 'Use OAuth 2.0 or OpenID Connect for people, client credentials or mutual TLS for programs.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1390, 477],
    controls: ['AUTHN-3', 'AUTHN-4'],
    specifications: [
      'RFC 9110, section 11.1',
      'RFC 7616',
      'RFC 4559, section 6',
      'RFC 5849 (obsoleted by RFC 6749)',
    ],
  },
  falsePositives:
    'Negotiate is Kerberos in many an intranet; an organisation that relies on it adds it to `allow`. Digest may use SHA-256, which the description cannot show. A scheme that no operation requires is not reported, nor one that is `deprecated` (OpenAPI 3.2) where every operation accepts another one as well.',
  select: 'securityScheme',
  options: {
    allow: {
      type: 'string-list',
      default: [] as readonly string[],
      description:
        'Schemes that are not reported: `digest`, `negotiate`, `ntlm`, `oauth`. Case does not matter.',
    },
  },
  check(scheme, { report, notApplicable, options }) {
    const { httpScheme = '', operations } = scheme
    const legacy = Object.hasOwn(LEGACY, httpScheme) ? LEGACY[httpScheme] : undefined
    if (scheme.type !== 'http' || !legacy) return notApplicable()
    if (options.allow.some((allowed) => allowed.trim().toLowerCase() === httpScheme)) return
    if (operations.length === 0 || isOnItsWayOut(scheme)) return
    report({
      at: scheme.node.child('scheme') ?? scheme.node,
      message: `\`${scheme.name}\` protects ${listed(operations.map(({ label }) => label))} by ${legacy.name}, ${legacy.grievance}.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'Digest, and Negotiate in any case',
        text: `
paths:
  /orders:
    get:
      security: [{ digest: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ kerberos: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    digest: { type: http, scheme: digest }
#                                 ^^^^^^
    kerberos: { type: http, scheme: Negotiate }
#                                   ^^^^^^^^^
`,
      },
      {
        title: 'NTLM and OAuth 1.0, reached through `$ref`',
        text: `
security:
  - windows: []
  - legacy: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    windows: { $ref: '#/components/securitySchemes/ntlm' }
    ntlm: { type: http, scheme: NTLM }
#                               ^^^^
    legacy: { type: http, scheme: OAuth }
#                                 ^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - digest: []
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    digest: { type: http, scheme: digest }
#                                 ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
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
      - type: http
        scheme: negotiate
#               ^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Bearer, OAuth 2.0, and a scheme of today that is called `digest`',
        text: `
security:
  - digest: []
  - oauth: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    digest: { type: http, scheme: bearer }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} }
`,
      },
      {
        title: 'Declared, but required nowhere',
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
    unused: { type: http, scheme: ntlm }
`,
      },
    ],
  },
})
