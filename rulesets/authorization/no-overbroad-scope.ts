import { defineRule, type Model, type Node, type Operation, type SecurityScheme } from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { counted } from '../wording.ts'
import { isReadOfCallers, isWriteOfCallers } from './scheme-uses.ts'

/** An API of fewer operations may well have one scope for all of them. */
const LARGE = 10

/** Share of the operations that one scope opens, above which it is broad. */
const MOST = 0.8

export default defineRule({
  id: 'no-overbroad-scope',
  title: 'One scope opens far more than its holder needs.',
  why: 'A token is as dangerous as its scopes are broad. Where ordinary operations require a scope that opens everything, every client holds such a token, and whoever steals one of them can do whatever the API can do.',
  fix: 'Require a scope for what the operation does, such as `orders:read`, and declare it beside the broad one until clients have changed over.',
  presets: { recommended: 'info', strict: 'info' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1220],
    controls: ['TOKEN-3'],
    specifications: ['RFC 9700, section 2.3'],
  },
  falsePositives:
    'Only names that say "everything" are judged by name, and never at operations for administrators. A name beside which there are finer ones (`admin.users:read`) is none of those. Where a narrower alternative of the same scheme is offered, nobody needs the broad one. One scope for nearly all operations is reported for ten operations and more, and only where both reads and writes are among them.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const gates = gatesOf(scheme, model)
    if (gates.length === 0) return notApplicable()
    const all = new Set(gates.flatMap(({ operations }) => operations))
    for (const gate of gates) {
      const ordinary = gate.operations.filter(({ classes }) => !classes.has('admin'))
      const message =
        isForEverything(gate.name) && !hasFiner(gate.name, scheme, gates)
          ? ordinary.length > 0 && byName(gate, scheme, ordinary)
          : isForMost(gate, all) && byShare(gate, scheme, all.size)
      if (!message) continue
      report({
        at: gate.node,
        covers: [gate.name],
        message,
        operations: ordinary.map(({ label }) => label),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A name that says it',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [full_access]
#                 ^^^^^^^^^^^
      responses:
        '200': { description: OK }
    post:
      security:
        - oauth: [full_access]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { full_access: Everything } }
`,
      },
      {
        title: 'Ten operations under one scope, inherited, in a path item that is reached through `$ref`',
        text: `
security:
  - oauth: [api]
#           ^^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
  /customers: { $ref: '#/components/pathItems/Orders' }
  /invoices: { $ref: '#/components/pathItems/Orders' }
  /articles: { $ref: '#/components/pathItems/Orders' }
  /suppliers: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get: { responses: { '200': { description: OK } } }
      post: { responses: { '201': { description: Created } } }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { api: Use the API } }
`,
      },
      {
        title: 'OpenAPI 2.0: everything of a resource server',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: implicit
    authorizationUrl: https://id.example.com/authorize
    scopes: { 'https://api.example.com/admin': All }
paths:
  /orders:
    get:
      security:
        - oauth: [https://api.example.com/admin]
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: a wildcard',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: ['*']
#               ^^^
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { '*': Everything } }
`,
      },
    ],
    good: [
      {
        title: 'What was consented to, and the short name of finer scopes',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: ['https://api.example.com/.default'] }]
      responses:
        '200': { description: OK }
  /team-logs:
    get:
      security: [{ oauth: [admin] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'https://api.example.com/.default': All that was granted, admin: Logs, 'admin.users:read': Users }
`,
      },
      {
        title: 'Beside a narrower alternative, at an operation for administrators, and as a part of a name',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [admin]
        - oauth: ['orders:read:all']
      responses:
        '200': { description: OK }
  /admin/users:
    delete:
      security:
        - oauth: [admin]
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { admin: Administer, 'orders:read:all': Read all orders }
`,
      },
      {
        title: 'AsyncAPI 3: one scope for one operation',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security: [{ $ref: '#/components/securitySchemes/oauth' }]
channels:
  orders: { address: /orders }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      scopes: [orders]
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', availableScopes: { orders: Orders } }
`,
      },
    ],
  },
})

/** A scope, and the operations at which nobody gets in by the scheme without it, nor with another in its place. */
interface Gate {
  readonly name: string
  /** Where it is required first. */
  readonly node: Node
  readonly operations: readonly Operation[]
  /** Those of which it is all that is required. */
  readonly alone: readonly Operation[]
}

const byModel = new WeakMap<Model, ReadonlyMap<SecurityScheme, ReadonlyMap<string, MutableGate>>>()

type MutableGate = Gate & { readonly operations: Operation[]; readonly alone: Operation[] }

function gatesOf(scheme: SecurityScheme, model: Model): readonly Gate[] {
  let known = byModel.get(model)
  if (!known) {
    known = readGates(model.document.operations)
    byModel.set(model, known)
  }
  return [...(known.get(scheme)?.values() ?? [])]
}

function readGates(
  operations: readonly Operation[],
): ReadonlyMap<SecurityScheme, ReadonlyMap<string, MutableGate>> {
  const found = new Map<SecurityScheme, Map<string, MutableGate>>()
  for (const operation of operations) {
    if (operation.security.kind !== 'required' || isMeantForAnyone(operation)) continue
    if (operation.kind !== 'http' && operation.kind !== 'message') continue
    for (const [scheme, demands] of demandsOf(operation)) {
      const gates = found.get(scheme) ?? new Map<string, MutableGate>()
      found.set(scheme, gates)
      const [first = []] = demands
      for (const { name, node } of first) {
        // what another alternative does without is no gate
        if (!demands.every((scopes) => scopes.some((scope) => scope.name === name))) continue
        const gate = gates.get(name) ?? { name, node, operations: [], alone: [] }
        gates.set(name, gate)
        gate.operations.push(operation)
        if (demands.some((scopes) => scopes.length === 1)) gate.alone.push(operation)
      }
    }
  }
  return found
}

type Scopes = readonly { readonly name: string; readonly node: Node }[]

/** For each scheme, the scopes that each alternative asks for. */
function demandsOf({ security }: Operation): ReadonlyMap<SecurityScheme, readonly Scopes[]> {
  const demands = new Map<SecurityScheme, Scopes[]>()
  for (const { scheme, scopes } of security.alternatives.flatMap(({ requirements }) => requirements)) {
    if (scheme?.type !== 'oauth2' && scheme?.type !== 'openIdConnect') continue
    const list = demands.get(scheme)
    if (list) list.push(scopes)
    else demands.set(scheme, [scopes])
  }
  return demands
}

/** `*`, `all`, `admin`, `full_access`, `*:*`: of a URL, what follows the last slash. */
function isForEverything(scope: string): boolean {
  const name = scope.slice(scope.lastIndexOf('/') + 1).toLowerCase()
  return /^(?:\*(?:[.:]\*)*|all|admin|administrator|root|full|full[-_. ]?access|super[-_]?user|super[-_]?admin|everything|(?:access|allow)[-_]?all)$/.test(
    name,
  )
}

/** `admin.users:read` beside `admin`: the short one is for a part of what administrators do. */
function hasFiner(scope: string, { flows }: SecurityScheme, gates: readonly Gate[]): boolean {
  return [...flows.flatMap(({ scopes }) => scopes), ...gates].some(
    ({ name }) =>
      name.length > scope.length + 1 && name.startsWith(scope) && /[.:/_-]/.test(name[scope.length] ?? ''),
  )
}

function isForMost({ alone }: Gate, all: ReadonlySet<Operation>): boolean {
  if (all.size < LARGE || alone.length <= all.size * MOST) return false
  return alone.some(isReadOfCallers) && alone.some(isWriteOfCallers)
}

function byName({ name }: Gate, scheme: SecurityScheme, operations: readonly Operation[]): string {
  const [only] = operations
  const which =
    operations.length === 1
      ? `\`${only?.label}\` requires`
      : `${counted(operations.length, 'ordinary operation')} require`
  return `${which} \`${name}\` of \`${scheme.name}\`, named like a scope for everything: a token for ${operations.length === 1 ? 'it' : 'one of them'} may open all.`
}

function byShare({ name, alone }: Gate, scheme: SecurityScheme, all: number): string {
  return `\`${name}\` of \`${scheme.name}\` is all that ${alone.length} of ${counted(all, 'operation')} require, reads and writes alike: every token opens nearly everything.`
}
