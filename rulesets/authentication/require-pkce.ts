import {
  defineRule,
  type Model,
  type Node,
  type OAuthFlow,
  type SecurityScheme,
  splitUrl,
} from '@specward/core'
import { labelsOf } from '../headers.ts'
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
    const flow = codeFlowOf(scheme)
    if (!flow) return notApplicable()
    // one word will do for all schemes of one authorization server
    const alike = alikeTo(scheme, model)
    if (alike.some((each) => isSaid(each, model) || hasMetadata(each, model)) || alike[0] !== scheme) return
    report({
      at: flow.node,
      // the server counts, whichever of its schemes stands first
      covers: [model.document.node],
      discriminator: addressesOf(scheme),
      operations: labelsOf(alike.flatMap(({ operations }) => operations)),
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

/** The flow that is judged; undefined where the scheme is not in use, or is about to be given up. */
function codeFlowOf(scheme: SecurityScheme): OAuthFlow | undefined {
  if (scheme.type !== 'oauth2' || scheme.operations.length === 0 || isOnItsWayOut(scheme)) return undefined
  return scheme.flows.find(({ kind }) => kind === 'authorizationCode')
}

/** By an extension or in words: at the flow, at the scheme, or in the introduction. */
function isSaid(scheme: SecurityScheme, model: Model): boolean {
  const flow = codeFlowOf(scheme)
  const places = [scheme.node, flow && model.resolve(flow.node), model.document.node.child('info')].filter(
    (place) => place !== undefined,
  )
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

const alikeByModel = new WeakMap<Model, ReadonlyMap<string, readonly SecurityScheme[]>>()

/** All that send people and codes to the same two addresses, in document order. */
function alikeTo(scheme: SecurityScheme, model: Model): readonly SecurityScheme[] {
  let groups = alikeByModel.get(model)
  if (!groups) {
    groups = grouped(model.select('securityScheme').filter((each) => codeFlowOf(each) !== undefined))
    alikeByModel.set(model, groups)
  }
  return groups.get(addressesOf(scheme)) ?? [scheme]
}

function grouped(schemes: readonly SecurityScheme[]): ReadonlyMap<string, readonly SecurityScheme[]> {
  const groups = new Map<string, SecurityScheme[]>()
  for (const scheme of schemes) {
    const addresses = addressesOf(scheme)
    const alike = groups.get(addresses)
    if (alike) alike.push(scheme)
    else groups.set(addresses, [scheme])
  }
  return groups
}

function addressesOf({ flows, urls, name }: SecurityScheme): string {
  const flow = flows.find(({ kind }) => kind === 'authorizationCode')
  const ofFlow = urls.filter(({ node }) => node.parent === flow?.node || node.parent === flow?.node.parent)
  const addresses = ['authorizationUrl', 'tokenUrl'].map(
    (key) => ofFlow.find(({ field }) => field === key)?.url,
  )
  return addresses.some((url) => url !== undefined) ? addresses.join(' ') : name
}
