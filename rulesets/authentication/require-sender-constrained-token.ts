import { type ApiDocument, defineRule, type Operation, type SecurityScheme, tokens } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'require-sender-constrained-token',
  title: 'An API of high value accepts tokens from whoever holds them.',
  why: 'A bearer token works for everybody who gets hold of it: from a log, a proxy, or a hacked partner. Where money, health or identities are at stake, a token should be of use to the client alone that it was issued to.',
  fix: 'Bind tokens to a key of the client, by mutual TLS (RFC 8705) or DPoP (RFC 9449), and say so: `type: mutualTLS` beside the token, `scheme: DPoP`, or in the description of the scheme.',
  presets: { strict: 'hint' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [294],
    controls: ['TOKEN-6'],
    specifications: ['RFC 9449', 'RFC 8705, section 3', 'RFC 9700, section 2.2.1'],
  },
  falsePositives:
    'Which APIs are of high value is told by words in the title, tags and paths for payments, banking, health and identity. An authorization server may bind its tokens without the description saying so.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const schemes = document.schemes.filter(({ operations }) => operations.some(isCall))
    const [first] = schemes
    const field = first && fieldOf(document)
    if (!first || field === undefined) return notApplicable()
    if (!schemes.every(isBearer)) return
    if (schemes.some(isSaidToBeBound) || BOUND.test(document.node.at('info', 'description')?.string ?? ''))
      return
    report({
      at: { node: first.node, part: first.node.parent?.isList ? 'value' : 'key' },
      covers: schemes.map(({ node }) => node),
      message: `Tokens of ${listed([...new Set(schemes.map(({ name }) => name))])} work for whoever holds them (no DPoP or mTLS is documented), and this API ${field}.`,
      related: schemes.slice(1).map(({ node }) => ({ at: node, message: 'Same here.' })),
    })
  },
  examples: {
    bad: [
      {
        title: 'Payments, by the title, and a scheme that is reached through `$ref`',
        text: `
info: { title: Payments API, version: '1' }
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { $ref: '#/components/securitySchemes/bearer' }
    bearer: { type: http, scheme: bearer }
#   ^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: by most of the paths',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
# ^^^^^
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { patients: Patients }
security: [{ oauth: [patients] }]
paths:
  /patients:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
info: { title: Bank transfers, version: '1' }
servers:
  production:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/token' }]
channels:
  transfers: { address: /transfers }
operations:
  sendTransfers: { action: send, channel: { $ref: '#/channels/transfers' } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
#   ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Client certificates beside the token, and an API about something else',
        text: `
info: { title: Payments API, version: '1' }
security: [{ token: [], certificate: [] }]
paths:
  /payments:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Said in the description; health of a service is another thing',
        text: `
info: { title: Health checks, version: '1' }
security: [{ token: [] }]
paths:
  /health:
    get:
      responses:
        '200': { description: OK }
  /payments/{id}:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer, description: Tokens are bound to the client by DPoP. }
`,
      },
      {
        title: 'AsyncAPI 2: certificates',
        format: 'asyncapi2',
        text: `
info: { title: Payments, version: '1' }
servers:
  production: { url: 'kafka.example.com:9093', protocol: kafka-secure, security: [{ certificate: [] }] }
channels:
  payments:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    certificate: { type: X509 }
`,
      },
    ],
  },
})

/** Words of titles, tags and paths in the singular, and what an API does that uses them. */
const FIELDS: readonly (readonly [about: string, words: ReadonlySet<string>])[] = [
  ['moves money', new Set(words('payment payout wallet transfer checkout remittance acquiring'))],
  ['gives access to bank accounts', new Set(words('bank banking openbanking psd2 fapi ledger'))],
  ['holds health data', new Set(words('patient fhir clinical medical healthcare prescription'))],
  ['manages identities', new Set(words('identity kyc eidas passport'))],
]

const PEOPLE: ReadonlySet<string> = new Set(words('identity user account person'))

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** What makes the API one of high value: the title says it, or at least half of the operations do. */
function fieldOf({ title, operations }: ApiDocument): string | undefined {
  const called = operations.filter(isCall)
  // a title with "identity" can mean who is signed in, where the paths speak of something else
  const titleWords = tokens(title ?? '').filter(
    (word) => word !== 'identity' || called.some(({ path }) => tokens(path).some((each) => PEOPLE.has(each))),
  )
  const named = FIELDS.find(([, known]) => titleWords.some((word) => known.has(word)))
  if (named) return named[0]
  const counts = new Map<string, number>()
  for (const { tags, path } of called) {
    const spoken = [
      ...tokens(tags.join(' ')).filter((word) => word !== 'identity'),
      ...tokens(path.replaceAll(/\{[^{}]*\}/g, '')),
    ]
    for (const [about, known] of FIELDS) {
      if (spoken.some((word) => known.has(word))) counts.set(about, (counts.get(about) ?? 0) + 1)
    }
  }
  return [...counts].find(([, count]) => count * 2 >= called.length)?.[0]
}

function isCall({ kind }: Operation): boolean {
  return kind === 'http' || kind === 'message'
}

function isBearer({ type, httpScheme }: SecurityScheme): boolean {
  return type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && httpScheme === 'bearer')
}

const BOUND =
  /\bDPoP\b|\bmTLS\b|mutual[- ]TLS|sender[- ]constrain|certificate[- ]bound|holder[- ]of[- ]key|RFC ?(?:8705|9449)/i

function isSaidToBeBound({ node, bearerFormat }: SecurityScheme): boolean {
  return BOUND.test(`${node.child('description')?.string ?? ''} ${bearerFormat ?? ''}`)
}
