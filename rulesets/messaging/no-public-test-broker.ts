import { defineRule, type Node, type ServerExpansion } from '@specward/core'
import { isTestBroker } from './test-brokers.ts'

export default defineRule({
  id: 'no-public-test-broker',
  title: 'Messages go to a public broker for tests.',
  why: 'Everybody in the world can read what is sent to such a broker, and send messages in the name of others. Wildcards find the topics.',
  fix: 'Use a broker of your own that asks for authentication. Leave brokers for tests out of the description that others build upon.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: { owasp: ['API9:2023', 'API8:2023'], cwe: [668, 1059], controls: ['INV-4', 'CONFIG-4'] },
  falsePositives: 'A description that is only there to try something out.',
  select: 'server',
  check(expansion, { report, notApplicable }) {
    if (!isFirst(expansion)) return notApplicable()
    if (!isTestBroker(expansion.host)) return
    const { server, host } = expansion
    report({
      at: addressOf(server.node) ?? server.node,
      message: `Server \`${server.name ?? host}\` uses the public test broker \`${host}\`: anyone can read what is sent there.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: by a variable, in a server that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  devices: { $ref: '#/components/servers/Devices' }
components:
  servers:
    Devices:
      host: '{broker}:8883'
#           ^^^^^^^^^^^^^^^
      protocol: mqtts
      variables:
        broker: { default: mqtt.example.com, enum: [mqtt.example.com, test.mosquitto.org] }
`,
      },
      {
        title: 'AsyncAPI 2: over TLS, which does not help',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: broker.hivemq.com:8883
#        ^^^^^^^^^^^^^^^^^^^^^^
    protocol: mqtts
`,
      },
    ],
    good: [
      {
        title: "AsyncAPI 3: a broker of the same makers that is one's own",
        format: 'asyncapi3',
        text: `
servers:
  production: { host: 'a1b2c3.s1.eu.hivemq.cloud:8883', protocol: mqtts }
`,
      },
      {
        title: 'AsyncAPI 2: a name that only holds the other',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: test.mosquitto.org.example.com, protocol: mqtts }
`,
      },
    ],
  },
})

function isFirst(expansion: ServerExpansion): boolean {
  return expansion.server.expansions.find(({ host }) => isTestBroker(host)) === expansion
}

function addressOf(server: Node): Node | undefined {
  return server.child('host') ?? server.child('url')
}
