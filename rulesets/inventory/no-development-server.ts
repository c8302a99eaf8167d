import { defineRule } from '@specward/core'
import { addressNode } from '../transport/server-parts.ts'
import { listed } from '../wording.ts'
import { isDevelopment, isKin, isTrial } from './environments.ts'

export default defineRule({
  id: 'no-development-server',
  title: 'The description of a production API names servers of its developers.',
  why: 'Whoever reads the description learns where development and staging are. Those have more users, weaker secrets and newer code than production, and often a copy of its data.',
  fix: 'Keep these servers out of what is published: in an overlay, or in a description for the team alone.',
  presets: { strict: 'info', 'internal-api': 'off' },
  formats: ['oas3', 'asyncapi'],
  references: { owasp: ['API9:2023', 'API8:2023'], cwe: [1059, 200], controls: ['CONFIG-4'] },
  falsePositives:
    'A description that is not published may name them. What is offered to customers for trying an API (`sandbox`, `test`) is not meant, nor are servers on the machine itself. Names of hosts and the first sentence of descriptions tell; told once for a description, and only where production is on the list as well.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const reached = document.servers.filter(({ expansions }) =>
      expansions.some(({ reach }) => reach === 'public'),
    )
    if (reached.length < 2) return notApplicable()
    const inner = reached.filter(isDevelopment)
    const [first] = inner
    const production = first && reached.find((server) => !isTrial(server) && isKin(server, first))
    if (!first || !production) return
    const names = inner.map(({ template }) => template)
    report({
      at: addressNode(first, document),
      covers: names,
      message: `${listed(names)} ${names.length === 1 ? 'is by its name or description a server' : 'are by their names or descriptions servers'} of the developers, listed beside \`${production.template}\`.`,
      related: [{ at: addressNode(production, document), message: 'production' }],
      operations: [],
    })
  },
  examples: {
    bad: [
      {
        title: 'Staging beside production',
        text: `
servers:
  - url: https://api.acme.com
  - url: https://api.staging.acme.com
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
paths: {}
`,
      },
      {
        title: 'AsyncAPI: a broker of the developers, behind `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: mq.acme.com, protocol: amqps }
  inner: { $ref: '#/components/servers/inner' }
components:
  servers:
    inner:
      host: mq-dev.acme.com
#           ^^^^^^^^^^^^^^^
      protocol: amqps
`,
      },
      {
        title: 'AsyncAPI 2: by its description',
        format: 'asyncapi2',
        text: `
servers:
  a: { url: mq1.acme.com, protocol: amqps }
  b:
    url: mq2.acme.com
#        ^^^^^^^^^^^^
    protocol: amqps
    description: Staging.
channels: {}
`,
      },
    ],
    good: [
      {
        title: 'A sandbox for customers, and regions',
        text: `
servers:
  - url: https://api.acme.com
  - url: https://eu.api.acme.com
  - url: https://sandbox.acme.com
  - url: https://api-test.acme.com
paths: {}
`,
      },
      {
        title: 'Near miss: a network that is called so, and staging for partners',
        text: `
servers:
  - { url: 'https://mainnet.acme.com/v0', description: Main network }
  - { url: 'https://preprod.acme.com/v0', description: Preprod network }
  - { url: 'https://staging.acme.com/v0', description: Staging for our partners }
paths: {}
`,
      },
      {
        title: 'Near miss: a word that only contains another, another domain, and no production at all',
        text: `
servers:
  - url: https://devices.acme.com
  - url: https://staging.example.org
paths: {}
`,
      },
      {
        title: 'AsyncAPI: one server',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: mq.acme.com, protocol: amqps }
`,
      },
      {
        title: 'AsyncAPI 2: regions',
        format: 'asyncapi2',
        text: `
servers:
  eu: { url: mq.eu.acme.com, protocol: amqps }
  us: { url: mq.us.acme.com, protocol: amqps }
channels: {}
`,
      },
    ],
  },
})
