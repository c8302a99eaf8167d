import { type ApiDocument, type At, defineRule, type Node, type Operation, tokens } from '@specward/core'
import { isWrite, requestSchemas } from '../requests/bodies.ts'
import { counted } from '../wording.ts'
import { isExplained, isOfPerson, isPrincipal, userScheme } from './identity.ts'

export default defineRule({
  id: 'no-client-supplied-identity',
  title: 'Callers choose for whom they act, beside the token that proves who they are.',
  why: 'The server knows by the token who calls. Where the request names the user once more, and the server goes by that, callers read and change what belongs to others by writing another id.',
  fix: 'Take the user from the token. Where callers may act for others, check for every request that the token allows the one who is named, and say so in the description.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API1:2023'],
    cwe: [639],
    controls: ['AUTHZ-3'],
    specifications: ['OWASP ASVS 5.0, sections 8.2.2 and 8.4.1'],
  },
  falsePositives:
    'The server may check that the id fits the token. Judged are: a user in the query where people work on their own account, or who has to be named where orders, invoices and the like are listed; and a user, an owner or an author in the body of what people do for themselves, such as orders and payments. Ids in the path say what is meant, and are left alone, as is a field whose description speaks of permissions or checks. A tenant in a header selects one of several, which is left alone. Headers that name a person are judged by `no-identity-header`.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const claims = claimsIn(document)
    if (claims.size === 0) return notApplicable()
    for (const { at, name, where, scheme, operations } of claims.values()) {
      const [only] = operations
      const which = operations.length === 1 ? `\`${only?.label}\`` : counted(operations.length, 'operation')
      const take = operations.length === 1 ? 'takes' : 'take'
      report({
        at,
        message: `${which} ${take} the user from ${WORDS[where]} \`${name}\`. Nothing says it must be the one who holds the token of \`${scheme}\`.`,
        discriminator: `${where} ${name.toLowerCase()}`,
        operations: operations.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The user in what people order, reached through `$ref` and `allOf`',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
      responses:
        '201': { description: Created }
components:
  schemas:
    Owned: { type: object, properties: { userId: { type: string } } }
#                                        ^^^^^^
    Order:
      allOf:
        - $ref: '#/components/schemas/Owned'
        - type: object
          properties: { sku: { type: string } }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Whose invoices, in the query, and who orders for whom',
        text: `
security: [{ token: [] }]
paths:
  /invoices:
    get:
      parameters:
        - { name: userId, in: query, required: true, schema: { type: string } }
#                 ^^^^^^
      responses:
        '200': { description: OK }
  /bills:
    get:
      summary: My bills
      parameters:
        - { name: customerId, in: query, required: true, schema: { type: string } }
#                 ^^^^^^^^^^
      responses:
        '200': { description: OK }
  /transfers:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { ownerId: { type: string }, amount: { type: string } } }
#                                                 ^^^^^^^
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: whose profile, in the query',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://id.example.com/authorize
    tokenUrl: https://id.example.com/token
    scopes: { profile: Profile }
security: [{ oauth: [profile] }]
paths:
  /profile:
    get:
      parameters:
        - { name: user_id, in: query, required: true, type: string }
#                 ^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'In the path, as a filter, somebody else who is meant, and with the word of the author',
        text: `
security: [{ token: [] }]
paths:
  /users/{userId}/orders:
    get:
      parameters:
        - { name: userId, in: path, required: true, schema: { type: string } }
      responses:
        '200': { description: OK }
  /orders:
    get:
      parameters:
        - { name: userId, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
    post:
      parameters:
        - { name: X-Tenant-Id, in: header, description: Which of the tenants of the caller is meant., schema: { type: string } }
      responses:
        '201': { description: Created }
  /teams/{teamId}/members:
    post:
      parameters:
        - { name: teamId, in: path, required: true, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { userId: { type: string } } }
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: no person is known by the key',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security: [{ key: [] }]
paths:
  /profile:
    get:
      parameters:
        - { name: user_id, in: query, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

const WORDS = { query: 'the query parameter', body: 'the property' } as const

/** A field by which callers say for whom they act. */
interface Claim {
  readonly at: At
  readonly name: string
  readonly where: 'query' | 'body'
  readonly scheme: string
  readonly operations: Operation[]
}

function claimsIn({ operations }: ApiDocument): ReadonlyMap<string, Claim> {
  const found = new Map<string, Claim>()
  for (const operation of operations) {
    const scheme = userScheme(operation)
    if (!scheme || !isOfPerson(operation)) continue
    for (const field of fieldsOf(operation)) {
      const key = `${field.where} ${field.name.toLowerCase()}`
      const claim = found.get(key)
      if (claim) claim.operations.push(operation)
      else found.set(key, { ...field, scheme: scheme.name, operations: [operation] })
    }
  }
  return found
}

type Field = Pick<Claim, 'at' | 'name' | 'where'>

/** Each name once; the operation is one of a person. */
function fieldsOf(operation: Operation): readonly Field[] {
  const fields: Field[] = []
  const add = (name: string, where: Field['where'], node: Node, at: At) => {
    if (fields.some((field) => field.name === name && field.where === where)) return
    if (!isExplained(node.child('description')?.string)) fields.push({ name, where, at })
  }
  for (const { name, node, in: location, required } of operation.parameters) {
    if (location !== 'query' || !isPrincipal(name)) continue
    const isWhose = isOwn(operation) || (required && (saysMy(operation) || isOfOneUser(operation, name)))
    if (isWhose) add(name, 'query', node, node.child('name') ?? node)
  }
  if (!isWrite(operation) || !(isOwn(operation) || isDoneForOneself(operation))) return fields
  for (const { name, node, readOnly } of requestSchemas(operation).flatMap(({ properties }) => properties)) {
    if (!readOnly && ((ID.test(name) && isPrincipal(name)) || isAuthor(name)))
      add(name, 'body', node, { node, part: 'key' })
  }
  return fields
}

/**
 * An id and not a name, which people may well change about themselves; of a user, as customers and members may be those
 * of the caller.
 */
const ID = /(?:user|principal|caller|subject|^u).*id$/i

/** Paths at which people work on their own account, whose parameters are none of it. */
function isOwn({ path }: Operation): boolean {
  return /^(?:\/(?:api|rest|v\d+))*(?:\/users?)?\/(?:me|self|myself|profile|account|my-?\w+)(?:\/[\w-]+)?$/i.test(
    path,
  )
}

/** "My invoices": by its own words, the operation is about the caller. */
function saysMy({ summary = '', operationId = '' }: Operation): boolean {
  return (
    /^(?:(?:get|list|show|read|fetch|returns?|gets|lists|shows)s? )?(?:all )?(?:my|your|of the current user)\b/i.test(
      summary.trim(),
    ) || /^(?:(?:get|list|show|read|fetch)_?)?(?:my[A-Z_]|My[A-Z_])/.test(operationId)
  )
}

/** What belongs to somebody, listed for one user who has to be named. */
function isOfOneUser({ path, method }: Operation, name: string): boolean {
  return method === 'get' && ID.test(name) && BELONGINGS.test(path)
}

const BELONGINGS =
  /\/(?:orders|invoices|carts?|baskets?|bookings|reservations|payments|payslips|transfers|subscriptions|statements|wishlists?|favou?rites|appointments|messages|notifications)$/i

/** For whom something is made or who made it, which the token tells. */
function isAuthor(name: string): boolean {
  return /^(?:owner id|owner user id|created by|created by id|on behalf of|on behalf of user id)$/.test(
    tokens(name).join(' '),
  )
}

/** What people do for themselves, and not to others. */
const DONE =
  /\/(?:orders?|carts?|baskets?|checkout|bookings?|reservations?|payments?|transfers?|withdrawals?|purchases?|subscriptions?|reviews?|ratings?|wishlists?|favou?rites?|appointments?|likes?|votes?)$/i

function isDoneForOneself({ path, method }: Operation): boolean {
  return method === 'post' && DONE.test(path) && !/\{[^{}]*(?:user|customer|member)[^{}]*\}/i.test(path)
}
