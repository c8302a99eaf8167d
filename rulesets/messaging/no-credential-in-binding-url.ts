import {
  type Channel,
  defineRule,
  type Message,
  type Node,
  type Operation,
  type Property,
} from '@specward/core'
import { listed, withArticle } from '../wording.ts'
import { credentialInQuery, isSaidToBeShortLived, schemaAt } from './binding-schemas.ts'
import { sensitiveIn } from './messages.ts'

export default defineRule({
  id: 'no-credential-in-binding-url',
  title: 'A credential or personal data is sent in the URL of a WebSocket or HTTP request.',
  why: 'URLs are kept in the logs of servers and proxies, in histories and in monitoring. Whoever reads a token there can use it.',
  fix: 'Send the credential in a header, or as the first message after connecting. Where a browser has to put something into the URL, let it be a ticket that works once and for seconds. Send data with `POST`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598],
    controls: ['APIKEY-1', 'APIKEY-2'],
    specifications: [
      'AsyncAPI bindings for WebSockets, Channel Binding Object',
      'AsyncAPI bindings for HTTP, Operation Binding Object',
      'RFC 9700, section 4.3.2',
    ],
  },
  falsePositives:
    'Browsers cannot set headers for a WebSocket. A token that works once is then the best that can be done: say so in its description (`one-time`, `single use`, `ticket`).',
  select: 'document',
  check({ channels, operations }, { report, notApplicable, model }) {
    const bound = [...channels, ...operations].flatMap((concept) => boundTo(concept))
    if (bound.length === 0) return notApplicable()
    const seen = new Set<Node>()
    for (const { binding, protocol, concept } of bound) {
      for (const property of schemaAt(binding.child('query'), model)?.properties ?? []) {
        const term = credentialInQuery(property) ?? personalIn(property)
        if (term === undefined || seen.has(property.node) || isSaidToBeShortLived(property.node)) continue
        seen.add(property.node)
        report({
          at: { node: property.node, part: 'key' },
          message: `\`${property.name}\` in the query of \`${nameOf(concept)}\` carries ${withArticle(term)} in the URL.`,
          discriminator: `${nameOf(concept)} ${property.name}`,
        })
      }
      const method = binding.child('method')
      if (protocol !== 'http' || method?.string?.toUpperCase() !== 'GET' || seen.has(method)) continue
      seen.add(method)
      const names = namesIn(concept.messages)
      if (names.length > 0) {
        report({
          at: method,
          message: `\`${nameOf(concept)}\` is a \`GET\`, which has no body: ${listed(names)} would stand in the URL.`,
          discriminator: `${nameOf(concept)} method`,
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'AsyncAPI 3: a token for a WebSocket, in a schema that is reached through `$ref`',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: /updates
    bindings:
      ws:
        query: { $ref: '#/components/schemas/Query' }
components:
  schemas:
    Query:
      type: object
      properties:
        token: { type: string }
#       ^^^^^
        ssn: { type: string }
#       ^^^
`,
      },
      {
        title: 'AsyncAPI 2: a password by GET',
        format: 'asyncapi2',
        text: `
channels:
  /login:
    publish:
      bindings:
        http:
          method: GET
#                 ^^^
      message:
        payload: { type: object, properties: { password: { type: string } } }
`,
      },
    ],
    good: [
      {
        title: 'AsyncAPI 3: a place in a list, a ticket, and a token in a header',
        format: 'asyncapi3',
        text: `
channels:
  updates:
    address: /updates
    bindings:
      ws:
        query:
          type: object
          properties:
            pageToken: { type: string }
            token: { type: string, description: 'Single-use ticket, valid for ten seconds.' }
        headers: { type: object, properties: { Authorization: { type: string } } }
`,
      },
      {
        title: 'AsyncAPI 2: a password by POST',
        format: 'asyncapi2',
        text: `
channels:
  /login:
    publish:
      bindings: { http: { method: POST } }
      message:
        payload: { type: object, properties: { password: { type: string } } }
`,
      },
    ],
  },
})

function boundTo(concept: Channel | Operation) {
  return ['ws', 'http'].flatMap((protocol) => {
    const binding = concept.bindings.get(protocol)
    return binding ? [{ binding, protocol, concept }] : []
  })
}

/** What of a person or an account it certainly is. */
function personalIn({ sensitivity }: Property): string | undefined {
  const isMeant = sensitivity?.dataClass === 'personal' || sensitivity?.dataClass === 'financial'
  return isMeant && sensitivity.confidence === 'certain' ? sensitivity.term : undefined
}

function namesIn(messages: readonly Message[]): readonly string[] {
  return [...new Set(messages.flatMap((message) => sensitiveIn(message)?.way ?? []))]
}

function nameOf(concept: Channel | Operation): string {
  return concept.concept === 'channel' ? (concept.address ?? concept.node.key) : concept.label
}
