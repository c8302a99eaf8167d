import { defineRule, type SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'no-unlisted-security-scheme',
  title: 'Operations are protected by a kind of scheme that the organisation does not allow.',
  why: 'An organisation secures, monitors and rotates the kinds of credential that it has chosen. Whatever is beside them escapes that: a key that somebody hands out by mail, a password that nobody changes.',
  fix: 'Use a scheme of an allowed kind, or add this kind to `allowed`.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: { owasp: ['API2:2023'], cwe: [1390], controls: ['AUTHN-4'] },
  falsePositives:
    'The rule judges nothing until `allowed` names a kind. Schemes that are declared and required nowhere are reported by `no-unused-security-scheme`.',
  select: 'securityScheme',
  options: {
    allowed: {
      type: 'string-list',
      default: [] as readonly string[],
      description:
        'Kinds that are allowed: a `type`, or a type with what makes it more precise, such as `oauth2`, `openIdConnect`, `mutualTLS`, `http bearer`, `apiKey header`, `scramSha512`. Case does not matter. Empty: nothing is judged.',
    },
  },
  check(scheme, { report, notApplicable, options }) {
    if (options.allowed.length === 0) return notApplicable()
    const kind = kindOf(scheme)
    if (options.allowed.some((entry) => isOfKind(kind, wordsOf(entry)))) return
    const labels = scheme.operations.map(({ label }) => label)
    if (labels.length === 0) return notApplicable()
    report({
      at: scheme.node.child('scheme') ?? scheme.node.child('type') ?? scheme.node,
      message: `\`${scheme.name}\` protects ${listed(labels)} by \`${kind.join(' ')}\`, which is not among the kinds that are allowed: ${listed(options.allowed, 6)}.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'With `allowed: [oauth2, mutualTLS]`, a key beside OAuth, reached through `$ref`',
        options: { allowed: ['oauth2', 'mutualTLS'] },
        text: `
security:
  - oauth: []
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { $ref: '#/components/securitySchemes/header' }
    header: { type: apiKey, in: header, name: X-Api-Key }
#                   ^^^^^^
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} }
`,
      },
      {
        title:
          'OpenAPI 2.0, with `allowed: [http bearer, apiKey header]`: a password is another scheme of HTTP',
        format: 'oas2',
        options: { allowed: ['http bearer', 'apiKey header'] },
        text: `
securityDefinitions:
  password: { type: basic }
#                   ^^^^^
security: [{ password: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 3, with `allowed: [X509]`',
        format: 'asyncapi3',
        options: { allowed: ['X509'] },
        text: `
servers:
  main:
    host: broker.example.com:9093
    protocol: kafka-secure
    security:
      - type: plain
#             ^^^^^
channels:
  orders: { address: orders }
operations:
  receiveOrders: { action: receive, channel: { $ref: '#/channels/orders' } }
`,
      },
    ],
    good: [
      {
        title: 'With `allowed: [http, OAUTH2]`, every scheme of HTTP, and OAuth',
        options: { allowed: ['http', 'OAUTH2'] },
        text: `
security:
  - token: []
  - oauth: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: Bearer }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} }
`,
      },
      {
        title: 'AsyncAPI 2, with `allowed: [scramSha512]`',
        format: 'asyncapi2',
        options: { allowed: ['scramSha512'] },
        text: `
servers:
  production: { url: broker.example.com, protocol: kafka-secure, security: [{ scram: [] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    scram: { type: scramSha512 }
`,
      },
      {
        title: 'OpenAPI 2.0: nothing is allowed or forbidden until the option says so',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
security: [{ password: [] }]
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

/** As an option writes it: `http bearer`, `apiKey header`, `oauth2`. */
function kindOf({ type, httpScheme, in: place }: SecurityScheme): readonly string[] {
  return [type, httpScheme ?? place].filter((word) => word !== undefined)
}

/** `http` covers every scheme of HTTP, `http bearer` one of them. */
function isOfKind(kind: readonly string[], entry: readonly string[]): boolean {
  return entry.length > 0 && entry.every((word, index) => kind[index]?.toLowerCase() === word)
}

function wordsOf(entry: string): readonly string[] {
  return entry
    .toLowerCase()
    .split(/[\s:/]+/)
    .filter((word) => word !== '')
}
