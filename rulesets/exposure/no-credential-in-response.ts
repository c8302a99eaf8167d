import {
  defineRule,
  type Fix,
  type Format,
  type Model,
  type Operation,
  type OperationClass,
  type Property,
  type Schema,
  type Sensitivity,
} from '@specward/core'
import { isMessageHeader } from '../messaging/messages.ts'
import { counted, withArticle } from '../wording.ts'
import { isSaidToBeHidden, nameOf, pathWords, wayTo } from './returned.ts'

/** Credentials that people choose, or that stand on cards: nothing has a reason to send them back, not even once. */
const CHOSEN: ReadonlySet<string> = new Set([
  'password',
  'passphrase',
  'passcode',
  'security answer',
  'secret answer',
  'security question answer',
  'card security code',
  'PIN',
])

/** Values that a name of this kind stands for too often: a list of plugins, a policy. */
const VAGUE: ReadonlySet<string> = new Set(['authorization', 'proxy authorization', 'one-time password'])

/** Operations that hand out tokens and secrets for a living. */
const ISSUING: readonly OperationClass[] = ['login', 'token', 'register', 'reset', 'verify']

/** Words of paths whose resource is itself a credential. */
const RESOURCES = [
  'key',
  'token',
  'secret',
  'credential',
  'password',
  'kubeconfig',
  'session',
  'oauth',
  'auth',
  'otp',
]

/** Secrets that outlive every session: what does not create or renew them has no reason to show them again. */
const LASTING: ReadonlySet<string> = new Set([
  'refresh token',
  'client secret',
  'consumer secret',
  'app secret',
  'private key',
])

/** Words of paths at which such secrets are handed out. */
const RENEWING = ['callback', 'authorize', 'exchange', 'refresh', 'rotate', 'rotation', 'regenerate', 'renew']

/** Words that name a part of the API rather than a credential. */
const AREAS: ReadonlySet<string> = new Set(['session', 'oauth', 'auth'])

export default defineRule({
  id: 'no-credential-in-response',
  title: 'A credential is returned in a response.',
  why: 'Whoever may read the resource gets a credential that works elsewhere, and so do the logs, caches and browsers that see the response. A secret that has been set has no need to leave again.',
  fix: 'Take the property out of what is returned, or mark it `writeOnly: true` where the same schema is used in requests. Show a generated secret once, in the response that creates it.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API3:2023', 'API2:2023'],
    cwe: [201, 522],
    controls: ['APIKEY-6', 'DATA-3'],
    specifications: ['OpenAPI 3.0.4, Schema Object, writeOnly'],
  },
  falsePositives:
    'Only names that hardly stand for anything else are judged, and only strings. Left alone are operations that sign in or issue tokens, those whose path names the credential (`/api-keys/{id}`; for refresh tokens, client secrets and private keys `/oauth` or `/sessions` is not enough), generated secrets in the response to a POST, and values whose description or example says that they are masked, shown once or need a permission of their own (or `x-returned-once: true`).',
  select: 'property',
  check(property, { report, notApplicable, model, format }) {
    const { sensitivity, schema } = property
    if (sensitivity?.dataClass !== 'credential') return notApplicable()
    // of headers of messages, `no-credential-in-message-header` speaks
    if (isMessageHeader(property, model)) return notApplicable()
    if (!isCertain(property, sensitivity) || !isText(schema, model)) return
    const returning = property.uses
      .filter(({ direction, operation }) => direction === 'response' && !isExpected(operation, sensitivity))
      .map(({ operation }) => operation)
    const operations = [...new Set(returning)].sort(byWeight)
    const [first] = operations
    if (!first || isSaidToBeHidden(property)) return
    report({
      at: { node: property.node, part: 'key' },
      message: messageFor(property, sensitivity, first, operations.length),
      operations: operations.map(({ label }) => label).sort(),
      fix: fixFor(property, format),
    })
  },
  examples: {
    bad: [
      {
        title: 'The password of a user, in a list',
        text: `
paths:
  /users:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: array
                items: { $ref: '#/components/schemas/User' }
components:
  schemas:
    User:
      type: object
      properties:
        name: { type: string }
        password: { type: string }
#       ^^^^^^^^
`,
      },
      {
        title: 'A hash is as good as the password to those who have time; inherited through `allOf`',
        text: `
paths:
  /customers/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                allOf:
                  - $ref: '#/components/schemas/Account'
                  - type: object
components:
  schemas:
    Account:
      type: object
      properties:
        passwordHash: { type: string }
#       ^^^^^^^^^^^^
        clientSecret: { type: string }
#       ^^^^^^^^^^^^
`,
      },
      {
        title: 'A refresh token and a client secret, long after they were issued',
        text: `
paths:
  /sessions/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  refresh_token: { type: string }
#                 ^^^^^^^^^^^^^
  /oauth/clients/{id}:
    patch:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  client_secret: { type: string }
#                 ^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: what was created is sent back whole, password included',
        format: 'oas2',
        text: `
paths:
  /users:
    post:
      parameters:
        - { name: user, in: body, schema: { $ref: '#/definitions/User' } }
      responses:
        '201': { description: Created, schema: { $ref: '#/definitions/User' } }
definitions:
  User:
    type: object
    properties:
      pwd: { type: string }
#     ^^^
`,
      },
      {
        title: 'AsyncAPI 2: an API key in a message that the application sends',
        format: 'asyncapi2',
        text: `
channels:
  devices:
    subscribe:
      message:
        payload:
          type: object
          properties:
            id: { type: string }
            apiKey: { type: string }
#           ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
channels:
  signups:
    address: signups
    messages:
      signedUp:
        payload:
          type: object
          properties:
            password: { type: string }
#           ^^^^^^^^
operations:
  sendSignup:
    action: send
    channel: { $ref: '#/channels/signups' }
`,
      },
    ],
    good: [
      {
        title: 'A password that is only taken, and names that only sound like one',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/User' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/User' }
components:
  schemas:
    User:
      type: object
      properties:
        password: { type: string, writeOnly: true }
        hasPassword: { type: boolean }
        passwordPolicy: { type: string }
        passwordExpiresAt: { type: string, format: date-time }
        nextToken: { type: string }
        tokenType: { type: string }
`,
      },
      {
        title: 'Issued on purpose: a token, and a secret that is shown once',
        text: `
paths:
  /oauth/token:
    post:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { access_token: { type: string } } }
  /apps:
    post:
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { type: object, properties: { client_secret: { type: string } } }
  /webhooks/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  secret: { type: string, example: '********' }
`,
      },
      {
        title: 'OpenAPI 2.0: an object of that name',
        format: 'oas2',
        text: `
paths:
  /volumes:
    get:
      responses:
        '200': { description: OK, schema: { $ref: '#/definitions/Volume' } }
definitions:
  Volume:
    type: object
    properties:
      secret: { $ref: '#/definitions/SecretVolume' }
  SecretVolume:
    properties:
      name: { type: string }
`,
      },
      {
        title: 'AsyncAPI 2: what the application receives',
        format: 'asyncapi2',
        text: `
channels:
  signups:
    publish:
      message:
        payload: { type: object, properties: { password: { type: string } } }
`,
      },
    ],
  },
})

/** Names that are certain, and what has been made of a password by a hash or by encryption. */
function isCertain({ name }: Property, { confidence, term }: Sensitivity): boolean {
  if (VAGUE.has(term)) return false
  if (confidence === 'certain') return true
  return term === 'password' && /hash|salt|digest|bcrypt|encrypted/i.test(name)
}

/** A string that is none of a list of permitted values. */
function isText(schema: Schema, model: Model): boolean {
  if (!schema.types.includes('string') && !schema.format) return false
  const members = [...(schema.node.child('allOf')?.children() ?? [])]
  const layers = [schema.node, ...members.map((member) => model.resolve(member) ?? member)]
  return !layers.some((layer) => layer.child('enum') ?? layer.child('const'))
}

/** True where the operation is there to hand the credential out. */
function isExpected(operation: Operation, { term }: Sensitivity): boolean {
  const words = pathWords(operation)
  const last = term.toLowerCase().split(' ').at(-1) ?? ''
  if (CHOSEN.has(term)) {
    // a receiver knows by the passcode that it set who calls
    if (term === 'passcode' && (operation.kind === 'webhook' || operation.kind === 'callback')) return true
    if (words.has('credential') || words.has('token') || words.has(last)) return true
    return last === 'code' && /cv[vc]/i.test(operation.path)
  }
  const isLasting = LASTING.has(term) && !RENEWING.some((word) => words.has(word))
  const resources = isLasting ? RESOURCES.filter((word) => !AREAS.has(word)) : RESOURCES
  if (resources.some((word) => words.has(word)) || words.has(last)) return true
  if (operation.kind === 'message') return false
  if (operation.kind !== 'http' || ISSUING.some((name) => operation.classes.has(name))) return true
  return operation.method === 'post'
}

/** Reads first, then the shorter label. */
function byWeight(a: Operation, b: Operation): number {
  return (
    Number(b.isSafe) - Number(a.isSafe) || a.label.length - b.label.length || (a.label < b.label ? -1 : 1)
  )
}

function messageFor(property: Property, { term, by }: Sensitivity, first: Operation, count: number): string {
  const what = by === 'policy' ? 'a credential by the policy' : withArticle(term)
  const made = /hash|salt|digest|bcrypt|encrypted/i.test(property.name) ? 'what was made of ' : ''
  const way = wayTo(first, property)
  const more = count > 1 ? `, and by ${counted(count - 1, 'more operation')}` : ''
  const verb = first.kind === 'http' ? 'returned by' : 'sent by'
  return `\`${nameOf(property)}\`, ${made}${what}, is ${verb} \`${first.label}\`${way ? ` (\`${way}\`)` : ''}${more}.`
}

/** Where the same property is taken in requests, it is to stay there alone. */
function fixFor({ node, uses }: Property, format: Format): Fix | undefined {
  if (format === 'oas2' || !node.isObject || node.child('$ref')) return undefined
  if (!uses.some(({ direction }) => direction === 'request')) return undefined
  const edit = { op: 'insert', path: node.path, key: 'writeOnly', value: true } as const
  return { title: 'Mark it `writeOnly`', kind: 'suggested', edits: [{ node, edit }] }
}
