import { defineRule, type Server } from '@specward/core'
import { addressNode } from '../transport/server-parts.ts'
import { listed } from '../wording.ts'

/** Fields in which a server tells what it is for; `name` is one of OpenAPI 3.2. */
const TELLING = ['description', 'name', 'title', 'summary'] as const

export default defineRule({
  id: 'require-server-purpose',
  title: 'Of several servers, nothing says which is which.',
  why: 'Whoever keeps the inventory, tests the API or calls it has to know which server is production, who may reach each, and which holds real data. From addresses alone that is guessed, and guessed wrong.',
  fix: 'Give each server a `description` that says its environment and for whom it is.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas3', 'asyncapi'],
  references: { owasp: ['API9:2023'], cwe: [1059], controls: ['INV-2'] },
  falsePositives:
    'The names of AsyncAPI servers may say enough; a `production` there is taken for an answer. What the words say is not judged. Told once for a description, and only where servers have different hosts.',
  select: 'document',
  check(document, { report, notApplicable, model, format }) {
    const { servers } = document
    // what is on the machine itself needs no word
    const reached = servers.filter(({ expansions }) => expansions.some(({ reach }) => reach !== 'loopback'))
    const hosts = new Set(reached.map(({ expansions, template }) => expansions[0]?.host ?? template))
    if (hosts.size < 2) return notApplicable()
    const isNamed = ({ name = '' }: Server) =>
      format.startsWith('asyncapi') && !/^(?:server|default)?\d*$/i.test(name)
    const silent = reached.filter((server) => {
      const node = model.resolve(server.node) ?? server.node
      return !isNamed(server) && TELLING.every((key) => !node.child(key)?.string?.trim())
    })
    const [first] = silent
    if (!first) return
    const names = silent.map(({ template }) => template)
    report({
      at: addressNode(first, document),
      covers: names,
      message: `Of ${servers.length} servers, nothing says what ${listed(names)} ${names.length === 1 ? 'is' : 'are'} for.`,
      operations: [],
    })
  },
  examples: {
    bad: [
      {
        title: 'Two hosts, and only one is explained',
        text: `
servers:
  - url: https://api.acme.com
    description: Production, reached from the internet
  - url: https://api2.acme.com
#        ^^^^^^^^^^^^^^^^^^^^^
paths: {}
`,
      },
      {
        title: 'AsyncAPI: a name that says nothing, of a server behind `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: mq.acme.com, protocol: amqps }
  server2: { $ref: '#/components/servers/other' }
components:
  servers:
    other:
      host: mq2.acme.com
#           ^^^^^^^^^^^^
      protocol: amqps
`,
      },
      {
        title: 'AsyncAPI 2: a number is no name',
        format: 'asyncapi2',
        text: `
servers:
  '1':
    url: mq1.acme.com
#        ^^^^^^^^^^^^
    protocol: amqps
  production: { url: mq2.acme.com, protocol: amqps }
channels: {}
`,
      },
    ],
    good: [
      {
        title: 'OpenAPI 3.2: by name',
        format: 'oas3.2',
        text: `
servers:
  - { url: 'https://api.acme.com', name: production }
  - { url: 'https://sandbox.acme.com', name: sandbox }
paths: {}
`,
      },
      {
        title: 'Near miss: one host with two versions',
        text: `
servers:
  - url: https://api.acme.com/v1
  - url: https://api.acme.com/v2
paths: {}
`,
      },
      {
        title: 'AsyncAPI: by the names of the servers',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: mq.acme.com, protocol: amqps }
  sandbox: { url: mq.sandbox.acme.com, protocol: amqps }
channels: {}
`,
      },
      {
        title: 'AsyncAPI 3: the same',
        format: 'asyncapi3',
        text: `
servers:
  eu: { host: mq.eu.acme.com, protocol: amqps }
  us: { host: mq.us.acme.com, protocol: amqps }
`,
      },
    ],
  },
})
