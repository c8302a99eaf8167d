import { defineRule, type Model, type Node } from '@specward/core'
import { addressNode, isFirstOfHost } from '../transport/server-parts.ts'

export default defineRule({
  id: 'no-internal-host',
  title: 'A description of a public API names an internal host.',
  why: 'Names and addresses of the inner network tell an attacker what there is behind the gateway, and how it is called: the first thing to aim at once a server can be made to send requests.',
  fix: 'Take the server out of the published description. Where one file serves both audiences, mark the server with `x-internal: true` and filter it when publishing.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023', 'API7:2023'],
    cwe: [200],
    controls: ['CONFIG-4'],
    specifications: ['RFC 1918', 'RFC 4193', 'RFC 6598', 'RFC 6762, appendix G'],
  },
  falsePositives:
    'A description that names internal hosts alone is for internal readers and is not reported. Neither are the machine itself, nor what `x-internal: true` or `x-audience` marks as internal.',
  select: 'server',
  check(expansion, { report, notApplicable, model }) {
    const { host, server, reach } = expansion
    if (reach !== 'private' || !hasPublicHost(model) || isMarked(server.node, model)) {
      return notApplicable()
    }
    if (!isFirstOfHost(expansion, model)) return notApplicable()
    const list = server.node.parent
    report({
      at: addressNode(server, model.document),
      // the host counts, whichever of its servers stands first
      covers: [model.document.node],
      discriminator: host,
      message: `\`${host}\` is an internal host, listed beside public ones.`,
      fix:
        list?.isList && server.expansions.length === 1
          ? {
              title: 'Remove the server',
              kind: 'suggested',
              edits: [{ node: server.node, edit: { op: 'remove', path: server.node.path } }],
            }
          : undefined,
    })
  },
  examples: {
    bad: [
      {
        title: 'The service behind the gateway',
        text: `
servers:
  - url: https://api.acme.com
  - url: http://orders.shop.svc.cluster.local:8080
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'An address, in a path item that is reached through `$ref`',
        text: `
servers:
  - url: https://api.acme.com
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      servers:
        - url: https://10.20.30.40
#              ^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  public: { url: 'mqtt.acme.com:8883', protocol: mqtts }
  inside:
    url: mosquitto:1883
#        ^^^^^^^^^^^^^^
    protocol: mqtt
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  public: { host: 'kafka.acme.com:9093', protocol: kafka-secure }
  inside:
    host: kafka.acme.internal:9093
#         ^^^^^^^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
    ],
    good: [
      {
        title: 'Near miss: internal hosts alone, so the readers are internal as well',
        text: `
servers:
  - url: https://orders.corp
  - url: https://192.168.1.20
`,
      },
      {
        title: 'The machine itself, a marked server, and a public name that looks internal',
        text: `
servers:
  - url: https://internal.acme.com
  - url: http://127.0.0.1:8080
  - url: https://orders.acme.internal
    x-internal: true
`,
      },
      {
        title: 'OpenAPI 2.0 has one host only',
        format: 'oas2',
        text: `
host: orders.acme.internal
schemes: [https]
`,
      },
    ],
  },
})

const withPublicHost = new WeakMap<Model, boolean>()

function hasPublicHost(model: Model): boolean {
  let known = withPublicHost.get(model)
  if (known === undefined) {
    known = model.select('server').some(({ reach }) => reach === 'public')
    withPublicHost.set(model, known)
  }
  return known
}

/** What the author has marked for internal readers, the server alone or the whole API. */
function isMarked(server: Node, model: Model): boolean {
  const info = model.document.node.child('info')
  if (server.child('x-internal')?.value === true || info?.child('x-internal')?.value === true) return true
  return /internal/.test(info?.child('x-audience')?.string ?? '')
}
