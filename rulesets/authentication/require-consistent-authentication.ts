import {
  type ApiDocument,
  defineRule,
  type Operation,
  type RuleContext,
  type SecurityAlternative,
} from '@specward/core'
import { placeOf, wordsOf } from '../authorization/alternatives.ts'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { counted } from '../wording.ts'
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
  references: { owasp: ['API5:2023', 'API2:2023'], cwe: [862], controls: ['AUTHZ-5', 'TOKEN-3', 'AUTHN-1'] },
  falsePositives:
    'Operations on the same path are compared, where both require something: fewer scopes or schemes, a weaker alternative that the read does not accept, or a password or key in the URL in place of tokens. Endpoints that only take data in, such as those for reports from devices, can ask for less by design. An open read is reported where it is the only one among at least ten operations of a tag or a path, or where another version of it is protected; open writes are judged by `no-anonymous-write`.',
  select: 'operation',
  check(operation, context) {
    const { kind, isSafe, security } = operation
    if (kind !== 'http' || isMeantForAnyone(operation)) return context.notApplicable()
    if (isSafe && security.kind !== 'required') return judgeOpenRead(operation, context)
    if (security.kind !== 'required') return context.notApplicable()
    const version = weakerVersions(context.model.document).get(operation)
    if (version) {
      const { stronger, weak, group } = version
      return group[0] === operation
        ? reportWeaker(operation, { operation: stronger, weak, group }, context)
        : undefined
    }
    if (!changesSomething(operation)) return context.notApplicable()
    const reads = readsOf(context.model.document).get(operation.path) ?? []
    if (reads.length === 0) return context.notApplicable()
    for (const read of reads) {
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
  /** Operations of the same fault that are reported together. */
  readonly group?: readonly Operation[]
}

function reportWeaker(
  operation: Operation,
  { operation: other, weak, group = [operation] }: Stronger,
  { report }: RuleContext<unknown>,
): void {
  const { inherited } = operation.security
  const ways = other.security.alternatives.map(({ requirements }) => wordsOf(requirements)).join(' or ')
  const isWrite = operation.path === other.path
  const more = group.length === 1 ? '' : ` (and ${counted(group.length - 1, 'other')} like it)`
  const what = isWrite
    ? `changes what \`${other.label}\` reads`
    : `does the same as \`${other.label}\` in another version${more}`
  report({
    at: inherited ? operation.node : placeOf(weak),
    message: `\`${operation.label}\` ${what}, but ${wordsOf(weak.requirements)} is enough for it: the ${isWrite ? 'read' : 'other'} takes ${ways}.`,
    cause: inherited ? weak.node : undefined,
    operations: group.map(({ label }) => label),
    related: [
      {
        at: other.security.inherited ? other.node : (other.security.decidedBy ?? other.node),
        message: isWrite ? 'What the read requires.' : 'What the other version requires.',
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

/** Protected reads by path. */
function readsOf(document: ApiDocument): ReadonlyMap<string, readonly Operation[]> {
  let reads = known.get(document)
  if (!reads) {
    const map = new Map<string, Operation[]>()
    for (const operation of document.operations) {
      const { kind, method, path, security } = operation
      if (kind !== 'http' || (method !== 'get' && method !== 'query')) continue
      if (security.kind !== 'required' || isMeantForAnyone(operation)) continue
      map.set(path, [...(map.get(path) ?? []), operation])
    }
    reads = map
    known.set(document, reads)
  }
  return reads
}
