import { defineRule, type Model, type SecurityScheme } from '@specward/core'
import { compareText } from '../in-order.ts'
import { counted, listed } from '../wording.ts'
import { flowScopesOf } from './flow-scopes.ts'
import { requirementsInForce } from './scheme-uses.ts'
import { isOfOpenId } from './scope-words.ts'

export default defineRule({
  id: 'no-unused-scope',
  title: 'A scope is declared that no operation requires.',
  why: 'Clients ask for every scope that is on the list, and people agree to it. A scope that protects nothing today may open what is added tomorrow, or it shows that an operation has lost its protection.',
  fix: 'Require the scope where it was meant to be required, or take it off the list.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1125],
    controls: ['TOKEN-3'],
    specifications: ['OpenAPI 3.1.1, OAuth Flow Object'],
  },
  falsePositives:
    'Where fewer than half of the scopes are required, the scheme lists those of an authorization server that serves other APIs as well: that is left undecided. Scopes of OpenID Connect such as `openid` are left alone, and so are those that a text names as code ("Requires scope: `chat:write`").',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, model, format }) {
    const family = format === 'asyncapi3' ? familyOf(scheme, model) : [scheme]
    if (family[0] !== scheme) return notApplicable()
    const listedNames = new Set(family.flatMap((each) => flowScopesOf(each).names))
    const declared = [...listedNames].filter((name) => !isOfOpenId(name))
    const requirements = family.flatMap((each) => requirementsInForce(each, model))
    const required = new Set(requirements.flatMap(({ scopes }) => scopes.map(({ name }) => name)))
    if (scheme.type !== 'oauth2' || declared.length === 0 || required.size === 0) return notApplicable()
    const idle = declared.filter((name) => !required.has(name))
    const unused = idle.filter((name) => !isNamedInText(name, model))
    const lists = family.flatMap(({ flows }) => flows.map(({ scopes }) => scopes))
    const places = onceEach(lists.flatMap((scopes) => scopes.filter(({ name }) => unused.includes(name))))
    const [first] = places
    if (!first) {
      if (idle.length === 0) return
      const because = `no operation requires ${listed(idle)} of \`${scheme.name}\` by \`security\`, but texts say where the scope${idle.length === 1 ? ' is' : 's are'} needed`
      return undecided({ at: scheme.node, because })
    }
    if (unused.length * 2 > declared.length) {
      const because = `\`${scheme.name}\` declares ${counted(declared.length, 'scope')}, of which operations require ${declared.length - unused.length}: they may belong to other APIs of the same authorization server`
      return undecided({ at: scheme.node, because })
    }
    report({
      at: { node: first.node, part: 'key' },
      covers: unused,
      message: `No operation requires the scope${unused.length === 1 ? '' : 's'} ${listed(unused, 5)} of \`${scheme.name}\`.`,
      related: places.slice(1).map(({ name, node }) => ({
        at: { node, part: 'key' },
        message: name === first.name ? 'Declared here as well.' : 'Nor this one.',
      })),
      fix: {
        title: unused.length === 1 ? 'Take the scope off the list' : 'Take the scopes off the list',
        kind: 'suggested',
        edits: places.map(({ node }) => ({ node, edit: { op: 'remove', path: node.path } })),
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'One of three scopes, in two flows',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes:
            orders:read: Read
            orders:write: Write
            orders:purge: Delete for good
#           ^^^^^^^^^^^^
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write, 'orders:purge': Delete for good }
`,
      },
      {
        title: 'In a scheme that is reached through `$ref`',
        text: `
security: [{ login: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes:
            orders: Orders
            order: Leftover
#           ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes:
      read: Read
      write: Write
#     ^^^^^
security: [{ oauth: [read] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 3: available, but not needed',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/oauth' }]
channels:
  orders: { address: /orders }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      scopes: [orders]
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          availableScopes:
            orders: Orders
            audit: Audit
#           ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A text says where the scope is needed: not decided',
        text: `
security: [{ oauth: ['orders:read'] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      description: 'Requires scope: \`orders:write\`.'
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
#   ~~~~~
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write }
`,
      },
      {
        title: 'All are required, at the document, an operation or a webhook; scopes of OpenID Connect',
        text: `
security: [{ oauth: ['orders:read'] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { openid: Sign in, offline_access: Stay signed in, 'orders:read': Read, 'orders:write': Write }
`,
      },
      {
        title: 'AsyncAPI 3: the same scheme, written down for each operation with what it needs',
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
        scopes: [read]
        flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { read: R, write: W } } }
  receiveOrders:
    action: receive
    channel: { $ref: '#/channels/orders' }
    security:
      - type: oauth2
        scopes: [write]
        flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { read: R, write: W } } }
`,
      },
      {
        title: 'AsyncAPI 2: a list that several APIs share: not decided',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: 'wss://events.example.com', protocol: wss, security: [{ oauth: [orders] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
#   ~~~~~
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders, invoices: Invoices, staff: Staff }
`,
      },
    ],
  },
})

type Scope = SecurityScheme['flows'][number]['scopes'][number]

/** What an alias of YAML repeats stands in the text once: before it. */
function onceEach(scopes: readonly Scope[]): readonly Scope[] {
  const written = new Map<unknown, Map<string, Scope>>()
  for (const scope of scopes) {
    const list = scope.node.parent?.value
    const known = written.get(list) ?? new Map<string, Scope>()
    const before = known.get(scope.name)
    if (!before || startOf(scope) < startOf(before)) known.set(scope.name, scope)
    written.set(list, known)
  }
  return [...written.values()].flatMap((known) => [...known.values()])
}

function startOf({ node }: Scope): number {
  return node.span?.value.start ?? 0
}

const families = new WeakMap<Model, ReadonlyMap<string, readonly SecurityScheme[]>>()

/** In AsyncAPI 3 each list may write the same scheme down again, with the scopes that are needed there. */
function familyOf(scheme: SecurityScheme, model: Model): readonly SecurityScheme[] {
  let known = families.get(model)
  if (!known) {
    const found = new Map<string, SecurityScheme[]>()
    for (const each of model.select('securityScheme')) {
      const list = found.get(urlsOf(each))
      if (list) list.push(each)
      else found.set(urlsOf(each), [each])
    }
    for (const list of found.values()) list.sort(byUsers)
    known = found
    families.set(model, known)
  }
  return known.get(urlsOf(scheme)) ?? [scheme]
}

/** The same first in whatever order operations stand. */
function byUsers(a: SecurityScheme, b: SecurityScheme): number {
  return compareText(usersOf(a), usersOf(b))
}

function usersOf({ name, operations }: SecurityScheme): string {
  return [name, ...operations.map(({ identity }) => identity).sort()].join('\n')
}

function urlsOf({ type, urls }: SecurityScheme): string {
  return [type, ...urls.map(({ field, url }) => `${field} ${url}`).sort()].join(' ')
}

/** Sentences about scopes: "Requires scope: `chat:write`". */
const ABOUT_SCOPES = /\bscopes?\b/i

const namedByModel = new WeakMap<Model, ReadonlySet<string>>()

/** Whether a text names the scope as code. */
function isNamedInText(name: string, model: Model): boolean {
  let named = namedByModel.get(model)
  if (!named) {
    const texts = model
      .stringsWith(ABOUT_SCOPES, 8)
      .filter(({ node }) => node.key === 'description' || node.key === 'summary')
    named = new Set(
      texts.flatMap(({ value }) => [...value.matchAll(/`([^`\s]{1,200})`/g)].map((code) => code[1] ?? '')),
    )
    namedByModel.set(model, named)
  }
  return named.has(name)
}
