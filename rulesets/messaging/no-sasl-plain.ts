import { defineRule, type Model } from '@specward/core'
import { isAskedFor } from './credentials.ts'

/** What takes the place of a password that is sent, strongest first. */
const BETTER = ['X509', 'oauth2', 'openIdConnect', 'scramSha512', 'scramSha256', 'gssapi']

export default defineRule({
  id: 'no-sasl-plain',
  title: 'Clients of a broker send their password as it is (SASL PLAIN).',
  why: 'With PLAIN the broker sees every password, also a broker that only pretends to be it, and whoever reads its memory or its logs. SCRAM proves that the password is known and never sends it.',
  fix: 'Use `scramSha512`, client certificates (`X509`) or `oauth2`.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1390],
    controls: ['AUTHN-3'],
    specifications: ['RFC 4616, section 4', 'RFC 5802'],
  },
  falsePositives:
    'Some brokers offer nothing but PLAIN, among them managed ones that use it for API keys. A scheme that nothing asks for is not reported.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    if (scheme.type !== 'plain' || !isAskedFor(scheme, model)) return notApplicable()
    const better = betterBeside(model)
    const offer = better === undefined ? '' : `, although the document knows \`${better}\``
    report({
      at: scheme.node.child('type') ?? scheme.node,
      message: `\`${scheme.name}\` is SASL PLAIN: clients send the password itself to the broker${offer}.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: over TLS, with SCRAM beside it',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security:
      - $ref: '#/components/securitySchemes/password'
      - $ref: '#/components/securitySchemes/scram'
components:
  securitySchemes:
    password: { type: plain }
#                     ^^^^^
    scram: { type: scramSha512 }
`,
      },
      {
        title: 'AsyncAPI 2: asked for by an operation',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: kafka.example.com, protocol: kafka-secure }
channels:
  orders:
    publish:
      security: [{ password: [] }]
      message: { payload: { type: string } }
components:
  securitySchemes:
    password: { type: plain }
#                     ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: SCRAM',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security: [{ type: scramSha256 }]
`,
      },
      {
        title: 'AsyncAPI 2: declared, but asked for by nothing',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: kafka.example.com
    protocol: kafka-secure
    security: [{ scram: [] }]
components:
  securitySchemes:
    scram: { type: scramSha512, description: In place of plain. }
    old: { type: plain }
`,
      },
    ],
  },
})

function betterBeside(model: Model): string | undefined {
  const types = new Set(model.select('securityScheme').map(({ type }) => type))
  return BETTER.find((type) => types.has(type))
}
