import { defineRule, type Model, type Node, type SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'no-unused-security-scheme',
  title: 'A security scheme is declared that nothing requires.',
  why: 'Readers take it for protection that is there. Either an operation was meant to require it and does not, or the API still accepts a credential that nobody reviews any more.',
  fix: 'Require the scheme where it is meant to protect something, or remove it.',
  presets: { recommended: 'info', strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: { owasp: ['API9:2023'], cwe: [1125], controls: ['AUTHN-2'] },
  falsePositives:
    'Webhooks, callbacks, path items among the components, servers and traits count as uses, and so does a reference from another place. So does a copy of the scheme in the list that requires it (AsyncAPI 3). A file without operations and servers, which others share, is not judged. Where nothing requires any scheme, the operations that are open are reported instead.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    const { operations, servers, schemes } = document
    if (schemes.length === 0 || (operations.length === 0 && servers.length === 0)) return notApplicable()
    const used = usedIn(model)
    const isAsync = document.format.startsWith('asyncapi')
    // whatever requires nothing at all is open, which other rules tell of
    if (used.size === 0 && !isAsync) return notApplicable()
    const declared = declarationsIn(document.node, model)
    const required = new Set(
      [...model.select('securityScheme')].filter(({ node }) => used.has(node)).map(contentOf),
    )
    const unused = [...new Set(schemes)].flatMap((scheme) => {
      const places = declared.get(scheme.node) ?? []
      const isUsed = used.has(scheme.node) || places.some(({ key }) => used.has(key))
      return isUsed || places.length === 0 || required.has(contentOf(scheme)) ? [] : [{ scheme, places }]
    })
    const places = unused.flatMap((each) => each.places)
    const [first, ...others] = places
    if (!first) return
    const names = unused.map(({ scheme }) => scheme.name)
    report({
      at: { node: first, part: 'key' },
      covers: places,
      message: messageFor(names, isAsync && servers.length === 0),
      operations: [],
      related: others.map((node) => ({ at: { node, part: 'key' }, message: 'Nor this one.' })),
      fix: {
        title: `Remove ${listed(names)}`,
        kind: 'suggested',
        edits: places.map((place) => ({ node: place, edit: { op: 'remove', path: place.path } })),
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'Left over beside the scheme that is required',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
#   ^^^
`,
      },
      {
        title: 'Under two names, of which one is a `$ref` to the other',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    old: { $ref: '#/components/securitySchemes/key' }
#   ^^^
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
  password: { type: basic }
# ^^^^^^^^
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: no server asks for it',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: broker.example.com, protocol: kafka-secure, security: [{ scram: [] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    scram: { type: scramSha512 }
    certificate: { type: X509 }
#   ^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: neither a server nor an operation refers to it',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: broker.example.com
    protocol: kafka-secure
    security: [{ $ref: '#/components/securitySchemes/scram' }]
components:
  securitySchemes:
    scram: { type: scramSha512 }
    certificate: { type: X509 }
#   ^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: required as a copy, with the scopes of the place',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: events.example.com, protocol: wss }
channels:
  orders: { address: /orders }
operations:
  sendOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    security:
      - type: oauth2
        scopes: ['orders']
        flows:
          clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
      {
        title: 'Required by a webhook, a callback, and a path item that is kept for later',
        text: `
paths:
  /orders:
    post:
      security: [{ token: [] }]
      responses:
        '201': { description: Created }
      callbacks:
        shipped:
          '{$request.body#/url}':
            post:
              security: [{ signature: [] }]
              responses:
                '200': { description: OK }
webhooks:
  paid:
    post:
      security: [{ certificate: [] }]
      responses:
        '200': { description: OK }
components:
  pathItems:
    Later:
      delete:
        security: [{ key: [] }]
        responses:
          '204': { description: Deleted }
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
    signature: { type: apiKey, in: header, name: X-Signature }
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'OpenAPI 3.2: required by its URI, and by an additional operation',
        format: 'oas3.2',
        text: `
security:
  - '#/components/securitySchemes/token': []
paths:
  /orders:
    additionalOperations:
      CANCEL:
        security: [{ key: [] }]
        responses:
          '204': { description: Cancelled }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'A file of components alone, which others share',
        text: `
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'AsyncAPI 2: required by a trait that no operation uses yet',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: broker.example.com, protocol: kafka-secure, security: [{ scram: [] }] }
channels: {}
components:
  operationTraits:
    Signed: { security: [{ certificate: [] }] }
  securitySchemes:
    scram: { type: scramSha512 }
    certificate: { type: X509 }
`,
      },
    ],
  },
})

/** Nodes of schemes that something requires, and names under which something does that no operation reaches. */
function usedIn(model: Model): ReadonlySet<Node | string> {
  const used = new Set<Node | string>()
  const names = new Set(model.document.schemes.map(({ name }) => name))
  for (const { scheme } of model.select('securityRequirement')) if (scheme) used.add(scheme.node)
  for (const kind of ['operation', 'operationTrait', 'server'] as const) {
    for (const node of model.nodes(kind)) {
      const list = node.child('security')
      if (list?.isList) addNames(list, model, names, used)
    }
  }
  return used
}

function addNames(list: Node, model: Model, names: ReadonlySet<string>, used: Set<Node | string>): void {
  for (const item of list.children()) {
    const end = item.isObject ? model.resolve(item) : undefined
    if (end) used.add(end)
    if (!item.isObject) continue
    for (const { key } of item.children()) {
      // a component wins over the address of another one
      used.add(names.has(key) ? key : key.slice(key.lastIndexOf('/') + 1))
    }
  }
}

/** Where schemes stand among the components, by where their content is: once for each name. */
function declarationsIn(root: Node, model: Model): ReadonlyMap<Node, readonly Node[]> {
  const section = root.at('components', 'securitySchemes') ?? root.child('securityDefinitions')
  const end = section && model.resolve(section)
  const places = new Map<Node, Node[]>()
  for (const entry of end?.isObject ? end.children() : []) {
    const scheme = model.resolve(entry)
    const known = scheme && places.get(scheme)
    if (known) known.push(entry)
    else if (scheme) places.set(scheme, [entry])
  }
  return places
}

function messageFor(names: readonly string[], isWithoutServers: boolean): string {
  if (isWithoutServers)
    return `No server is described, so nothing requires ${listed(names).replace(/ and (?=`)/, ' or ')}.`
  return names.length === 1
    ? `Security scheme ${listed(names)} is declared, but nothing requires it.`
    : `Nothing requires the security schemes ${listed(names)}.`
}

/** What a scheme asks for: AsyncAPI 3 has it copied into the list that requires it, with the scopes of that place. */
function contentOf(scheme: SecurityScheme): string {
  const { type, parameterName, httpScheme, bearerFormat, urls, flows } = scheme
  return JSON.stringify([
    ...[type, scheme.in, parameterName, httpScheme, bearerFormat],
    urls.map(({ field, url }) => `${field} ${url}`).sort(),
    flows.map(({ kind, scopes }) => JSON.stringify([kind, scopes.map(({ name }) => name).sort()])).sort(),
  ])
}
