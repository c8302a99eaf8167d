import { defineRule, type Message, type Model, type Property } from '@specward/core'
import { isSaidToBeHidden } from '../exposure/returned.ts'
import { listed, withArticle } from '../wording.ts'
import { familyOf } from './addresses.ts'

/** Where headers of messages are headers of HTTP requests, which is the place for a credential. */
const HTTP: ReadonlySet<string> = new Set(['http', 'mercure'])

export default defineRule({
  id: 'no-credential-in-message-header',
  title: 'A credential or personal data is part of the headers of a message.',
  why: 'Headers travel with the message to every consumer and stay in the topic as long as it does; brokers, routers and traces show them to people who may not see the payload. A token in a header can be used by each of them.',
  fix: 'Authenticate the connection by a security scheme. Who the sender is, the broker can vouch for, or a signature over the message; personal data belongs into the payload.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: { owasp: ['API3:2023', 'API2:2023'], cwe: [522, 201], controls: ['APIKEY-2', 'DATA-1'] },
  falsePositives:
    'Over HTTP, headers of messages are those of the request, and are not judged. A header that may be a credential or something else (`token`, `session`) is left undecided. Values that are said to be masked or encrypted are left alone.',
  select: 'message',
  check(message, { report, undecided, notApplicable, model }) {
    const headers = message.headerSchemas.flatMap(({ properties }) => properties)
    if (headers.length === 0 || isOverHttp(message, model)) return notApplicable()
    for (const header of headers) {
      const { sensitivity, node, name } = header
      // a trait that several messages have is told of once
      if (!sensitivity || usersOf(header, model)[0] !== message || isSaidToBeHidden(header)) continue
      const at = { node, part: 'key' } as const
      if (sensitivity.confidence === 'certain') {
        const messages = usersOf(header, model).map(
          (each) => each.name ?? each.operations[0]?.label ?? 'unnamed',
        )
        const what = sensitivity.term.endsWith('data') ? sensitivity.term : withArticle(sensitivity.term)
        const said = sensitivity.term.toLowerCase() === name.toLowerCase() ? 'a credential' : what
        report({
          at,
          covers: [node],
          message: `Header \`${name}\` of ${messages.length === 1 ? 'message' : 'messages'} ${listed(messages)} carries ${said} to everybody who reads the topic.`,
          discriminator: name,
        })
      } else if (sensitivity.dataClass === 'credential') {
        undecided({ at, because: `the name of header \`${name}\` does not tell whether it is a credential` })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a token, and a trait that two messages have',
        format: 'asyncapi3',
        text: `
servers:
  production: { host: kafka.example.com, protocol: kafka-secure }
channels:
  orders:
    address: orders
    messages:
      placed:
        headers:
          type: object
          properties:
            Authorization: { type: string }
#           ^^^^^^^^^^^^^
        traits: [{ $ref: '#/components/messageTraits/User' }]
      changed:
        traits: [{ $ref: '#/components/messageTraits/User' }]
components:
  messageTraits:
    User:
      headers:
        type: object
        properties:
          userEmail: { type: string }
#         ^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: a password, behind `allOf`',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: string }
        headers:
          allOf:
            - $ref: '#/components/schemas/Headers'
components:
  schemas:
    Headers:
      type: object
      properties:
        password: { type: string }
#       ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: what only sounds like it, and a request over HTTP',
        format: 'asyncapi3',
        text: `
servers:
  broker: { host: kafka.example.com, protocol: kafka-secure }
  web: { host: api.example.com, protocol: https }
channels:
  orders:
    address: orders
    servers: [{ $ref: '#/servers/broker' }]
    messages:
      placed:
        headers:
          type: object
          properties: { correlationId: { type: string }, tokenExpiresAt: { type: string, format: date-time }, passwordChanged: { type: boolean } }
  hooks:
    address: /hooks
    servers: [{ $ref: '#/servers/web' }]
    messages:
      called: { headers: { type: object, properties: { Authorization: { type: string } } } }
`,
      },
      {
        title: 'AsyncAPI 2: a name that may mean something else: not decided',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message:
        payload: { type: string }
        headers:
          type: object
          properties:
            token: { type: string }
#           ~~~~~
`,
      },
    ],
  },
})

const users = new WeakMap<Model, ReadonlyMap<unknown, readonly Message[]>>()

/** Messages that have the header, by the place at which it is declared. */
function usersOf({ node }: Property, model: Model): readonly Message[] {
  let known = users.get(model)
  if (!known) {
    const found = new Map<unknown, Message[]>()
    for (const message of model.select('message')) {
      const nodes = message.headerSchemas.flatMap(({ properties }) => properties.map((each) => each.node))
      for (const each of new Set(nodes)) {
        const list = found.get(each)
        if (list) list.push(message)
        else found.set(each, [message])
      }
    }
    known = found
    users.set(model, known)
  }
  return known.get(node) ?? []
}

const elsewhere = new WeakMap<Model, ReadonlyMap<Message, boolean>>()

/** Whether all servers of the channels that have the message speak HTTP; false where there are none. */
function isOverHttp(message: Message, model: Model): boolean {
  let known = elsewhere.get(model)
  if (!known) {
    const found = new Map<Message, boolean>()
    for (const { servers, messages } of model.document.channels) {
      const protocols = servers
        .flatMap(({ expansions }) => expansions)
        .map(({ protocol }) => familyOf(protocol))
      const isHttp = protocols.length > 0 && protocols.every((protocol) => HTTP.has(protocol))
      for (const each of messages) found.set(each, isHttp && found.get(each) !== false)
    }
    known = found
    elsewhere.set(model, known)
  }
  return known.get(message) ?? false
}
