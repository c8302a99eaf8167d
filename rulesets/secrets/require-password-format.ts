import {
  type ApiDocument,
  type At,
  append,
  defineRule,
  type Fix,
  type FixEdit,
  type Format,
  type Model,
  type Node,
  type Parameter,
  type Property,
  type Schema,
  type Sensitivity,
} from '@specward/core'
import { nameOf } from '../exposure/returned.ts'
import { counted, listed, withArticle } from '../wording.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10

/**
 * What people type or programs keep, and nobody else is to see. Tokens are handed around by design, codes that work
 * once are not masked, and a masked field has no room for the lines of a private key.
 */
const HIDDEN = /password|passphrase|passcode|answer|\bPIN\b|card security code|secret|seed|phrase/

/** A secret in a request, which tools are to treat as one. */
interface Hidden {
  readonly node: Node
  readonly schema: Schema
  readonly name: string
  readonly term: string
  /** Whether it is taken in requests and never given out. */
  readonly isTakenOnly: boolean
}

export default defineRule({
  id: 'require-password-format',
  title: 'A password or secret in a request is described as an ordinary text.',
  why: 'Forms show what is typed, and documentation consoles, generated clients and gateways print and log the value, because nothing tells them that it has to stay hidden.',
  fix: 'Add `format: password`, and `writeOnly: true` where it is never returned.',
  presets: { strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [522, 532],
    controls: ['DATA-2', 'MONITOR-3'],
    specifications: ['OpenAPI 3.1.1, section 4.4', 'OWASP ASVS 5.0, section 14.2'],
  },
  falsePositives:
    'Passwords, PINs and secrets are looked at, by names that hardly stand for anything else. Either of `format: password` and `writeOnly: true` will do. Tokens, API keys, private keys and codes that work once are left alone, and what is deprecated.',
  select: 'document',
  check(document, { report, notApplicable, model, format }) {
    const hidden = hiddenIn(document, model, format)
    if (hidden.length === 0) return notApplicable()
    const unmarked = hidden.filter(({ schema }) => !isMarked(schema))
    const [first, ...others] = unmarked
    if (!first) return
    report({
      at: placeOf(first),
      covers: unmarked.map(placeOf),
      message: messageFor(unmarked),
      related: others
        .slice(0, MOST_RELATED)
        .map((each) => ({ at: placeOf(each), message: `\`${each.name}\` is not marked either.` })),
      fix: fixFor(unmarked, format, document.node),
    })
  },
  examples: {
    bad: [
      {
        title: 'A password that is inherited through `allOf`',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/Login'
      responses:
        '201': { description: Created }
components:
  schemas:
    Login:
      type: object
      properties:
        name: { type: string }
        password: { type: string }
#       ^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0: a field of a form',
        format: 'oas2',
        text: `
paths:
  /session:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: passphrase, in: formData, type: string }
#                 ^^^^^^^^^^
      responses:
        '200': { description: OK }
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
        payload:
          type: object
          properties:
            clientSecret: { type: string }
#           ^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3: what the application receives',
        format: 'asyncapi3',
        text: `
channels:
  signups:
    address: signups
    messages:
      signUp:
        payload:
          type: object
          properties:
            passphrase: { type: string }
#           ^^^^^^^^^^
operations:
  receiveSignUp:
    action: receive
    channel: { $ref: '#/channels/signups' }
`,
      },
    ],
    good: [
      {
        title: 'Marked in one way or the other, or no secret at all',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                password: { type: string, format: password }
                otp: { type: string }
                secret: { type: string, writeOnly: true }
                pin: { $ref: '#/components/schemas/Pin' }
                passwordPolicy: { type: string }
                clientSecret: { type: object }
                privateKey: { type: string }
                refreshToken: { type: string }
      responses:
        '201': { description: Created }
components:
  schemas:
    Pin: { type: string, writeOnly: true }
`,
      },
      {
        title: 'AsyncAPI 3: what is only sent, which another rule judges',
        format: 'asyncapi3',
        text: `
channels:
  signups:
    address: signups
    messages:
      signedUp:
        payload: { type: object, properties: { password: { type: string } } }
operations:
  sendSignUp:
    action: send
    channel: { $ref: '#/channels/signups' }
`,
      },
    ],
  },
})

/** A property is named by its key, a parameter by the value of `name`. */
function placeOf({ node }: Hidden): At {
  return node.key === 'name' && node.string !== undefined ? node : { node, part: 'key' }
}

function messageFor(unmarked: readonly Hidden[]): string {
  const names = [...new Set(unmarked.map(({ name }) => name))]
  const [first] = unmarked
  const places = unmarked.length > names.length ? ` (${counted(unmarked.length, 'place')})` : ''
  return names.length === 1
    ? `\`${first?.name}\`${places} is ${withArticle(first?.term ?? '')} but has no \`format: password\`, so tools show and log it in the clear.`
    : `${names.length} passwords and secrets in requests${places} have no \`format: password\`, so tools show and log them in the clear: ${listed(names)}.`
}

/** Each place that has to change once. */
function hiddenIn({ operations }: ApiDocument, model: Model, format: Format): readonly Hidden[] {
  const found: Hidden[] = []
  for (const property of model.select('property')) {
    const { sensitivity } = property
    if (sensitivity?.dataClass === 'credential') append(found, hiddenProperty(property, sensitivity, format))
  }
  for (const parameter of new Set(operations.flatMap(({ parameters }) => parameters))) {
    if (parameter.in === 'formData') append(found, hiddenField(parameter))
  }
  return [...new Map(found.reverse().map((each) => [each.node, each])).values()].reverse()
}

function hiddenProperty(
  property: Property,
  { term, confidence }: Sensitivity,
  format: Format,
): readonly Hidden[] {
  const { schema, uses, readOnly } = property
  if (readOnly || !hasToStayHidden(term, confidence) || !isText(schema)) return []
  if (isOutOfUse(property) || namesSecret(property)) return []
  if (!uses.some(({ direction }) => direction === 'request')) return []
  const isTakenOnly = uses.every(({ direction }) => direction === 'request')
  // up to OpenAPI 3.0, what stands beside `$ref` counts for nothing
  const isElsewhere = /^oas(?:2|3\.0)$/.test(format) && property.node.child('$ref') !== undefined
  const node = isElsewhere ? schema.node : property.node
  const name = isElsewhere ? (schema.name ?? property.name) : nameOf(property)
  return [{ node, schema, name, term, isTakenOnly: isTakenOnly && !isElsewhere }]
}

/** Kept in the description for old clients alone. */
function isOutOfUse({ node, schema }: Property): boolean {
  return [node, schema.node].some(
    (each) =>
      each.child('deprecated')?.value === true ||
      /\bno longer (?:available|used|supported)\b/i.test(each.child('description')?.string ?? ''),
  )
}

/** The name or id of a secret that is kept elsewhere. */
function namesSecret({ node }: Property): boolean {
  return /\bsecret(?:'s)? (?:name|id)\b|\b(?:name|id) of (?:the |a )?secret\b/i.test(
    node.child('description')?.string ?? '',
  )
}

function hiddenField({ fields, schema, name }: Parameter): readonly Hidden[] {
  const [field] = fields
  const { sensitivity } = field ?? {}
  if (!field || !schema || sensitivity?.dataClass !== 'credential') return []
  const { term, confidence } = sensitivity
  if (!hasToStayHidden(term, confidence) || !isText(schema)) return []
  return [{ node: field.node, schema, name, term, isTakenOnly: true }]
}

function hasToStayHidden(term: string, confidence: Sensitivity['confidence']): boolean {
  return confidence === 'certain' && term !== 'one-time password' && HIDDEN.test(term)
}

/** A text, and no choice. */
function isText(schema: Schema): boolean {
  if (schema.all('enum').length > 0 || schema.all('const').length > 0) return false
  return schema
    .all('type')
    .some(({ value }) => value === 'string' || (Array.isArray(value) && value.includes('string')))
}

function isMarked(schema: Schema): boolean {
  const isPassword = schema.all('format').some(({ string }) => string === 'password')
  return isPassword || schema.all('writeOnly').some(({ value }) => value === true)
}

/** Undefined where one of them is described elsewhere, for others as well. */
function fixFor(unmarked: readonly Hidden[], format: Format, root: Node): Fix | undefined {
  const edits = unmarked.flatMap((each) => editsFor(each, format, root))
  const marked = new Set(edits.map(({ node }) => node))
  return marked.size === unmarked.length ? { title: 'Mark it as a password', kind: 'safe', edits } : undefined
}

function editsFor(
  { schema: { node }, isTakenOnly, node: named }: Hidden,
  format: Format,
  root: Node,
): readonly FixEdit[] {
  if (node !== named && named.key !== 'name') return []
  const { path } = node
  const edits: FixEdit[] = []
  if (!node.child('format'))
    edits.push({ node, edit: { op: 'insert', path, key: 'format', value: 'password' } })
  // another description may return what stands in a file of its own
  if (isTakenOnly && format !== 'oas2' && node.file === root.file)
    edits.push({ node, edit: { op: 'insert', path, key: 'writeOnly', value: true } })
  return edits
}
