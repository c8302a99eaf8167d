import { defineRule, type Model, type Server } from '@specward/core'
import { isPlaceholderHost, isToFillIn } from '../transport/host-names.ts'
import { addressNode, isFirstOfHost, variablesIn, variablesOf } from '../transport/server-parts.ts'

export default defineRule({
  id: 'no-placeholder-server',
  title: 'A server is a placeholder.',
  why: 'Nothing can be said about the security of a host that is not there: the rules about encryption, certificates and trusted hosts judge a name that nobody calls, and the true server stays outside the inventory.',
  fix: 'Name the true host, or leave the server out. What each customer has to fill in belongs into a server variable with a fixed domain: `https://{tenant}.acme.com`.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1059],
    controls: ['INV-2'],
    specifications: ['RFC 2606, section 3', 'RFC 6761, section 6.5', 'RFC 5737'],
  },
  falsePositives:
    'A name below `example.com` that somebody has thought about (`orders.eu.example.com`) is not reported, because examples and published descriptions use such names on purpose. `localhost` is taken at its word where the server, its variables or `info` speak of a local, test or self-hosted program, and where a variable that is described is there to be replaced. A program that everybody runs on a machine of their own without saying so is right about `localhost` as well. Beside other servers `localhost` is not reported, and neither is the pet store in a description of the pet store.',
  select: 'server',
  check(expansion, { report, notApplicable, model }) {
    const { host, server, reach } = expansion
    if (host === '') return notApplicable()
    if (!isFirstOfHost(expansion, model)) return notApplicable()
    const at = addressNode(server, model.document)
    if (reach === 'loopback') {
      // the first speaks for all of them
      if (!isAlone(model) || model.select('server')[0] !== expansion || isMeant(model)) return
      const message = `Every server is on \`${host}\`, so readers cannot tell where the API really runs.`
      return report({ at, covers: [model.document.node], message, discriminator: host })
    }
    if (isPlaceholderHost(host, server.template) || isForeignPetStore(host, model.document.title)) {
      const slot = slotIn(host)
      const remedy = slot === undefined ? '' : `: make \`${slot}\` a server variable`
      const message = `Server host \`${host}\` is a placeholder${remedy}.`
      // the host counts, whichever of its servers stands first
      report({ at, covers: [model.document.node], message, discriminator: host })
    }
  },
  examples: {
    bad: [
      {
        title: 'A host that is reserved for documentation',
        text: `
servers:
  - url: https://api.example.com/v1
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A name to fill in, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      servers:
        - url: https://your-domain.acme.test
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'Nothing but the machine itself',
        text: `
servers:
  - url: http://localhost:8080
#        ^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: what an editor left behind',
        format: 'oas2',
        text: `
info: { title: Orders, version: 1.0.0 }
host: petstore.swagger.io
#     ^^^^^^^^^^^^^^^^^^^
schemes: [https, wss]
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: test.example.com:9093
#        ^^^^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: 192.0.2.7:9093
#         ^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
    ],
    good: [
      {
        title: 'A true host, and one for development on the machine itself',
        text: `
servers:
  - url: https://api.acme.test
  - url: http://localhost:8080
`,
      },
      {
        title: 'Near miss: a name of its own below a reserved one, and a product called example',
        text: `
servers:
  - url: https://orders.eu.example.com
  - url: https://example-api.acme.test
  - url: https://{tenant}.acme.test
    variables: { tenant: { default: your-tenant } }
`,
      },
      {
        title: 'Near miss: the machine itself is what is meant',
        text: `
servers:
  - url: http://localhost:5572
    description: Local control endpoint
`,
      },
      {
        title: 'Near miss: a value that is there to be replaced, and says by whom',
        text: `
servers:
  - url: '{apiRoot}/orders'
    variables:
      apiRoot: { default: http://localhost:9091, description: 'API root, defined by the service provider' }
`,
      },
      {
        title: 'Near miss, OpenAPI 2.0: a service for tests',
        format: 'oas2',
        text: `
info: { title: Client Test Service, version: 1.0.0 }
host: localhost:3000
schemes: [http]
`,
      },
      {
        title: 'The pet store is the pet store',
        text: `
info: { title: Swagger Petstore, version: 1.0.0 }
servers:
  - url: https://petstore.swagger.io/v2
`,
      },
    ],
  },
})

const alone = new WeakMap<Model, boolean>()

/** True where no server is anywhere but on the machine itself. */
function isAlone(model: Model): boolean {
  let known = alone.get(model)
  if (known === undefined) {
    known = model.select('server').every(({ reach }) => reach === 'loopback')
    alone.set(model, known)
  }
  return known
}

/** Where the host is the machine itself on purpose: by what is said of the server, or of the API as a whole. */
const ON_PURPOSE =
  /\b(?:local|localhost|locally|loopback|daemon|tests?|testing|mock|self-?hosted|on-?prem(?:ises?)?|(?:own|your) (?:machine|computer|server|host|installation|instance))\b/i

/** The same in what is said of the API, where `test` alone may be about anything. */
const API_ON_PURPOSE =
  /\b(?:self-?hosted|on-?prem(?:ises?)?|runs? locally|local (?:daemon|machine|server|service|api)|tests? (?:infrastructure|server|service|suite|api)|on (?:your|the) own (?:machine|computer|server|host))\b/i

/** Whether the description says that the machine itself is meant, or that a value is there to be replaced. */
function isMeant(model: Model): boolean {
  const servers = new Set(model.select('server').map(({ server }) => server))
  const isSaid = (server: Server) => isReplaced(server, model) || ON_PURPOSE.test(server.description ?? '')
  if ([...servers].some(isSaid)) return true
  const info = model.document.node.child('info')
  return ['title', 'summary', 'description'].some((key) =>
    API_ON_PURPOSE.test(info?.child(key)?.string ?? ''),
  )
}

/** Whether the host comes from a variable of which something is said. */
function isReplaced(server: Server, model: Model): boolean {
  const variables = variablesOf(server, model)
  const inHost = variablesIn(server.template.replace(/^([^{]*:\/\/)?([^/]*).*$/s, '$2'))
  return inHost.some((name) => (variables.get(name)?.node.child('description')?.string ?? '').trim() !== '')
}

/** The label that each customer replaces before a domain of somebody: `your-domain` of `your-domain.acme.com`. */
function slotIn(host: string): string | undefined {
  const [first = '', ...rest] = host.split('.')
  return rest.length >= 2 && isToFillIn(first) && !isPlaceholderHost(rest.join('.')) ? first : undefined
}

/** The default server of an editor, left in a description of something else. */
function isForeignPetStore(host: string, title = ''): boolean {
  return /^petstore3?\.swagger\.io$/.test(host) && !/pet ?store/i.test(title)
}
