import { defineRule, type ServerExpansion } from '@specward/core'
import { isCoveredBy } from './allowed-hosts.ts'
import { addressNode, isFirstOfHost } from './server-parts.ts'

export default defineRule({
  id: 'no-unlisted-server',
  title: "A server is none of the organisation's.",
  why: "Clients send their credentials to whatever host the description names. A host that nobody vouches for may be a slip, a leftover of a trial, or somebody else's.",
  fix: 'Use a host of the organisation, or add this one to `policy.allowedHosts` in `specward.yaml`.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [346],
    controls: ['INV-4'],
  },
  falsePositives:
    'The rule judges nothing until `policy.allowedHosts` names a host. Servers on the machine itself are not looked at.',
  select: 'server',
  check(expansion, { report, undecided, notApplicable, facts, model }) {
    if (facts.allowedHosts.length === 0 || expansion.reach === 'loopback') return notApplicable()
    const { host, url } = expansion
    const at = addressNode(expansion.server, model.document)
    if (!isFirstOfHost(expansion, model)) return notApplicable()
    if (host === '') return undecided({ at, because: 'the server URL is relative' })
    if (isCoveredBy(host, facts.allowedHosts)) return
    if (isOpen(host)) {
      return undecided({ at, because: `the host of \`${url}\` depends on a variable without \`enum\`` })
    }
    const message = `Host \`${host}\` is not among the allowed hosts.`
    // the host counts, whichever of its servers stands first
    report({ at, covers: [model.document.node], message, discriminator: host })
  },
  examples: {
    bad: [
      {
        title: 'With `allowedHosts: ["*.example.com"]`, a host that is none of them',
        facts: { allowedHosts: ['*.example.com'] },
        text: `
servers:
  - url: https://api.example.com
  - url: https://api.example.com.trial.test/v1
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'One value of a variable, at an operation that is reached through `$ref`',
        facts: { allowedHosts: ['api.example.com'] },
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        servers:
          - url: https://{host}
#                ^^^^^^^^^^^^^^
            variables:
              host: { default: api.example.com, enum: [api.example.com, api.example.org] }
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        facts: { allowedHosts: ['api.example.com'] },
        text: `
host: api.example.org
#     ^^^^^^^^^^^^^^^
schemes: [https, wss]
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        facts: { allowedHosts: ['broker.example.com'] },
        text: `
servers:
  main:
    host: broker.example.org:9092
#         ^^^^^^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
    ],
    good: [
      {
        title: 'With `allowedHosts: ["*.example.com"]`, hosts below it, in any case and with open variables',
        facts: { allowedHosts: ['*.example.com'] },
        text: `
servers:
  - url: https://API.example.com/v1
  - url: https://{tenant}.example.com
    variables: { tenant: { default: demo } }
  - url: http://localhost:8080
`,
      },
      {
        title: 'While no hosts are listed, nothing is judged',
        text: `
servers:
  - url: https://api.example.org
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        facts: { allowedHosts: ['api.example.com'] },
        text: `
host: api.example.com
schemes: [https]
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        facts: { allowedHosts: ['broker.example.com'] },
        text: `
servers:
  main:
    url: mqtts://broker.example.com:8883
    protocol: mqtts
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        facts: { allowedHosts: ['broker.example.com'] },
        text: `
servers:
  main:
    host: broker.example.com:9092
    protocol: kafka-secure
`,
      },
    ],
  },
})

/** A variable that could stand for any name: one that `*.` could not cover anyway has been told apart before. */
function isOpen(host: ServerExpansion['host']): boolean {
  return host.includes('{')
}
