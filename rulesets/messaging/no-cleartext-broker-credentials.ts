import { defineRule, type ServerExpansion, secureTwin } from '@specward/core'
import { exposureOf, isFirstOfLine, privateBecause, unknownBecause } from '../transport/exposure.ts'
import { listedAs } from '../wording.ts'
import { secretsOf } from './credentials.ts'
import { secureProtocol } from './secure-protocol.ts'

export default defineRule({
  id: 'no-cleartext-broker-credentials',
  title: 'Credentials for a message broker travel unencrypted.',
  why: 'A password or key that travels unencrypted can be picked up by everybody on the way, and used to read and send messages until it is revoked.',
  fix: 'Connect over TLS. Then replace the credentials that have been sent without it.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [319, 523],
    controls: ['TRANSPORT-3', 'TRANSPORT-5'],
  },
  falsePositives:
    'SCRAM, GSSAPI and client certificates prove a secret without sending it, and are not reported.',
  select: 'server',
  check(expansion, { report, undecided, notApplicable }) {
    const secrets = secretsOf(expansion.server)
    if (secrets.length === 0) return notApplicable()
    const exposure = exposureOf(expansion)
    if (!isFirstOfLine(expansion)) return notApplicable()
    if (exposure === 'protected') return
    const at = expansion.decidedBy
    if (exposure === 'private') return undecided({ at, because: privateBecause(expansion) })
    if (exposure === 'unknown') return undecided({ at, because: unknownBecause(expansion) })
    report({
      at,
      message: messageFor(expansion, [...new Set(secrets.map(({ name }) => name))]),
      fix: secureProtocol(expansion),
      related: secrets.slice(0, 3).map(({ node, name }) => ({
        at: { node, part: node.isObject ? 'value' : 'key' },
        message: `\`${name}\` is asked for here.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a password over MQTT',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: mqtt.example.com
    protocol: mqtt
#             ^^^^
    security:
      - $ref: '#/components/securitySchemes/password'
components:
  securitySchemes:
    password: { type: userPassword }
`,
      },
      {
        title: 'AsyncAPI 3: asked for by an operation',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: ws
#             ^^
channels:
  orders: { address: /orders }
operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    security:
      - type: http
        scheme: bearer
`,
      },
      {
        title: 'AsyncAPI 2: SASL PLAIN over Kafka, in a server that is reached through `$ref`',
        format: 'asyncapi2',
        text: `
servers:
  production: { $ref: '#/components/servers/Kafka' }
components:
  servers:
    Kafka:
      url: kafka.example.com:9092
      protocol: kafka
#               ^^^^^
      security:
        - sasl: []
  securitySchemes:
    sasl: { type: plain }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: over TLS, and SCRAM, which sends no password',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: mqtt.example.com
    protocol: mqtts
    security:
      - type: userPassword
  legacy:
    host: kafka.example.com:9092
    protocol: kafka
    security:
      - type: scramSha512
`,
      },
      {
        title: 'AsyncAPI 3: a private host: not decided',
        format: 'asyncapi3',
        text: `
servers:
  staging:
    host: rabbit:5672
    protocol: amqp
#             ~~~~
    security:
      - type: userPassword
`,
      },
      {
        title: 'AsyncAPI 2: the operation that asks for a token is reached over TLS',
        format: 'asyncapi2',
        text: `
servers:
  public: { url: ws.example.com, protocol: ws }
  private: { url: wss.example.com, protocol: wss }
channels:
  orders:
    servers: [private]
    subscribe:
      security:
        - token: []
      message: { payload: { type: object } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

function messageFor({ protocol, server }: ServerExpansion, names: readonly string[]): string {
  const rest = `send the credentials of ${listedAs('or', names)} to \`${server.name ?? server.template}\` unencrypted, over \`${protocol}\``
  const twin = secureTwin(protocol)
  const hasTls = server.expansions.some((other) => exposureOf(other) === 'protected')
  return hasTls && twin !== undefined ? `By default clients ${rest}; use \`${twin}\`.` : `Clients ${rest}.`
}
