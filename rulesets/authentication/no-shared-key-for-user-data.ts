import { defineRule, type Operation, type SecurityScheme, tokens } from '@specward/core'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { counted, listed } from '../wording.ts'
import { credentialParameter } from './anonymous.ts'
import { strengthOf } from './strength.ts'

/** Collections of people, one of whom owns what is below. */
const OWNERS: ReadonlySet<string> = new Set(
  'user customer member account patient person employee subscriber student profile shopper'.split(' '),
)

/** Words by which a scheme says that its key belongs to one person, or to a session of one. */
const OF_ONE: ReadonlySet<string> = new Set(
  'user personal person session token jwt bearer auth authentication authorization login customer member'.split(
    ' ',
  ),
)

/** Words by which a scheme says that its password belongs to a program. */
const OF_PROGRAM: ReadonlySet<string> = new Set(
  'client app application service partner merchant machine server backend'.split(' '),
)

export default defineRule({
  id: 'no-shared-key-for-user-data',
  title: 'What belongs to a user is protected by a key that names no user.',
  why: 'A key shows which program calls, not for whom. The API cannot check that the object belongs to the one who asks, so whoever has the key reads and changes the data of everybody by changing an id.',
  fix: 'Require a token of the user beside the key or in its place, and compare its owner with that of the object.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API1:2023', 'API2:2023'],
    cwe: [639],
    controls: ['AUTHZ-3', 'AUTHN-5'],
  },
  falsePositives:
    'Where a trusted server calls for its own users, a key is enough. A key whose name says that it belongs to a user, a session cookie and a key in the `Authorization` header are taken for tokens of the user, and so is HTTP Basic unless its name speaks of a client.',
  select: 'document',
  check(document, { report, notApplicable }) {
    if (!document.schemes.some(isShared)) return notApplicable()
    const owned = document.operations.filter(isOwned)
    if (owned.length === 0) return notApplicable()
    const groups = new Map<SecurityScheme, Operation[]>()
    for (const operation of owned) {
      const scheme = sharedKey(operation)
      if (!scheme || credentialParameter(operation)) continue
      const known = groups.get(scheme)
      if (known) known.push(operation)
      else groups.set(scheme, [operation])
    }
    for (const [scheme, operations] of groups) {
      const telling = operations.find((operation) => sensitiveResult(operation) !== undefined)
      const [first = operations[0]] = [telling]
      const result = telling && sensitiveResult(telling)
      const what = result ? `, which returns ${listed(result.names)}` : ''
      report({
        at: { node: scheme.node, part: 'key' },
        message: `\`${scheme.name}\` alone opens ${counted(operations.length, 'operation')} on what belongs to a user, such as \`${first?.label}\`${what}: nothing shows for whom the call is made.`,
        operations: operations.map(({ label }) => label),
        related: first ? [{ at: { node: first.node, part: 'key' }, message: 'For example here.' }] : [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An API key for the data of any user, in a path item that is reached through `$ref`',
        text: `
security:
  - key: []
paths:
  /users/{userId}/orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
#   ^^^
`,
      },
      {
        title: 'OpenAPI 2.0: the password of a client',
        format: 'oas2',
        text: `
securityDefinitions:
  client: { type: basic }
# ^^^^^^
security:
  - client: []
paths:
  /me/documents:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A key beside a token, a token of a user that is written as a key, and what nobody owns',
        text: `
paths:
  /users/{userId}:
    get:
      security: [{ key: [], token: [] }]
      responses:
        '200': { description: OK }
  /accounts/{accountId}:
    get:
      security: [{ session: [] }]
      responses:
        '200': { description: OK }
  /users:
    get:
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
  /products/{id}:
    get:
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    session: { type: apiKey, in: header, name: X-Session-Token }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the password of the user',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
security:
  - password: []
paths:
  /me:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** `/me` and what is below it, `/users/{id}`, `/accounts/{id}/...`; what administrators do is another matter. */
function isOwned({ kind, path, classes, security }: Operation): boolean {
  if (kind !== 'http' || security.kind !== 'required') return false
  const pieces = path.split('/').filter((piece) => piece !== '')
  const isOwnPath = pieces.some((piece, at) => {
    if (/^(?:me|my|self)$/i.test(piece)) return true
    const words = piece.includes('{') ? [] : tokens(piece)
    return words.length === 1 && OWNERS.has(words[0] ?? '') && /^\{[^{}]*\}$/.test(pieces[at + 1] ?? '')
  })
  return isOwnPath && !classes.has('admin')
}

/** The first scheme of an operation, all of whose ways in are keys or passwords of programs. */
function sharedKey({ security }: Operation): SecurityScheme | undefined {
  const schemes = security.alternatives.flatMap(({ requirements }) =>
    requirements.map(({ scheme }) => scheme),
  )
  return schemes.every((scheme) => scheme !== undefined && isShared(scheme)) ? schemes[0] : undefined
}

function isShared(scheme: SecurityScheme): boolean {
  const strength = strengthOf(scheme)
  const words = [...tokens(scheme.name), ...tokens(scheme.parameterName ?? '')]
  if (scheme.httpScheme === 'basic') return words.some((word) => OF_PROGRAM.has(word))
  if (strength !== 3 && strength !== 0) return false
  const description = scheme.node.child('description')?.string ?? ''
  return (
    !words.some((word) => OF_ONE.has(word)) &&
    !/\b(?:user|personal|session|jwt|bearer|token)s?\b/i.test(description)
  )
}
