import {
  type ApiDocument,
  defineRule,
  type Operation,
  type RuleContext,
  type SecurityAlternative,
} from '@specward/core'
import { demandOf, isLess, placeOf, wordsOf } from '../authorization/alternatives.ts'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { changesSomething, isMeantForAnyone, judgeAnonymous } from './anonymous.ts'
import { evidenceAgainst, weakerVersions } from './outliers.ts'
import { weakerThan } from './weaker.ts'

export default defineRule({
  id: 'require-consistent-authentication',
  title: 'An operation takes less than those beside it.',
  why: 'Whoever may not read a resource can change or delete it all the same; or reads by an old version, or by the one path that was forgotten, what is protected everywhere else. That is seldom meant: mostly a requirement was made stricter, and this place was overlooked.',
  fix: 'Require at least what the operations beside it require. A read that is meant for everybody says so with `x-specward-public`.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: { owasp: ['API5:2023', 'API2:2023'], cwe: [862], controls: ['AUTHN-1', 'AUTHZ-5'] },
  falsePositives:
    'Operations on the same path are compared, and a write of one item with its collection, where both require something: fewer scopes or schemes, a weaker alternative that the read does not accept, or a password or key in the URL in place of tokens. Endpoints that only take data in, such as those for reports from devices, can ask for less by design. An open read is reported where it is the only one among at least ten operations of a tag or a path, or where another version of it is protected; open writes are judged by `no-anonymous-write`.',
  select: 'operation',
  check(operation, context) {
    const { kind, isSafe, security } = operation
    if (kind !== 'http' || isMeantForAnyone(operation)) return context.notApplicable()
    if (isSafe && security.kind !== 'required') return judgeOpenRead(operation, context)
    if (security.kind !== 'required') return context.notApplicable()
    const version = weakerVersions(context.model.document).get(operation)
    if (version) return reportWeaker(operation, version, context)
    const beside = changesSomething(operation) ? besideOf(operation, context.model.document) : undefined
    if (!beside || beside.operations.length === 0) return context.notApplicable()
    const { kind: how, operations } = beside
    if (how === 'collection') {
      const weak = weakerThanAll(operation, operations)
      if (weak && operations[0]) reportWeaker(operation, { operation: operations[0], weak }, context)
      return
    }
    for (const read of operations) {
      const weak = weakerThan(operation, read)
      if (weak) return reportWeaker(operation, { operation: read, weak }, context)
    }
  },
  examples: {
    bad: [
      {
        title: 'The read takes a scope, the write none',
        text: `
paths:
  /orders/{id}:
    get:
      security:
        - oauth: ['orders:read']
      responses:
        '200': { description: OK }
    put:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read } }
`,
      },
      {
        title: 'The write still accepts an old key; in a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        security: [{ token: [] }]
        responses:
          '200': { description: OK }
      post:
        security:
          - token: []
          - key: []
#           ^^^
        responses:
          '201': { description: Created }
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'Deleting one takes no scope, though listing and creating them do',
        text: `
security: [{ oauth: ['orders:read'] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '201': { description: Created }
  /orders/{id}:
    delete:
      security:
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write }
`,
      },
      {
        title: 'The only read of a path that anybody may call, and an older version that is still open',
        text: `
security:
  - token: []
paths:
  /orders: { get: { responses: {} }, post: { responses: {} } }
  /orders/{id}: { get: { responses: {} }, put: { responses: {} }, delete: { responses: {} } }
  /orders/{id}/lines: { get: { responses: {} }, post: { responses: {} } }
  /orders/{id}/notes: { get: { responses: {} }, post: { responses: {} } }
  /orders/export:
    get:
      security: []
#               ^^
      responses:
        '200': { description: OK }
  /v2/invoices: { get: { responses: {} } }
  /v1/invoices: { get: { security: [], responses: {} } }
#                                  ^^
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the requirement of the document is weaker than that of the read',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
security:
  - password: []
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
      responses:
        '200': { description: OK }
    delete:
#   ^^^^^^
      responses:
        '204': { description: Deleted }
`,
      },
    ],
    good: [
      {
        title: 'Other scopes, more of them, a read that lists two, and a read that anybody may call',
        text: `
paths:
  /customers:
    get:
      security: [{ oauth: ['orders:write', 'orders:read'] }]
      responses:
        '200': { description: OK }
    put:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '200': { description: OK }
  /orders:
    get:
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '201': { description: Created }
    delete:
      security: [{ oauth: ['orders:read', 'orders:write'] }]
      responses:
        '204': { description: Deleted }
  /orders/{id}:
    delete:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '204': { description: Deleted }
  /articles:
    get:
      security: []
      responses:
        '200': { description: OK }
    put:
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write }
`,
      },
      {
        title: 'Users read with their token, a server writes with its key: neither is less than the other',
        text: `
paths:
  /scores:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ serverKey: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    serverKey: { type: apiKey, in: header, name: X-Server-Key }
`,
      },
      {
        title: 'OpenAPI 2.0: the same for both',
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
    post:
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** An operation that takes more, and the way in here that is weaker than all of its. */
interface Stronger {
  readonly operation: Operation
  readonly weak: SecurityAlternative
}

/** What a weaker operation is to the stronger one, as its finding says it. */
function relationOf({ path, method }: Operation, other: Operation): Relation {
  const name = `\`${other.label}\``
  if (path === other.path) return { what: `changes what ${name} reads`, other: 'the read' }
  if (path.startsWith(`${other.path}/{`))
    return {
      what: `${method === 'delete' ? 'deletes' : 'changes'} one of those behind ${name}`,
      other: 'that',
    }
  return { what: `does the same as ${name} in another version`, other: 'the other' }
}

interface Relation {
  readonly what: string
  readonly other: string
}

/** What a way in is called, in whatever order its schemes stand. */
function namesOf({ requirements }: SecurityAlternative): string {
  return requirements
    .map(({ name }) => name)
    .sort()
    .join(' + ')
}

function reportWeaker(
  operation: Operation,
  { operation: other, weak }: Stronger,
  { report }: RuleContext<unknown>,
): void {
  const { inherited } = operation.security
  const ways = other.security.alternatives.map(({ requirements }) => wordsOf(requirements)).join(' or ')
  const relation = relationOf(operation, other)
  report({
    at: inherited ? operation.node : placeOf(weak),
    covers: [namesOf(weak)],
    message: `\`${operation.label}\` ${relation.what}, but ${wordsOf(weak.requirements)} is enough for it: ${relation.other} takes ${ways}.`,
    cause: inherited ? weak.node : undefined,
    related: [
      {
        at: other.security.inherited ? other.node : (other.security.decidedBy ?? other.node),
        message: `What \`${other.label}\` requires.`,
      },
    ],
  })
}

function judgeOpenRead(operation: Operation, context: RuleContext<unknown>): void {
  const { model, facts } = context
  const evidence = evidenceAgainst(operation, model.document, facts)
  // where the data is sensitive, `no-sensitive-data-public` speaks
  if (!evidence || sensitiveResult(operation) !== undefined) {
    context.notApplicable()
    return
  }
  judgeAnonymous(
    operation,
    {
      ...context,
      report: (finding) =>
        context.report({
          ...finding,
          related: [{ at: { node: evidence.beside.node, part: 'key' }, message: 'This one is protected.' }],
        }),
    },
    ({ label }) => `\`${label}\` ${evidence.text}`,
  )
}

const known = new WeakMap<ApiDocument, ReadonlyMap<string, readonly Operation[]>>()

/** Protected operations by path. */
function protectedOf(document: ApiDocument): ReadonlyMap<string, readonly Operation[]> {
  let found = known.get(document)
  if (!found) {
    const map = new Map<string, Operation[]>()
    for (const operation of document.operations) {
      const { kind, path, security } = operation
      if (kind !== 'http' || security.kind !== 'required' || isMeantForAnyone(operation)) continue
      const list = map.get(path)
      if (list) list.push(operation)
      else map.set(path, [operation])
    }
    found = map
    known.set(document, found)
  }
  return found
}

/** The last segment, where it names one of a collection. */
const ITEM = /\/\{[^{}/]*\}$/

interface Beside {
  readonly kind: 'reads' | 'collection'
  readonly operations: readonly Operation[]
}

/** The reads on the path of a write; where there are none, what the collection of its item takes. */
function besideOf({ path }: Operation, document: ApiDocument): Beside {
  const byPath = protectedOf(document)
  const reads = (byPath.get(path) ?? []).filter(({ method }) => method === 'get' || method === 'query')
  if (reads.length > 0 || !ITEM.test(path)) return { kind: 'reads', operations: reads }
  return { kind: 'collection', operations: byPath.get(path.replace(ITEM, '')) ?? [] }
}

/** A way in without any scope, where everything at the collection takes one of the same scheme. */
function weakerThanAll(
  { security }: Operation,
  others: readonly Operation[],
): SecurityAlternative | undefined {
  const ways = others.flatMap((other) => other.security.alternatives)
  return security.alternatives.find(
    ({ requirements }) =>
      requirements.every(({ scopes }) => scopes.length === 0) &&
      ways.every((way) => isLess(demandOf(requirements), demandOf(way.requirements))),
  )
}
