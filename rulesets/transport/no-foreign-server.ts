import { type ApiDocument, defineRule, type Operation, type Server } from '@specward/core'
import { counted, listed } from '../wording.ts'
import { isCoveredBy } from './allowed-hosts.ts'
import { registrableDomain } from './host-names.ts'
import { addressNode, secretsSentTo } from './server-parts.ts'

export default defineRule({
  id: 'no-foreign-server',
  title: "Credentials that are meant for the API are sent to somebody else's host.",
  why: 'An operation that is served elsewhere inherits `security` all the same, so clients hand the token of the API to a host of another owner, who can use it at the API until it expires.',
  fix: 'Give the operation `security` of its own, `[]` for uploads to a URL that is signed beforehand, or serve it below the domain of the API. A host that is trusted belongs on `policy.allowedHosts` in `specward.yaml`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas3'],
  references: {
    owasp: ['API8:2023', 'API2:2023'],
    cwe: [522],
    controls: ['INV-4'],
    specifications: ['RFC 9700, section 4.9', 'OpenAPI 3.1.1, section 4.8.10'],
  },
  falsePositives:
    'Two domains can belong to one owner; `policy.allowedHosts` says so. Domains are told apart by what a registry hands out; below the names of large hosting providers, each customer counts as an owner.',
  select: 'document',
  check(document, { report, undecided, notApplicable, facts, model }) {
    const elsewhere = model.select('server').filter(({ server }) => server.level !== 'root')
    if (elsewhere.length === 0) return notApplicable()
    const homes = domainsOf(document.servers)
    const byId = operationsById(document)
    const hosts = new Map<string, { server: Server; operations: Set<Operation>; schemes: Set<string> }>()
    for (const { server, host, reach } of elsewhere) {
      if (reach !== 'public' || homes.has(registrableDomain(host)) || isCoveredBy(host, facts.allowedHosts))
        continue
      const operations = operationsOf(server, byId).filter(({ security }) => security.inherited)
      const schemes = operations.length === 0 ? [] : secretsSentTo(server, operations)
      if (schemes.length === 0) continue
      const known = hosts.get(host) ?? { server, operations: new Set(), schemes: new Set() }
      for (const operation of operations) known.operations.add(operation)
      for (const { name } of schemes) known.schemes.add(name)
      hosts.set(host, known)
    }
    for (const [host, { server, operations, schemes }] of hosts) {
      const at = addressNode(server, document)
      if (homes.size === 0) {
        undecided({
          at,
          because: 'the servers of the document are relative, so which domain is their own is not said',
        })
        continue
      }
      const [first] = operations
      const isOne = operations.size === 1 && first !== undefined
      const what = isOne ? `\`${first.label}\` inherits` : `${counted(operations.size, 'operation')} inherit`
      report({
        at,
        covers: [host],
        message: `${what} the credentials of ${listed([...schemes])}, which are meant for ${listed([...homes])}, and ${isOne ? 'sends' : 'send'} them to \`${host}\`.`,
        operations: [...operations].map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An upload to a storage of somebody else',
        text: `
servers: [{ url: https://api.acme.com }]
security: [{ token: [] }]
paths:
  /files:
    post:
      servers:
        - url: https://acme-files.s3.eu-central-1.amazonaws.com
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '201': { description: Stored }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'A path item that is reached through `$ref`, under another name of the same registry',
        text: `
servers: [{ url: https://api.acme.co.uk }]
security: [{ token: [] }]
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  pathItems:
    Orders:
      servers:
        - url: https://orders.globex.co.uk
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'A link that leads elsewhere',
        text: `
servers: [{ url: https://api.acme.com }]
security: [{ token: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200':
          description: OK
          links:
            next:
              operationId: listOrders
              server:
                url: https://api.globex.com
#                    ^^^^^^^^^^^^^^^^^^^^^^
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: another host below the same domain',
        text: `
servers: [{ url: https://api.acme.co.uk }]
security: [{ token: [] }]
paths:
  /files:
    post:
      servers: [{ url: https://uploads.acme.co.uk }]
      responses:
        '201': { description: Stored }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: the operation says itself what it asks for',
        text: `
servers: [{ url: https://api.acme.com }]
security: [{ token: [] }]
paths:
  /files:
    put:
      security: []
      servers: [{ url: https://acme-files.s3.eu-central-1.amazonaws.com }]
      responses:
        '201': { description: Stored }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'With `allowedHosts: ["*.acme-cdn.net"]`, a host that is trusted',
        facts: { allowedHosts: ['*.acme-cdn.net'] },
        text: `
servers: [{ url: https://api.acme.com }]
security: [{ token: [] }]
paths:
  /files:
    servers: [{ url: https://files.acme-cdn.net }]
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'The document has a relative server: not decided',
        text: `
servers: [{ url: /v1 }]
security: [{ token: [] }]
paths:
  /files:
    servers:
      - url: https://files.acme.com
#            ~~~~~~~~~~~~~~~~~~~~~~
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

function domainsOf(servers: readonly Server[]): ReadonlySet<string> {
  const expansions = servers.flatMap((server) => server.expansions)
  return new Set(
    expansions.filter(({ reach }) => reach === 'public').map(({ host }) => registrableDomain(host)),
  )
}

/** Those that are called there; of a link, the one that it leads to. */
function operationsOf(
  { level, node, operations }: Server,
  byId: () => ReadonlyMap<string, Operation>,
): readonly Operation[] {
  if (level !== 'link') return operations.filter(({ kind }) => kind === 'http')
  const target = byId().get(node.parent?.child('operationId')?.string ?? '')
  return target ? [target] : []
}

function operationsById({ operations }: ApiDocument): () => ReadonlyMap<string, Operation> {
  let known: ReadonlyMap<string, Operation> | undefined
  return () => {
    known ??= new Map(
      operations.flatMap((operation) =>
        operation.kind === 'http' && operation.operationId !== undefined
          ? [[operation.operationId, operation] as const]
          : [],
      ),
    )
    return known
  }
}
