import { defineRule } from '@specward/core'
import { exposureOf, isFirstOfLine, privateBecause, unknownBecause } from '../transport/exposure.ts'
import { secretsOf } from './credentials.ts'
import { secureProtocol } from './secure-protocol.ts'

export default defineRule({
  id: 'no-plaintext-protocol',
  title: 'A message broker can be reached without encryption.',
  why: 'Over an unencrypted protocol, everybody on the way can read and change messages.',
  fix: 'Use the variant of the protocol over TLS (`kafka-secure`, `mqtts`, `amqps`, `wss`) at the port on which the broker speaks it, and switch the other one off.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['asyncapi'],
  references: { owasp: ['API8:2023'], cwe: [319], controls: ['TRANSPORT-5'], specifications: ['RFC 9325'] },
  falsePositives:
    'A protocol counts as encrypted at its registered port for TLS (MQTT 8883, AMQP 5671), where the server asks for a client certificate, where its URL begins with a protocol over TLS, by `x-tls: true` and by `cipherSpec` of the IBM MQ binding. Brokers with a private name or address, protocols that tell nothing, ports for TLS by custom (Kafka 9093) and servers whose description or security scheme speaks of TLS (`SASL_SSL`) are left undecided. Where clients send a password, key or token as well, `no-cleartext-broker-credentials` speaks in place of this rule.',
  select: 'server',
  check(expansion, { report, undecided, notApplicable }) {
    // then `no-cleartext-broker-credentials` speaks, of the worse thing at the same place
    if (secretsOf(expansion.server).length > 0) return notApplicable()
    const exposure = exposureOf(expansion)
    if (!isFirstOfLine(expansion)) return notApplicable()
    if (exposure === 'protected') return
    const at = expansion.decidedBy
    if (exposure === 'unknown') return undecided({ at, because: unknownBecause(expansion) })
    if (exposure === 'private') return undecided({ at, because: privateBecause(expansion) })
    const { protocol, server } = expansion
    report({
      at,
      message: `Server \`${server.name ?? server.template}\` speaks \`${protocol}\`, which is not encrypted.`,
      fix: secureProtocol(expansion),
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: Kafka without TLS',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com:9092
    protocol: kafka
#             ^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: a server that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  production: { $ref: '#/components/servers/Events' }
components:
  servers:
    Events:
      host: events.example.com
      protocol: ws
#               ^^
`,
      },
      {
        title: 'AsyncAPI 2: MQTT without TLS',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: mqtt.example.com:1883
    protocol: mqtt
#             ^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: TLS by protocol and by port; a broker on the machine itself',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
  devices: { host: 'mqtt.example.com:8883', protocol: mqtt }
  local: { host: 'localhost:9092', protocol: kafka }
`,
      },
      {
        title: 'AsyncAPI 3: a password is sent as well, of which `no-cleartext-broker-credentials` speaks',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com:9092
    protocol: kafka
    security:
      - type: plain
`,
      },
      {
        title:
          'AsyncAPI 2: TLS by the URL and by an extension; only spoken of in the description: not decided',
        format: 'asyncapi2',
        text: `
servers:
  devices: { url: 'mqtts://mqtt.example.com', protocol: mqtt }
  events: { url: kafka.example.com, protocol: kafka, x-tls: true }
  orders:
    url: orders.example.com
    protocol: kafka
#             ~~~~~
    description: Listener with SASL_SSL.
`,
      },
      {
        title: 'AsyncAPI 3: a private host: not decided',
        format: 'asyncapi3',
        text: `
servers:
  staging:
    host: kafka.internal:9092
    protocol: kafka
#             ~~~~~
`,
      },
      {
        title: 'AsyncAPI 2: a client certificate is presented over TLS',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: kafka.example.com:9094
    protocol: kafka
    security:
      - certificate: []
components:
  securitySchemes:
    certificate: { type: X509 }
`,
      },
    ],
  },
})
