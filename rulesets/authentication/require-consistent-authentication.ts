import { type ApiDocument, defineRule, type Operation, type SecurityAlternative } from '@specward/core'
import {
  type Demand,
  demandOf,
  isCovered,
  isLess,
  namesOf,
  placeOf,
  wordsOf,
} from '../authorization/alternatives.ts'
import { isReadOnly } from '../authorization/scope-words.ts'
import { changesSomething, isMeantForAnyone } from './anonymous.ts'
import { strengthOfAll } from './strength.ts'

export default defineRule({
  id: 'require-consistent-authentication',
  title: 'Changing a resource takes less than reading it.',
  why: 'Whoever may not read a resource can change or delete it all the same. That is seldom meant: mostly the requirement of the read was made stricter, and the write was forgotten.',
  fix: 'Require for the write at least what the read requires.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: { owasp: ['API5:2023', 'API2:2023'], cwe: [862], controls: ['AUTHZ-5', 'TOKEN-3'] },
  falsePositives:
    'Operations on the same path are compared, where both require something: fewer scopes or schemes, a weaker alternative that the read does not accept, or a password or key in the URL in place of tokens. Endpoints that only take data in, such as those for reports from devices, can ask for less by design.',
  select: 'operation',
  check(write, { report, notApplicable, model }) {
    if (write.kind !== 'http' || !changesSomething(write)) return notApplicable()
    if (write.security.kind !== 'required' || isMeantForAnyone(write)) return notApplicable()
    const reads = readsOf(model.document).get(write.path) ?? []
    if (reads.length === 0) return notApplicable()
    for (const read of reads) {
      const weak = weakerThan(write, read)
      if (!weak) continue
      const { inherited } = write.security
      return report({
        at: inherited ? write.node : placeOf(weak),
        message: `\`${write.label}\` changes what \`${read.label}\` reads, but ${wordsOf(weak.requirements)} is enough for it: the read takes ${read.security.alternatives.map(({ requirements }) => wordsOf(requirements)).join(' or ')}.`,
        cause: inherited ? weak.node : undefined,
        related: [
          {
            at: read.security.inherited ? read.node : (read.security.decidedBy ?? read.node),
            message: 'What the read requires.',
          },
        ],
      })
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

/** A way into the write that is weaker than every way into the read; undefined when there is none. */
function weakerThan(write: Operation, read: Operation): SecurityAlternative | undefined {
  const ways = read.security.alternatives
  if (write.security.alternatives === ways) return undefined
  return (
    write.security.alternatives.find((way) =>
      ways.every((other) => asksForLess(demandOf(way.requirements), demandOf(other.requirements))),
    ) ?? addedWeakness(write.security.alternatives, ways)
  )
}

/** A scope for reading that the read takes on top of one for writing makes it no better protected. */
function asksForLess(write: Demand, read: Demand): boolean {
  if (!isLess(write, read)) return false
  const held = new Map(
    [...read].map(([scheme, scopes]) => {
      const isScoped = (write.get(scheme)?.size ?? 0) > 0
      return [scheme, isScoped ? new Set([...scopes].filter((scope) => !isReadOnly(scope))) : scopes]
    }),
  )
  return !isCovered(held, write)
}

/**
 * By strength alone: a password or a key in the URL where the read takes tokens; or whatever is weaker than all that
 * the read takes, beside the same. A key in a header in place of a token can as well be the key of a trusted server.
 */
function addedWeakness(
  writes: readonly SecurityAlternative[],
  reads: readonly SecurityAlternative[],
): SecurityAlternative | undefined {
  const least = Math.min(...reads.map(({ requirements }) => strengthOfAll(requirements) ?? 0))
  const names = (alternatives: readonly SecurityAlternative[]) =>
    new Set(alternatives.map(({ requirements }) => namesOf(requirements).join('+')))
  const writeNames = names(writes)
  const isBeside = [...names(reads)].every((name) => writeNames.has(name))
  return writes.find(({ requirements }) => {
    const strength = strengthOfAll(requirements)
    if (strength === undefined || strength >= least) return false
    return isBeside || (strength <= 1 && least >= 4)
  })
}
