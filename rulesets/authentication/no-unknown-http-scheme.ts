import { defineRule, nearest } from '@specward/core'
import { listed } from '../wording.ts'

/** IANA HTTP Authentication Scheme Registry, as it is written there. */
const REGISTERED = [
  ...['Basic', 'Bearer', 'Concealed', 'Digest', 'DPoP', 'GNAP', 'HOBA', 'Mutual', 'Negotiate', 'OAuth'],
  ...['PrivateToken', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'vapid'],
]

const KNOWN: ReadonlySet<string> = new Set(REGISTERED.map((name) => name.toLowerCase()))

/** What authors write for a scheme that has another name. */
const MEANT: Readonly<Record<string, string>> = { jwt: 'Bearer', token: 'Bearer', oauth2: 'Bearer' }

export default defineRule({
  id: 'no-unknown-http-scheme',
  title: 'A scheme of HTTP authentication is not registered.',
  why: 'Gateways, generators and scanners act on the names that they know. A scheme with another name is left out of what they generate and check, and a slip in a name (`baerer`) turns authentication off where they do.',
  fix: 'Write the scheme as it is registered. Describe one of your own as `type: apiKey` with `in: header` and `name: Authorization`, or add it to `also`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1390],
    controls: ['AUTHN-4'],
    specifications: ['RFC 9110, section 11.1', 'IANA HTTP Authentication Scheme Registry'],
  },
  falsePositives:
    'Cloud providers and products have schemes of their own that nobody registered, such as `AWS4-HMAC-SHA256` or `SharedKey`: add them to `also`. NTLM is judged by `no-legacy-authentication`.',
  select: 'securityScheme',
  options: {
    also: {
      type: 'string-list',
      default: [] as readonly string[],
      description: 'Further schemes that are known here, such as `AWS4-HMAC-SHA256`. Case does not matter.',
    },
  },
  check(scheme, { report, notApplicable, options }) {
    const { httpScheme, type, operations } = scheme
    if (type !== 'http' || httpScheme === undefined) return notApplicable()
    if (KNOWN.has(httpScheme) || httpScheme === 'ntlm') return
    if (options.also.some((name) => name.trim().toLowerCase() === httpScheme)) return
    const node = scheme.node.child('scheme') ?? scheme.node
    const meant = probably(httpScheme)
    const labels = operations.map(({ label }) => label)
    const uses = labels.length === 0 ? '' : `, which protects ${listed(labels)},`
    report({
      at: node,
      message: `\`${scheme.name}\`${uses} is of the HTTP scheme \`${node.string ?? httpScheme}\`, which is not registered.${meant === undefined ? '' : ` Did you mean \`${meant.toLowerCase()}\`?`}`,
      ...(meant === undefined
        ? {}
        : {
            fix: {
              title: `Write \`${meant.toLowerCase()}\``,
              kind: 'suggested',
              edits: [{ node, edit: { op: 'set', path: node.path, value: meant.toLowerCase() } }],
            },
          }),
    })
  },
  examples: {
    bad: [
      {
        title: 'Misspelt, and the format of the token in place of the scheme',
        text: `
security:
  - token: []
  - other: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: baerer }
#                                ^^^^^^
    other: { $ref: '#/components/securitySchemes/jwt' }
    jwt: { type: http, scheme: JWT }
#                              ^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: 'wss://events.example.com', protocol: wss, security: [{ signed: [] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    signed: { type: http, scheme: acme-hmac }
#                                 ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security:
      - { type: http, scheme: bearerAuth }
#                             ^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Registered, in any case; a name of one’s own says nothing',
        text: `
security:
  - baerer: []
  - bound: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    baerer: { type: http, scheme: BEARER }
    bound: { type: http, scheme: DPoP }
`,
      },
      {
        title: 'AsyncAPI 3: a mechanism of SASL is none of HTTP',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: broker.example.com
    protocol: kafka-secure
    security:
      - { type: scramSha256 }
`,
      },
    ],
  },
})

/** The registered name that a writer had in mind: by habit, as a beginning (`bearerAuth`), or nearly spelt so. */
function probably(written: string): string | undefined {
  if (Object.hasOwn(MEANT, written)) return MEANT[written]
  const beginning = REGISTERED.find((name) => name.length > 4 && written.startsWith(name.toLowerCase()))
  return beginning ?? nearest(written, REGISTERED)
}
