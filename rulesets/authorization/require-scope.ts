import {
  type At,
  defineRule,
  type Format,
  type Model,
  type Operation,
  type SecurityRequirement,
  type SecurityScheme,
} from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { counted, listed } from '../wording.ts'
import { alternativeOf, alternativesBeside } from './alternatives.ts'
import { flowScopesOf } from './flow-scopes.ts'
import { isWriteOfCallers, requirementsInForce } from './scheme-uses.ts'
import { isOfOpenId } from './scope-words.ts'

export default defineRule({
  id: 'require-scope',
  title: 'Any token of the scheme is enough to change something.',
  why: 'A list of scopes that is empty asks for a valid token and nothing else. A token that somebody granted for one small purpose then opens every write that asks for no scope.',
  fix: 'Require the scope that a client needs to be allowed to do this.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1220],
    controls: ['TOKEN-3'],
    specifications: ['RFC 9700, section 2.3', 'OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'AsyncAPI operations that `receive` are not judged where one of them is titled "Subscribe to ...", as it is not clear then who sends. The server may decide by roles or by who owns the object, which scopes do not show. Where the description of every such operation tells who may call it, they are left undecided. Schemes without scopes are not judged, nor what asks for a password or a certificate as well, nor are operations such as signing out. Where another alternative asks for scopes, `no-scope-bypass` speaks.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable, model, format }) {
    if (scheme.type !== 'oauth2' && scheme.type !== 'openIdConnect') return notApplicable()
    const requirements = requirementsInForce(scheme, model)
    const uses = requirements.some(({ scopes }) => scopes.length > 0)
    if (!uses && flowScopesOf(scheme).names.length === 0) return notApplicable()
    const bare = requirements.filter(
      (each) => each.scopes.length === 0 && !hasScopedTwin(each, format) && isEnoughAlone(each, format),
    )
    const isUnclear = isWrittenForClients(model)
    const open = bare
      .map((requirement) => ({ requirement, operations: writesOf(requirement, uses, isUnclear) }))
      .filter(({ operations }) => operations.length > 0)
    const told = open
      .map(({ requirement, operations }) => ({
        requirement,
        operations: operations.filter((operation) => !saysWhoMay(operation)),
      }))
      .filter(({ operations }) => operations.length > 0)
    const [first] = told
    if (!first) {
      if (open[0]) undecided({ at: placeFor(open[0].requirement, format), because: SAID })
      return
    }
    const operations = [...new Set(told.flatMap((each) => each.operations))]
    const [only] = operations
    const what =
      operations.length === 1
        ? `\`${only?.label}\` changes`
        : `${counted(operations.length, 'operation')} change`
    report({
      at: placeFor(first.requirement, format),
      covers: told.map(({ requirement }) => requirement.node),
      message: `${what} something and ${operations.length === 1 ? 'requires' : 'require'} no scope of \`${scheme.name}\`${lackOf(scheme)}, so the description lets any token of it through.`,
      related: told.slice(1).map(({ requirement }) => ({
        at: { node: requirement.node, part: 'key' },
        message: 'No scope here either.',
      })),
      operations: operations.map(({ label }) => label),
      discriminator: scheme.name,
    })
  },
  examples: {
    bad: [
      {
        title: 'A write without scope, beside a read that asks for one',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: [orders] }]
      responses:
        '200': { description: OK }
    delete:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - oauth: []
#   ^^^^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      post:
        responses:
          '201': { description: Created }
      put:
        responses:
          '204': { description: Changed }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { write: Write } }
paths:
  /orders:
    patch:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Changed }
`,
      },
      {
        title: 'AsyncAPI 2: messages that the application takes in',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: []
#       ^^^^^
channels:
  orders:
    publish:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: written from the side of the clients, so that it is not clear who sends',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: events.example.com, protocol: wss }
channels:
  orders: { address: /orders }
  alerts: { address: /alerts }
operations:
  receiveOrders:
    action: receive
    title: Subscribe to Order Events
    channel: { $ref: '#/channels/orders' }
    security: [{ $ref: '#/components/securitySchemes/oauth' }]
  receiveAlerts:
    action: receive
    channel: { $ref: '#/channels/alerts' }
    security: [{ $ref: '#/components/securitySchemes/oauth' }]
components:
  securitySchemes:
    oauth:
      type: oauth2
      scopes: []
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
      {
        title: 'A second scheme is asked for as well; and the text tells who may call: not decided',
        text: `
paths:
  /orders:
    post:
      security: [{ oauth: [], login: [] }]
      responses:
        '201': { description: Created }
    delete:
      description: Only the app that created the orders can delete them.
      security: [{ oauth: [] }]
#                  ~~~~~
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    login: { type: http, scheme: basic }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:write': Orders } }
`,
      },
      {
        title: 'Writes with scopes, a read and signing out without, and a scheme that has none',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: [orders] }]
      responses:
        '201': { description: Created }
  /logout:
    post:
      security: [{ oauth: [] }]
      responses:
        '204': { description: Signed out }
  /drafts:
    post:
      security: [{ oidc: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 3: messages that the application sends',
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
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
    ],
  },
})

/** Whether the list offers the same scheme with scopes. */
function hasScopedTwin(requirement: SecurityRequirement, format: Format): boolean {
  return alternativesBeside(requirement, format).some(({ requirements }) =>
    requirements.some(({ scheme, scopes }) => scheme === requirement.scheme && scopes.length > 0),
  )
}

/** Administrators are left to `require-admin-privilege` where scopes are in use. */
function writesOf(
  { operations }: SecurityRequirement,
  usesScopes: boolean,
  isUnclear: boolean,
): SecurityRequirement['operations'] {
  return operations.filter(
    (operation) =>
      isWriteOfCallers(operation) &&
      !(isUnclear && operation.kind === 'message') &&
      operation.security.kind === 'required' &&
      !isMeantForAnyone(operation) &&
      !(usesScopes && operation.classes.has('admin')),
  )
}

/** Where callers prove themselves in another way as well, a token alone opens nothing. A key is mostly that of an app. */
function isEnoughAlone(requirement: SecurityRequirement, format: Format): boolean {
  const own = alternativeOf(requirement, format)
  return !own || own.requirements.every(({ scheme }) => scheme === requirement.scheme || isKey(scheme))
}

const writtenForClients = new WeakMap<Model, boolean>()

/** AsyncAPI: words of those who read what the application sends, at what it is said to receive. */
function isWrittenForClients(model: Model): boolean {
  let known = writtenForClients.get(model)
  if (known === undefined) {
    known = model.document.operations.some(
      ({ kind, method, node, summary }) =>
        kind === 'message' &&
        method === 'receive' &&
        /^\s*(?:subscribe|listen|get notified)/i.test(
          model.resolve(node)?.child('title')?.string ?? summary ?? '',
        ),
    )
    writtenForClients.set(model, known)
  }
  return known
}

const RIGHTS =
  /\bonly (?:the|an?|connect|forge) ?\w* ?(?:apps?|owners?|creators?|authors?|users?) (?:that|who|which)\b|\bpermissions?\b.{0,40}\brequired\b/i

const SAID =
  'no scope is required, but the description tells who may call: whether that is checked, it does not show'

function placeFor({ node }: SecurityRequirement, format: Format): At {
  return { node, part: format === 'asyncapi3' ? 'value' : 'key' }
}

function saysWhoMay({ description = '' }: Operation): boolean {
  return RIGHTS.test(description)
}

/** Scopes that tell who signed in limit nothing. */
function lackOf(scheme: SecurityScheme): string {
  const declared = flowScopesOf(scheme).names
  return declared.length > 0 && declared.every(isOfOpenId)
    ? `, which declares none for the API itself (${listed(declared)})`
    : ''
}

function isKey(scheme: SecurityScheme | undefined): boolean {
  return scheme?.type === 'apiKey' || scheme?.type === 'httpApiKey'
}
