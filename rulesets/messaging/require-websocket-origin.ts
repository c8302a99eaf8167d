import {
  type Channel,
  defineRule,
  type EffectiveSecurity,
  type Model,
  type SecurityRequirement,
  type SecurityScheme,
  type Server,
} from '@specward/core'
import { familiesOf, titleOf } from './addresses.ts'
import { schemaAt } from './binding-schemas.ts'

/** HTTP schemes whose credentials browsers send by themselves once they have them. */
const BY_BROWSER: ReadonlySet<string> = new Set(['basic', 'digest', 'negotiate', 'ntlm'])

export default defineRule({
  id: 'require-websocket-origin',
  title: 'A WebSocket is opened by cookie, and nothing is said of the origin.',
  why: 'Browsers send cookies with the handshake of a WebSocket whichever page opens it, and no CORS stops them. A page of an attacker then reads and writes as the user who visits it.',
  fix: 'Refuse handshakes whose `Origin` is not one of your own, and say so: `Origin` with an `enum` among the headers of the `ws` binding. Or ask for a token that no browser sends by itself.',
  presets: { strict: 'info' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1385],
    controls: ['CONFIG-1'],
    specifications: ['RFC 6455, section 10.2', 'AsyncAPI bindings for WebSockets, Channel Binding Object'],
  },
  falsePositives: 'A server may check the origin without its description saying so.',
  select: 'channel',
  check(channel, { report, notApplicable, model }) {
    if (!familiesOf(channel).has('ws')) return notApplicable()
    const by = openedBy(channel, model)
    if (by === undefined) return notApplicable()
    const headers = channel.bindings.get('ws')?.child('headers')
    const names = headerNames(channel, model)
    if (names.has('origin')) return
    report({
      at: headers ? { node: headers, part: 'key' } : channel.addressNode,
      message: `Browsers open channel \`${titleOf(channel)}\` by ${by}, from whichever page, and its \`ws\` binding does not ask for \`Origin\`.`,
    })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a session cookie that the server asks for',
        format: 'asyncapi3',
        text: `
servers:
  events:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/session' }]
channels:
  updates:
    address: /updates
#            ^^^^^^^^
components:
  securitySchemes:
    session: { type: httpApiKey, in: cookie, name: sid }
`,
      },
      {
        title: 'AsyncAPI 2: a cookie among the headers of the binding, reached through `$ref`',
        format: 'asyncapi2',
        text: `
servers:
  events: { url: events.example.com, protocol: wss }
channels:
  /updates:
    bindings:
      ws:
        headers: { $ref: '#/components/schemas/Handshake' }
#       ^^^^^^^
    subscribe: { message: { payload: { type: string } } }
components:
  schemas:
    Handshake: { type: object, properties: { Cookie: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: the origin is asked for; a token that no browser sends by itself',
        format: 'asyncapi3',
        text: `
servers:
  events:
    host: events.example.com
    protocol: wss
    security: [{ type: httpApiKey, in: cookie, name: sid }]
  partners:
    host: partners.example.com
    protocol: wss
    security: [{ type: http, scheme: bearer }]
channels:
  updates:
    address: /updates
    servers: [{ $ref: '#/servers/events' }]
    bindings:
      ws: { headers: { type: object, properties: { origin: { enum: ['https://app.example.com'] } } } }
  orders:
    address: /orders
    servers: [{ $ref: '#/servers/partners' }]
`,
      },
      {
        title: 'AsyncAPI 2: a cookie, but no WebSocket',
        format: 'asyncapi2',
        text: `
servers:
  events: { url: events.example.com, protocol: https, security: [{ session: [] }] }
channels:
  /updates:
    subscribe: { message: { payload: { type: string } } }
components:
  securitySchemes:
    session: { type: httpApiKey, in: cookie, name: sid }
`,
      },
    ],
  },
})

function headerNames(channel: Channel, model: Model): ReadonlySet<string> {
  const schema = schemaAt(channel.bindings.get('ws')?.child('headers'), model)
  return new Set([...(schema?.propertyNames ?? [])].map((name) => name.toLowerCase()))
}

/** What a browser sends by itself to open the channel, in words. */
function openedBy(channel: Channel, model: Model): string | undefined {
  if (headerNames(channel, model).has('cookie')) return 'cookie'
  const found =
    byBrowserAt(channel.servers) ?? firstOf(channel.operations.map(({ security }) => byBrowserIn(security)))
  if (!found) return undefined
  return found.scheme?.in === 'cookie' ? `the cookie of \`${found.name}\`` : `\`${found.name}\``
}

const atServers = new WeakMap<readonly Server[], { readonly found: SecurityRequirement | undefined }>()

/** By the list of servers, which many channels share. */
function byBrowserAt(servers: readonly Server[]): SecurityRequirement | undefined {
  const known = atServers.get(servers)
  if (known) return known.found
  const found = firstOf(servers.map(({ security }) => byBrowserIn(security)))
  atServers.set(servers, { found })
  return found
}

const inLists = new WeakMap<EffectiveSecurity, { readonly found: SecurityRequirement | undefined }>()

function byBrowserIn(list: EffectiveSecurity | undefined): SecurityRequirement | undefined {
  if (!list) return undefined
  const known = inLists.get(list)
  if (known) return known.found
  const asked = list.alternatives.flatMap(({ requirements }) => requirements)
  const found = asked.find(({ scheme }) => scheme && isSentByBrowser(scheme))
  inLists.set(list, { found })
  return found
}

function firstOf<Thing>(things: readonly (Thing | undefined)[]): Thing | undefined {
  return things.find((thing) => thing !== undefined)
}

function isSentByBrowser({ in: location, httpScheme }: SecurityScheme): boolean {
  return location === 'cookie' || BY_BROWSER.has(httpScheme ?? '')
}
