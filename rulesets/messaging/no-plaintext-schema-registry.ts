import { defineRule, reachOf, splitUrl } from '@specward/core'

export default defineRule({
  id: 'no-plaintext-schema-registry',
  title: 'The schema registry of a broker is reached without encryption.',
  why: 'Consumers decode messages by the schema that the registry gives them. Whoever can change it on the way decides how they read every message, and picks up the credentials for the registry.',
  fix: 'Use the `https` URL of the registry.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319],
    controls: ['TRANSPORT-5'],
    specifications: ['AsyncAPI bindings for Kafka, Server Binding Object'],
  },
  falsePositives:
    'A registry on the machine itself is not reported, one within a private network is left undecided. Credentials in the URL are the matter of `no-url-userinfo`.',
  select: 'document',
  check({ servers }, { report, undecided, notApplicable }) {
    const registries = servers.flatMap((server) => {
      const node = server.bindings.get('kafka')?.child('schemaRegistryUrl')
      return node?.string === undefined ? [] : [{ server, node, url: node.string.trim() }]
    })
    if (registries.length === 0) return notApplicable()
    const seen = new Set<unknown>()
    for (const { server, node, url } of registries) {
      const { protocol, host } = splitUrl(url)
      if (protocol !== 'http' || seen.has(node)) continue
      seen.add(node)
      const reach = reachOf(host)
      if (reach === 'loopback') continue
      if (reach === 'private') {
        undecided({
          at: node,
          because: `\`${url}\` is unencrypted, but \`${host}\` is a private host: whether something else protects its traffic, the description cannot say`,
        })
        continue
      }
      const secured = url.replace(/^http/i, 'https')
      report({
        at: node,
        message: `The schema registry of server \`${server.name}\` is \`${url}\`, which is not encrypted.`,
        discriminator: server.name ?? '',
        // at another port, 443 in place of 80: whether the registry listens there, only its operator knows
        fix: {
          title: `Use \`${secured}\``,
          kind: 'suggested',
          edits: [{ node, edit: { op: 'set', path: node.path, value: secured } }],
        },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: in a binding that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    bindings: { $ref: '#/components/serverBindings/Kafka' }
components:
  serverBindings:
    Kafka:
      kafka:
        schemaRegistryUrl: http://registry.example.com
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: kafka.example.com
    protocol: kafka-secure
    bindings:
      kafka:
        schemaRegistryUrl: HTTP://registry.example.com:8081
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: over TLS, and on the machine itself',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    bindings: { kafka: { schemaRegistryUrl: 'https://registry.example.com' } }
  local:
    host: localhost:9092
    protocol: kafka
    bindings: { kafka: { schemaRegistryUrl: 'http://localhost:8081' } }
`,
      },
      {
        title: 'AsyncAPI 2: within a cluster: not decided',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: kafka.example.com
    protocol: kafka-secure
    bindings:
      kafka:
        schemaRegistryUrl: http://registry.default.svc:8081
#                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
`,
      },
    ],
  },
})
