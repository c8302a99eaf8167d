import { defineRule, type Operation, type SecurityScheme } from '@specward/core'
import { isSaidToBeShortLived } from '../messaging/binding-schemas.ts'

export default defineRule({
  id: 'no-api-key-in-query',
  title: 'An API key travels in the query string.',
  why: 'URLs end up in access logs, browser histories, monitoring and the `Referer` of the next request. Whoever reads one of those has the key.',
  fix: 'Send the key in a header, or better, use tokens that expire.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [598],
    controls: ['APIKEY-1'],
    specifications: ['RFC 9110, section 17.9'],
  },
  falsePositives:
    'A key that only identifies an application for quota, is public anyway and bound to a referrer, as those of maps in web pages, is no secret. A key that is always asked for together with a credential outside of the URL is left undecided, because a URL that gets known opens nothing by itself then. A token for a WebSocket whose description says that it works once or for a short time is not reported, because browsers cannot set headers there. A value that is said to name a user is left undecided.',
  select: 'securityScheme',
  check(scheme, { report, undecided, notApplicable }) {
    if (scheme.type !== 'apiKey' && scheme.type !== 'httpApiKey') return notApplicable()
    if (scheme.in !== 'query' || scheme.operations.length === 0) return
    const at = scheme.node.child('in') ?? scheme.node
    const opened = scheme.operations.filter((operation) => isOpenedBy(operation, scheme))
    if (opened.length === 0) {
      const because = `\`${scheme.name}\` travels in the URL, but is always asked for together with a credential that does not: whether it opens anything by itself, nothing tells`
      return undecided({ at, because })
    }
    // browsers cannot set headers for a WebSocket
    if (scheme.type === 'httpApiKey' && isSaidToBeShortLived(scheme.node)) {
      const because = `\`${scheme.name}\` travels in the URL, and its own words alone say that it is soon worth nothing`
      return undecided({ at, because })
    }
    if (NAMES_SOMEBODY.test(scheme.node.child('description')?.string ?? '')) {
      const because = `\`${scheme.name}\` travels in the URL, but by its description it holds the name of a user and no key`
      return undecided({ at, because })
    }
    const name = scheme.parameterName === undefined ? '' : ` (\`?${scheme.parameterName}=\`)`
    const keepers = scheme.type === 'httpApiKey' ? 'logs and proxies' : 'logs and browser histories'
    report({
      at,
      message: `Scheme \`${scheme.name}\` sends its API key in the URL${name}, where ${keepers} keep it.`,
      operations: opened.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'A key in the query string',
        text: `
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key:
      type: apiKey
      in: query
#         ^^^^^
      name: api_key
`,
      },
      {
        title: 'One of two alternatives, reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      security:
        - header: []
        - query: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    header: { type: apiKey, in: header, name: X-Api-Key }
    query: { $ref: '#/components/securitySchemes/inUrl' }
    inUrl: { type: apiKey, in: query, name: key }
#                              ^^^^^
`,
      },
      {
        title:
          'Together with a second key in the URL, and together with a token in one of two operations alone',
        text: `
security:
  - key: []
    app: []
paths:
  /orders:
    get:
      security:
        - key: []
          token: []
      responses:
        '200': { description: OK }
  /items:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: key }
#                            ^^^^^
    app: { type: apiKey, in: query, name: app }
#                            ^^^^^
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: query, name: api_key }
#                          ^^^^^
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
        title: 'AsyncAPI 2: at a server, through `$ref`',
        format: 'asyncapi2',
        text: `
servers:
  events: { url: events.example.com, protocol: wss, security: [{ key: [] }] }
channels:
  /updates:
    subscribe: { message: { payload: { type: string } } }
components:
  securitySchemes:
    key: { $ref: '#/components/securitySchemes/inUrl' }
    inUrl: { type: httpApiKey, in: query, name: key }
#                                  ^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: at an operation',
        format: 'asyncapi3',
        text: `
servers:
  events: { host: events.example.com, protocol: wss }
channels:
  updates: { address: /updates }
operations:
  sendUpdate:
    action: send
    channel: { $ref: '#/channels/updates' }
    security:
      - { type: httpApiKey, in: query, name: key }
#                               ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A key in a header',
        text: `
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: query }
`,
      },
      {
        title: 'Always together with a credential that is not in the URL: not decided',
        text: `
paths:
  /orders:
    get:
      security:
        - key: []
          token: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: key }
#                            ~~~~~
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Declared, but required nowhere',
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
    old: { type: apiKey, in: query, name: api_key }
`,
      },
      {
        title: 'OpenAPI 2.0: a key in a header',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
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
        title: 'OpenAPI 2.0: the name of a user: not decided',
        format: 'oas2',
        text: `
securityDefinitions:
  sudo: { type: apiKey, in: query, name: sudo, description: Sudo API request as the user provided as the key. }
#                           ~~~~~
security:
  - sudo: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: a token for one connection, by its own words alone: not decided',
        format: 'asyncapi2',
        text: `
servers:
  events: { url: events.example.com, protocol: wss, security: [{ ticket: [] }] }
channels:
  /updates:
    subscribe: { message: { payload: { type: string } } }
components:
  securitySchemes:
    ticket: { type: httpApiKey, in: query, name: ticket, description: Single-use ticket of the session. }
#                                   ~~~~~
`,
      },
    ],
  },
})

/** Whether somebody who knows the URL gets in: a way in asks for nothing that travels elsewhere. */
function isOpenedBy({ security }: Operation, scheme: SecurityScheme): boolean {
  const ways = security.alternatives.filter(({ requirements }) =>
    requirements.some((each) => each.scheme === scheme),
  )
  return ways.length === 0 || ways.some(({ requirements }) => !requirements.some(isOutsideUrl))
}

/** What a name stands for that is declared nowhere, nobody knows. */
function isOutsideUrl({ scheme }: { readonly scheme: SecurityScheme | undefined }): boolean {
  return scheme !== undefined && scheme.in !== 'query'
}

/** "Sudo API request as the user provided as the key". */
const NAMES_SOMEBODY =
  /\bsudo\b|\bon behalf of\b|\bimpersonat|\bas (?:the|another|a given) user\b|\buser ?names?\b(?! and)/i
