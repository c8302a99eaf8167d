import {
  defineRule,
  type Fix,
  type Format,
  type Operation,
  type Property,
  type Schema,
  type Sensitivity,
} from '@specward/core'
import { isMessageHeader } from '../messaging/messages.ts'
import { counted, spelt } from '../wording.ts'
import { cardDatumOf } from './card-data.ts'
import { isExpected, OPENING } from './issuing.ts'
import { isSaidToBeHidden, nameOf, pathWords, placeIn } from './returned.ts'
import { inWords } from './ways-out.ts'

/** Values that a name of this kind stands for too often: a list of plugins, a policy. */
const VAGUE: ReadonlySet<string> = new Set(['authorization', 'proxy authorization', 'one-time password'])

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
    'Only names that hardly stand for anything else are judged, and only strings. Left alone are operations that sign in or issue tokens, those whose path names the credential (`/api-keys/{id}`; for refresh tokens, client secrets and private keys `/oauth` or `/sessions` is not enough), generated secrets in the response to a POST, and values whose description or example says that they are masked, shown once or need a permission of their own (or `x-returned-once: true`). So are tokens that are described as short-lived or that stand in an answer of OAuth. An encryption or signing key, a kubeconfig and a verification code are undecided, and so is a client secret that is described as one for the browser or for one payment. An API key is undecided where a credential beside it is `writeOnly`, or where its description says that it is shown. Security codes and PINs of cards are reported by `no-card-data-in-response`.',
  select: 'property',
  check(property, { report, undecided, notApplicable, model, format }) {
    const { sensitivity, schema } = property
    if (sensitivity?.dataClass !== 'credential' || cardDatumOf(property)) return notApplicable()
    // of headers of messages, `no-credential-in-message-header` speaks
    if (isMessageHeader(property, model)) return notApplicable()
    if (!isCertain(property, sensitivity) || !isText(schema)) return
    if (isShortLived(property, sensitivity)) return
    const uses = property.uses.filter(({ direction }) => direction === 'response')
    const returning = new Set(uses.map(({ operation }) => operation))
    const operations = [...returning].filter((each) => !isExpected(each, sensitivity)).sort(byWeight)
    const [first] = operations
    if (!first || isSaidToBeHidden(property)) return
    const because = whyMeant(property, sensitivity, first)
    if (because !== undefined) return undecided({ at: { node: property.node, part: 'key' }, because })
    report({
      at: { node: property.node, part: 'key' },
      message: `${returned(property, sensitivity, first)}${andSo(operations.length - 1, returning.size > operations.length)}.`,
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
      {
        title: 'A shared access signature, and the id of the session of somebody who has signed in',
        text: `
paths:
  /devices/{id}:
    get:
      responses:
        '200': { $ref: '#/components/responses/Device' }
components:
  responses:
    Device:
      description: OK
      content:
        application/json:
          schema:
            type: object
            properties:
              sasToken: { type: string }
#             ^^^^^^^^
              sessionId: { type: string, description: The session of the user who is logged in. }
#             ^^^^^^^^^
`,
      },
      {
        title: 'One schema for what is sent and what is returned',
        text: `
paths:
  /accounts/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    put:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Account' }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
components:
  schemas:
    Account:
      type: object
      properties:
        name: { type: string }
        password: { type: string }
#       ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Near miss: the session of a chat',
        text: `
paths:
  /chats/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  sessionId: { type: string, description: The conversation that the message belongs to. }
                  chatSessionId: { type: string }
`,
      },
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

/** In other places names of settings; what an API returns under them is the value, one or a list. */
const IN_RESPONSES: ReadonlySet<string> = new Set([
  ...['recovery code', 'backup code', 'connection string', 'master key'],
  ...['encryption key', 'signing key', 'kubeconfig', 'verification code'],
])

/** Of these, what may be the name of a key, a public one, or made to be read. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'encryption key',
  'signing key',
  'kubeconfig',
  'verification code',
])

/** Names that are certain, and what has been made of a password by a hash or by encryption. */
function isCertain({ name, node }: Property, { confidence, term }: Sensitivity): boolean {
  if (VAGUE.has(term)) return false
  if (term === 'session id' && confidence === 'likely')
    return SIGNED_IN.test(node.child('description')?.string ?? '')
  if (confidence === 'certain' || IN_RESPONSES.has(term)) return true
  return term === 'password' && /hash|salt|digest|bcrypt|encrypted/i.test(name)
}

/** Says of the id of a session that it stands for somebody who has signed in: a checkout or a chat has one as well. */
const SIGNED_IN =
  /\b(?:authenticates|authenticated (?:user|session|client)|authentication (?:session|cookie|token)|signed[- ]in|logged[- ]in|log[- ]?in session|session cookie|JSESSIONID|PHPSESSID)\b/i

/** A string that is none of a list of permitted values, or a list of such. */
function isText(schema: Schema): boolean {
  const { types, format, items } = schema
  if (types.includes('array') && items)
    return items.types.includes('string') && items.all('enum').length === 0
  if (!types.includes('string') && !format) return false
  return schema.all('enum').length === 0 && schema.all('const').length === 0
}

const SHORT_LIVED =
  /\bshort[- ]?lived\b|\bephemeral\b|\btemporary\b|\b(?:single|one)[- ](?:use|time)\b|\b(?:valid|good|lives?|expir\w+) (?:\w+ ){0,3}\d+ ?(?:s|sec|min)/i

/** Tokens that are made when they are asked for, to be handed out: a text says so, or they stand in an answer of OAuth. */
function isShortLived({ name, node, owner }: Property, { term }: Sensitivity): boolean {
  if (!term.endsWith('token') || term === 'refresh token') return false
  const texts = [node, owner.node].flatMap((each) => [
    each.child('description')?.string ?? '',
    each.child('title')?.string ?? '',
  ])
  if (texts.some((text) => SHORT_LIVED.test(text))) return true
  const names = new Set(owner.properties.map((each) => each.name))
  return name === 'access_token' && names.has('expires_in') && names.has('token_type')
}

/** Keys that may be the half of a pair that names somebody. */
const PUBLIC_HALVES: ReadonlySet<string> = new Set(['api key', 'access key'])

/** Words of paths of what is connected to. */
const CONNECTED = ['database', 'db', 'connection', 'cluster', 'broker']

/** A secret by which a browser goes on with one payment and nothing else. */
const FOR_ONE =
  /\b(?:browser|client[- ]side|front[- ]?end|mobile (?:app|sdk)|(?:this|one|single|the) (?:\w+ )?(?:payment|purchase|checkout))\b/i

/** What speaks for a key that is left visible on purpose, or for something else of that name. */
function whyMeant(
  { name, node, owner }: Property,
  { term }: Sensitivity,
  operation: Operation,
): string | undefined {
  if (term === 'connection string' && CONNECTED.some((word) => pathWords(operation).has(word)))
    return `\`${operation.label}\` tells how to connect, and nothing tells whether \`${name}\` holds a password`
  if (operation.kind !== 'http' && operation.kind !== 'message' && OPENING.has(term))
    return `it is sent to whoever receives \`${operation.label}\`, and nothing tells whether \`${name}\` is theirs`
  if (AMBIGUOUS.has(term))
    return `its name does not tell whether \`${name}\` is the value or what it is called`
  if (term === 'client secret' && FOR_ONE.test(node.child('description')?.string ?? ''))
    return `its description says that \`${name}\` is for one payment, and nothing tells what else it opens`
  if (!PUBLIC_HALVES.has(term.toLowerCase())) return undefined
  if (/^(?:display|show)s?\b/i.test(node.child('description')?.string ?? ''))
    return `its description says that \`${name}\` is shown, and nothing tells what the key opens`
  const secret = owner.properties.find(
    (each) => each.writeOnly && each.sensitivity?.dataClass === 'credential',
  )
  return secret
    ? `\`${secret.name}\` beside \`${name}\` is \`writeOnly\`, so the key may only name who calls`
    : undefined
}

/** Those of the API itself first, and reads, then the shorter label. */
function byWeight(a: Operation, b: Operation): number {
  return (
    Number(b.kind === 'http') - Number(a.kind === 'http') ||
    Number(b.isSafe) - Number(a.isSafe) ||
    a.label.length - b.label.length ||
    (a.label < b.label ? -1 : 1)
  )
}

function returned(property: Property, { term, by }: Sensitivity, first: Operation): string {
  const place = placeIn(first, property)
  const name = place?.name ?? nameOf(property)
  const isMade = /hash|salt|digest|bcrypt|encrypted/i.test(property.name)
  const what =
    by === 'policy'
      ? `\`${name}\`, a credential by the policy`
      : isMade
        ? `what was made of a ${spelt(term)}: \`${name}\``
        : `${name === term ? '' : `the ${spelt(term)} `}\`${name}\``
  const verb = first.kind === 'http' ? 'returns' : 'sends'
  return `\`${first.label}\` ${verb} ${what}${where(place?.way, name)}`
}

/** The way there, where the name does not tell it. */
function where(way: string | undefined, name: string): string {
  if (way === undefined) return ''
  const path = way.replace(/^[^:]*: /, '')
  if (path.endsWith(name) || !/[.[]/.test(path)) return ''
  const steps = path.replace(/\.?[^.[\]]*$/, '').split('.')
  const told = name.split('.').slice(0, -1)
  while (steps.length > 0 && steps.at(-1) === told.pop()) steps.pop()
  return inWords(steps.join('.'))
}

/** Operations that are there to hand it out are more than those that are counted. */
function andSo(others: number, isMore: boolean): string {
  const least = isMore ? 'at least ' : ''
  return others === 0
    ? ''
    : `, and so ${others === 1 ? 'does' : 'do'} ${least}${counted(others, 'more operation')}`
}

/** Where the same property is taken in requests, it is to stay there alone. */
function fixFor({ node, uses }: Property, format: Format): Fix | undefined {
  if (format === 'oas2' || !node.isObject || node.child('$ref')) return undefined
  if (!uses.some(({ direction }) => direction === 'request')) return undefined
  const edit = { op: 'insert', path: node.path, key: 'writeOnly', value: true } as const
  return { title: 'Mark it `writeOnly`', kind: 'suggested', edits: [{ node, edit }] }
}
