import {
  defineRule,
  type Model,
  type Node,
  type OAuthFlow,
  type SecurityScheme,
  splitUrl,
} from '@specward/core'
import { inText } from '../wording.ts'
import { isOnItsWayOut } from './flows.ts'
import { isMetadata } from './metadata.ts'
import { schemeWords } from './naming.ts'

export default defineRule({
  id: 'require-pkce',
  title: 'Nothing shows that the authorization code flow is protected by PKCE.',
  why: 'An authorization code can be caught on its way back to the client: in a log, by another app, or from the browser history. Without PKCE, whoever has the code gets the token.',
  fix: 'Have every client use PKCE with `S256` and refuse codes without it. Then say so: in the description of the scheme, by an extension such as `x-usePkce`, or by the URL of the metadata of the authorization server.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1390],
    controls: ['TOKEN-2'],
    specifications: ['RFC 9700, section 2.1.1', 'RFC 7636'],
  },
  falsePositives:
    'OpenAPI and AsyncAPI have no field for PKCE: the authorization server may well demand it. The rule asks for a word about it.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const flow = scheme.flows.find(({ kind }) => kind === 'authorizationCode')
    if (scheme.type !== 'oauth2' || !flow || scheme.operations.length === 0 || isOnItsWayOut(scheme)) {
      return notApplicable()
    }
    if (isSaid(scheme, flow, model) || hasMetadata(scheme, model)) return
    // one word would do for all schemes of one authorization server
    if (firstAlike(scheme, model) !== scheme) return
    report({
      at: flow.node,
      // the server counts, whichever of its schemes stands first
      covers: [model.document.node],
      discriminator: addressesOf(scheme),
      message: `${schemeWords(scheme)} uses the authorization code flow, and the description does not say that clients must use PKCE.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'Not a word about it',
        text: `
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
#       ^^^^^^^^^^^^^^^^^
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'Switched off, in a scheme that is reached through `$ref`',
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
        authorizationCode:
#       ^^^^^^^^^^^^^^^^^
          x-usePkce: no
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: accessCode
#         ^^^^^^^^^^
    authorizationUrl: https://id.example.com/authorize
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Said in the description, or by an extension',
        text: `
security: [{ oauth: [orders] }, { other: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      description: Send a code challenge (S256).
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
    other:
      type: oauth2
      flows:
        authorizationCode:
          x-scalar-use-pkce: SHA-256
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'OpenAPI 3.2: the metadata of the authorization server says it',
        format: 'oas3.2',
        text: `
security: [{ oauth: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      oauth2MetadataUrl: https://id.example.com/.well-known/oauth-authorization-server
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 2: another flow',
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
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'AsyncAPI 3',
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
      description: Authorization code with PKCE.
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          availableScopes: { orders: Orders }
`,
      },
    ],
  },
})

const PKCE = /\bpkce\b|\bS256\b|code[ _-]?(?:challenge|verifier)|RFC ?7636/i

/** By an extension or in words: at the flow, at the scheme, or in the introduction. */
function isSaid({ node }: SecurityScheme, flow: OAuthFlow, model: Model): boolean {
  const info = model.document.node.child('info')
  const places = [node, model.resolve(flow.node), info].filter((place) => place !== undefined)
  return places.some((place) => hasExtension(place) || PKCE.test(place.child('description')?.string ?? ''))
}

function hasExtension(node: Node): boolean {
  for (const child of node.children()) {
    if (!/^x-.*pkce/i.test(child.key)) continue
    if (
      child.value !== false &&
      child.value !== null &&
      !/^(?:no|none|false|off)$/i.test(inText(child.value))
    )
      return true
  }
  return false
}

/** Whether this or another scheme names the metadata of the same authorization server. */
function hasMetadata(scheme: SecurityScheme, model: Model): boolean {
  const hosts = hostsWithMetadata(model)
  return scheme.urls.some(({ field, url }) => isMetadata(field) || hosts.has(hostOf(url)))
}

const hostsByModel = new WeakMap<Model, ReadonlySet<string>>()

/** Hosts at which some scheme says that metadata lies. */
function hostsWithMetadata(model: Model): ReadonlySet<string> {
  let hosts = hostsByModel.get(model)
  if (!hosts) {
    const urls = model.document.schemes.flatMap((each) => each.urls)
    hosts = new Set(urls.filter(({ field }) => isMetadata(field)).map(({ url }) => hostOf(url)))
    hostsByModel.set(model, hosts)
  }
  return hosts
}

function hostOf(url: string): string {
  return splitUrl(url.trim()).host
}

const firstByModel = new WeakMap<Model, ReadonlyMap<string, SecurityScheme>>()

/** The first scheme that sends people and codes to the same two addresses. */
function firstAlike(scheme: SecurityScheme, model: Model): SecurityScheme {
  let first = firstByModel.get(model)
  if (!first) {
    const used = model.select('securityScheme').filter(({ operations }) => operations.length > 0)
    // the last to be set is the first of the document
    first = new Map(used.toReversed().map((each) => [addressesOf(each), each]))
    firstByModel.set(model, first)
  }
  return first.get(addressesOf(scheme)) ?? scheme
}

function addressesOf({ flows, urls, name }: SecurityScheme): string {
  const flow = flows.find(({ kind }) => kind === 'authorizationCode')
  const ofFlow = urls.filter(({ node }) => node.parent === flow?.node || node.parent === flow?.node.parent)
  const addresses = ['authorizationUrl', 'tokenUrl'].map(
    (key) => ofFlow.find(({ field }) => field === key)?.url,
  )
  return addresses.some((url) => url !== undefined) ? addresses.join(' ') : name
}
