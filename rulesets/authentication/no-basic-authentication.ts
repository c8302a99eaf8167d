import { defineRule, type Operation, type OperationClass, type SecurityScheme } from '@specward/core'
import { counted } from '../wording.ts'
import { operationsWords, schemeWords } from './naming.ts'

/** Where a client proves itself once to get something better (RFC 6749, section 2.3.1). */
const EXCHANGES: readonly OperationClass[] = ['token', 'login']

export default defineRule({
  id: 'no-basic-authentication',
  title: 'Operations are protected by HTTP Basic authentication.',
  why: 'Basic sends the password itself with every request. It cannot be limited to a scope, seldom expires, and cannot be taken back without changing the password everywhere; a second factor has no place in it.',
  fix: 'Use tokens that expire: OAuth 2.0 or OpenID Connect for people, client credentials or mutual TLS for programs.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [522],
    controls: ['AUTHN-3'],
    specifications: ['RFC 7617, section 4', 'RFC 6749, section 2.3.1'],
  },
  falsePositives:
    'A scheme that only sign-in and token operations use is not reported: there the password is exchanged for a token.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable }) {
    if (scheme.type !== 'http' || scheme.httpScheme !== 'basic') return notApplicable()
    const operations = scheme.operations.filter((operation) => !isExchange(operation))
    if (operations.length === 0) return
    const labels = operations.map(({ label }) => label)
    report({
      at: scheme.node.child('scheme') ?? scheme.node.child('type') ?? scheme.node,
      message: messageFor(scheme, operations),
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'Basic, in any case',
        text: `
security:
  - login: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { type: http, scheme: Basic }
#                                ^^^^^
`,
      },
      {
        title: 'One of several alternatives, reached through `$ref`',
        text: `
paths:
  /orders:
    post:
      security:
        - token: []
        - legacy: []
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    legacy: { $ref: '#/components/securitySchemes/password' }
    password: { type: http, scheme: basic }
#                                   ^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
#                   ^^^^^
security:
  - password: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: required by the server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - password: []
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    password: { type: http, scheme: basic }
#                                   ^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: required by the operation',
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
      - $ref: '#/components/securitySchemes/password'
components:
  securitySchemes:
    password:
      type: http
      scheme: basic
#             ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Client authentication at the token endpoint',
        text: `
paths:
  /oauth/token:
    post:
      security:
        - client: []
      responses:
        '200': { description: OK }
  /orders:
    get:
      security:
        - token: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    client: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Declared, but required nowhere',
        text: `
security:
  - basicToken: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    basicToken: { type: http, scheme: bearer }
    unused: { type: http, scheme: basic }
`,
      },
      {
        title: 'OpenAPI 2.0: an API key',
        format: 'oas2',
        text: `
securityDefinitions:
  basic: { type: apiKey, in: header, name: X-Api-Key }
security:
  - basic: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

const SECRET = 'a password or a long-lived secret'

function messageFor(scheme: SecurityScheme, operations: readonly Operation[]): string {
  const [first] = operations
  if (first && operations.every(({ kind }) => kind === 'webhook' || kind === 'callback')) {
    const { length } = operations
    const noun = first.kind === 'callback' ? 'callback' : 'webhook'
    const of = length === 1 ? `\`${first.label}\`` : counted(length, noun)
    return `Deliveries of ${of} authenticate with HTTP Basic (\`${scheme.name}\`): each sends ${SECRET}.`
  }
  return `${accepting(scheme, operations)}${leftOut(scheme, operations)}`
}

function accepting(scheme: SecurityScheme, operations: readonly Operation[]): string {
  const others = operations.filter((operation) => isOneOfSeveral(operation, scheme)).length
  const open = operations.filter((operation) => isOptional(operation, scheme)).length
  if (others > 1 && others === operations.length) {
    return `${counted(others, 'operation')} also accept HTTP Basic (\`${scheme.name}\`), by which clients send ${SECRET} with every request.`
  }
  const shares = [
    { count: operations.length - others - open, verb: 'accept', what: 'nothing else' },
    { count: others, verb: 'also accept', what: 'another scheme' },
    { count: open, verb: 'also accept', what: 'calls without authentication' },
  ].filter(({ count }) => count > 0)
  const begin = `${schemeWords(scheme)} is HTTP Basic: clients send ${SECRET} with every request`
  if (shares.length < 2) return `${begin} to ${operationsWords(operations)}.`
  const words = shares.map(({ count, verb, what }, index) => {
    const subject = index === 0 ? counted(count, 'operation') : count
    return `${subject} ${verb}${count === 1 ? 's' : ''} ${what}`
  })
  return `${begin}. ${words.join(', ')}.`
}

/** What whoever counts finds beside the operations of a finding. */
function leftOut(scheme: SecurityScheme, operations: readonly Operation[]): string {
  const count = scheme.operations.length - operations.length
  if (count === 0) return ''
  return ` Not counted: ${counted(count, 'operation')} that exchange${count === 1 ? 's' : ''} the secret for a token.`
}

/** Whether anybody is let in as well, and no other scheme is. */
function isOptional(operation: Operation, scheme: SecurityScheme): boolean {
  if (isOneOfSeveral(operation, scheme)) return false
  return operation.security.alternatives.some(({ requirements }) => requirements.length === 0)
}

function isOneOfSeveral({ security }: Operation, scheme: SecurityScheme): boolean {
  return security.alternatives.some(
    ({ requirements }) => requirements.length > 0 && requirements.every((each) => each.scheme !== scheme),
  )
}

function isExchange({ classes }: Operation): boolean {
  return EXCHANGES.some((name) => classes.has(name))
}
