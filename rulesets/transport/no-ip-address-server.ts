import { defineRule } from '@specward/core'
import { isIpAddress, isPlaceholderHost } from './host-names.ts'
import { addressNode, isFirstOfHost } from './server-parts.ts'

export default defineRule({
  id: 'no-ip-address-server',
  title: 'A public server is named by its IP address.',
  why: 'Certificates are issued for names. Clients that are to call an address are soon told to skip the check of the certificate, and then anybody on the way can answer. An address can also be handed to somebody else once it is given up.',
  fix: 'Give the server a name in the DNS and a certificate for it.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [295],
    controls: ['INV-4'],
    specifications: ['RFC 9110, section 4.3.5', 'RFC 9525'],
  },
  falsePositives:
    'A certificate can name an address; few authorities issue such certificates for public ones. Private addresses are judged by `no-internal-host`, those for documentation by `no-placeholder-server`.',
  select: 'server',
  check(expansion, { report, notApplicable, model }) {
    const { host, server, reach } = expansion
    if (reach !== 'public' || !isIpAddress(host) || isPlaceholderHost(host)) return notApplicable()
    if (!isFirstOfHost(expansion, model)) return notApplicable()
    report({
      at: addressNode(server, model.document),
      // the host counts, whichever of its servers stands first
      covers: [model.document.node],
      message: `The server is named by its address \`${host}\`, for which it will hardly have a certificate.`,
      discriminator: host,
    })
  },
  examples: {
    bad: [
      {
        title: 'An IPv4 address',
        text: `
servers:
  - url: https://93.184.216.34/v1
#        ^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'An IPv6 address, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      servers:
        - url: https://[2606:2800:220:1::1]:8443
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
host: 93.184.216.34:8443
#     ^^^^^^^^^^^^^^^^^^
schemes: [https, wss]
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: 93.184.216.34:8883
#        ^^^^^^^^^^^^^^^^^^
    protocol: mqtts
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: 93.184.216.34:9093
#         ^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
    ],
    good: [
      {
        title: 'Names, the machine itself, and a private address',
        text: `
servers:
  - url: https://api.acme.test
  - url: http://127.0.0.1:8080
  - url: https://10.1.2.3
`,
      },
      {
        title: 'Near miss: a name with numbers in it',
        text: `
servers:
  - url: https://93-184-216-34.acme.test
  - url: https://1.2.3.4.acme.test
`,
      },
    ],
  },
})
