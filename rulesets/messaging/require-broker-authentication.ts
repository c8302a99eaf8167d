import { defineRule, type Model, type Operation, type Server } from '@specward/core'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { meantBecause, openServer, whyUndecided } from './open-servers.ts'

export default defineRule({
  id: 'require-broker-authentication',
  title: 'Messages can be sent or received without authentication.',
  why: 'Whoever reaches the broker can read the messages of others, or send messages that other systems act upon.',
  fix: 'Require a security scheme at the server (`security`), for example client certificates, SCRAM or OAuth 2.0.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['asyncapi'],
  references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1', 'AUTHZ-5'] },
  falsePositives:
    'Brokers on the machine itself are not judged. Services that authenticate by the means of their provider (SQS, SNS, Google Pub/Sub) are left undecided, and so is what is called public by the name of its server or in words. Where messages hold personal or financial data, `no-sensitive-data-public` reports instead.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model }) {
    if (operation.kind !== 'message') return notApplicable()
    const { security, servers, node } = operation
    if (security.kind === 'unreadable') {
      return undecided({ at: node, because: 'its `security` could not be read' })
    }
    if (security.kind === 'required' || operation.publicReason !== undefined) return
    if (servers.length === 0) {
      return undecided({ at: node, because: whyNoServer(operation, model) })
    }
    const server = openServer(operation)
    // where the data is sensitive, `no-sensitive-data-public` speaks
    if (!server || sensitiveResult(operation)) return
    const because = whyUndecided(operation, server) ?? meantBecause(operation, server, model)
    if (because !== undefined) return undecided({ at: node, because })
    report({ at: node, message: messageFor(operation, server), cause: server.node })
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: neither the server nor the operation asks for anything',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
channels:
  orders: { address: orders }
operations:
  receiveOrders:
# ^^^^^^^^^^^^^
    action: receive
    channel: { $ref: '#/channels/orders' }
`,
      },
      {
        title: 'AsyncAPI 3: one of two servers is open, and reached through `$ref`',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security:
      - type: X509
  partners: { $ref: '#/components/servers/Partners' }
channels:
  orders: { address: orders }
operations:
  receiveOrders:
# ^^^^^^^^^^^^^
    action: receive
    channel: { $ref: '#/channels/orders' }
components:
  servers:
    Partners:
      host: partners.example.com
      protocol: wss
      security: []
`,
      },
      {
        title: 'AsyncAPI 2: an empty alternative lets everybody in',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: mqtt.example.com:8883
    protocol: mqtts
    security:
      - password: []
      - {}
channels:
  orders:
    publish:
#   ^^^^^^^
      message: { payload: { type: object } }
components:
  securitySchemes:
    password: { type: userPassword }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: required by the server, or by the operation',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: kafka.example.com
    protocol: kafka-secure
    security:
      - type: scramSha512
  events:
    host: events.example.com
    protocol: wss
channels:
  orders:
    address: orders
    servers: [{ $ref: '#/servers/production' }]
  updates:
    address: /updates
    servers: [{ $ref: '#/servers/events' }]
operations:
  receiveOrders:
    action: receive
    channel: { $ref: '#/channels/orders' }
  sendUpdates:
    action: send
    channel: { $ref: '#/channels/updates' }
    security:
      - type: http
        scheme: bearer
`,
      },
      {
        title: 'AsyncAPI 3: a broker on the machine itself',
        format: 'asyncapi3',
        text: `
servers:
  local: { host: 'localhost:9092', protocol: kafka }
channels:
  orders: { address: orders }
operations:
  receiveOrders:
    action: receive
    channel: { $ref: '#/channels/orders' }
`,
      },
      {
        title:
          'AsyncAPI 3: a queue of a provider, and a credential that is declared as a parameter: not decided',
        format: 'asyncapi3',
        text: `
servers:
  queue: { host: sqs.eu-west-1.amazonaws.com, protocol: sqs }
  events: { host: events.example.com, protocol: wss }
channels:
  orders:
    address: orders
    servers: [{ $ref: '#/servers/queue' }]
  updates:
    address: /updates
    servers: [{ $ref: '#/servers/events' }]
    parameters:
      apiKey: { location: $message.header#/authorization }
operations:
  receiveOrders:
# ~~~~~~~~~~~~~
    action: receive
    channel: { $ref: '#/channels/orders' }
  sendUpdates:
# ~~~~~~~~~~~
    action: send
    channel: { $ref: '#/channels/updates' }
`,
      },
      {
        title: 'AsyncAPI 3: called public by its server, and in words: not decided',
        format: 'asyncapi3',
        text: `
info: { title: Prices, version: 1.0.0, description: Market data is a public API. }
servers:
  public: { host: events.example.com, protocol: wss }
channels:
  prices: { address: /prices }
operations:
  sendPrices:
# ~~~~~~~~~~
    action: send
    channel: { $ref: '#/channels/prices' }
`,
      },
      {
        title: 'AsyncAPI 2: no servers: not decided',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
#   ~~~~~~~
      message: { payload: { type: object } }
`,
      },
    ],
  },
})

function messageFor({ label }: Operation, { name, template, security }: Server): string {
  const server = `server \`${name ?? template}\``
  return security?.kind === 'optional'
    ? `\`${label}\` is open to anyone: \`{}\` in the \`security\` of ${server} lets everybody in.`
    : `\`${label}\` is open to anyone: neither ${server} nor the operation requires authentication.`
}

/** Why no server is known for an operation. */
function whyNoServer({ channel, node }: Operation, model: Model): string {
  const { servers, format } = model.document
  if (!channel && format === 'asyncapi3') {
    const isNamed = (model.resolve(node) ?? node).child('channel') !== undefined
    return isNamed ? 'its channel could not be read' : 'it names no channel'
  }
  return servers.length > 0
    ? 'none of the servers that its channel names could be read'
    : 'no server is declared, so nobody can tell who gets in'
}
