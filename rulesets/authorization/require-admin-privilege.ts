import {
  type ApiDocument,
  defineRule,
  type Operation,
  type SecurityAlternative,
  type SecurityRequirement,
} from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { isAboutAdmins, placedFor, reservedFor } from './administration.ts'
import { type Demand, demandOf, isCovered, placeOf, wordsOf } from './alternatives.ts'
import { isForAdmins } from './scope-words.ts'

export default defineRule({
  id: 'require-admin-privilege',
  title: 'An operation for administrators asks for no more than ordinary ones.',
  why: 'A token that was issued for ordinary use opens the administration as well. All that then stands in the way is a check in the code, and forgetting it once is enough.',
  fix: 'Require a scope or role for administrators, or a scheme that only they can use.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: { owasp: ['API5:2023'], cwe: [285], controls: ['AUTHZ-1'] },
  falsePositives:
    'Operations for administrators are recognised by their path, tags and operationId, by a sentence such as "Administrators only", and by letting their callers act as others or give them roles; those for internal use by their path and `x-internal`; `policy.adminWords` adds words of your own. Where the description uses no scopes or roles, the operation is left undecided: the server may well check who calls. An API in which most operations are for administrators is not judged.',
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model, facts }) {
    const reserved = operation.kind === 'http' ? reservedFor(operation) : undefined
    if (reserved === undefined) return notApplicable()
    const { security, node, label } = operation
    if (security.kind !== 'required' || isMeantForAnyone(operation)) return notApplicable()
    const ordinary = ordinaryOf(model.document)
    if (ordinary.operations.length === 0) return notApplicable()
    const weak = security.alternatives
      .filter(({ requirements }) => !requirements.some((each) => isDistinct(each, facts.adminWords)))
      .flatMap((alternative) => {
        const twin = ordinaryTwin(alternative, ordinary)
        return twin ? [{ alternative, twin, isScoped: isScoped(alternative, ordinary) }] : []
      })
    const found = weak.find(({ isScoped }) => isScoped) ?? weak[0]
    if (!found) return
    const { alternative, twin } = found
    if (!found.isScoped) {
      const because = `\`${label}\` is ${reserved}, and the description asks for nothing that \`${twin.label}\` does not ask for: who may call it, only the server knows`
      return undecided({ at: node, because })
    }
    const { inherited } = security
    report({
      at: inherited ? node : placeOf(alternative),
      message: messageFor(`\`${label}\` is ${reserved}`, alternative, twin),
      cause: inherited ? alternative.node : undefined,
      related: [{ at: twin.node, message: `\`${twin.label}\` asks for as much.` }],
    })
  },
  examples: {
    bad: [
      {
        title: 'Ordinary operations require scopes, the one for administrators none',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders]
      responses:
        '200': { description: OK }
  /admin/users:
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
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
      {
        title: 'The same scope is inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - oauth: [api]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /v1/Admin/settings:
    $ref: '#/components/pathItems/Settings'
components:
  pathItems:
    Settings:
      put:
#     ^^^
        responses:
          '200': { description: OK }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { api: All of it } }
`,
      },
      {
        title: 'Acting as others, giving roles to others, and what the operation says of itself',
        text: `
security:
  - oauth: [shop]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /users/{id}/impersonate:
    post:
#   ^^^^
      responses:
        '200': { description: OK }
  /users/{id}/roles:
    put:
#   ^^^
      responses:
        '200': { description: OK }
  /tenants/{id}:
    delete:
#   ^^^^^^
      description: Administrators only. Removes the tenant.
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { shop: Shop } }
`,
      },
      {
        title: 'OpenAPI 2.0, with `adminWords: [operations desk]`',
        format: 'oas2',
        facts: { adminWords: ['operations desk'] },
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /operations-desk/orders:
    delete:
#   ^^^^^^
      responses:
        '204': { description: Deleted }
`,
      },
    ],
    good: [
      {
        title:
          'A scope of its own, a role, and another scheme; `/administration` is no operation for administrators',
        text: `
security:
  - oauth: [orders]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /administration/addresses:
    get:
      responses:
        '200': { description: OK }
  /admin/users:
    get:
      security: [{ oauth: [orders, users] }]
      responses:
        '200': { description: OK }
    put:
      security: [{ token: [administrator] }]
      responses:
        '200': { description: OK }
    delete:
      security: [{ certificate: [] }]
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    certificate: { type: mutualTLS }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders, users: Users }
`,
      },
      {
        title: 'Geography, a list of administrators, and one field that only they see',
        text: `
security:
  - oauth: [shop]
paths:
  /orders:
    get:
      description: Lists orders. Only admins can see those of others.
      responses:
        '200': { description: OK }
  /countries/{country}/admin-regions:
    get:
      operationId: adminRegions
      responses:
        '200': { description: OK }
  /administrators:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { shop: Shop } }
`,
      },
      {
        title: 'No scopes anywhere: not decided',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /admin/users:
    get:
#   ~~~
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: all of the API is for administrators',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
security:
  - oauth: [orders]
paths:
  /admin/orders:
    get:
      responses:
        '200': { description: OK }
    delete:
      responses:
        '204': { description: Deleted }
  /shop:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

interface Ordinary {
  readonly operations: readonly Operation[]
  /** What ordinary operations ask for, by each scheme, and in that by each scope; '' holds all of the scheme. */
  readonly ways: ReadonlyMap<unknown, ReadonlyMap<string, readonly OrdinaryWay[]>>
  /** Schemes of which ordinary operations require scopes or roles. */
  readonly scoped: ReadonlySet<unknown>
}

/** A way into an ordinary operation; of those that ask for the same, the first. */
interface OrdinaryWay {
  readonly demand: Demand
  readonly operation: Operation
}

const known = new WeakMap<ApiDocument, Ordinary>()

/** What anybody who is signed in may call; nothing where most of the API is for administrators. */
function ordinaryOf(document: ApiDocument): Ordinary {
  let ordinary = known.get(document)
  if (!ordinary) {
    const all = document.operations.filter(({ kind }) => kind === 'http')
    const signedIn = all.filter(
      (operation) => operation.security.kind === 'required' && !isMeantForAnyone(operation),
    )
    const operations = signedIn.filter(
      (operation) => reservedFor(operation) === undefined && !isAboutAdmins(operation),
    )
    const isMinority = signedIn.filter((each) => placedFor(each) === undefined).length * 2 < all.length
    const requirements = operations.flatMap(({ security }) =>
      security.alternatives.flatMap((alternative) => alternative.requirements),
    )
    const scoped = requirements.filter(({ scopes }) => scopes.length > 0)
    ordinary = {
      operations: isMinority ? [] : operations,
      ways: waysInto(isMinority ? [] : operations),
      scoped: new Set(scoped.map(({ scheme, name }) => scheme ?? name)),
    }
    known.set(document, ordinary)
  }
  return ordinary
}

/** True when the scheme or one of the scopes says that it is for administrators. */
function isDistinct({ name, scopes }: SecurityRequirement, words: readonly string[]): boolean {
  return isForAdmins(name, words) || scopes.some((scope) => isForAdmins(scope.name, words))
}

/** True when ordinary operations require scopes or roles of one of its schemes: those could have told the two apart. */
function isScoped({ requirements }: SecurityAlternative, { scoped }: Ordinary): boolean {
  return requirements.some(({ scheme, name }) => scoped.has(scheme ?? name))
}

function waysInto(operations: readonly Operation[]): Ordinary['ways'] {
  const ways = new Map<unknown, Map<string, OrdinaryWay[]>>()
  const seen = new Set<string>()
  for (const operation of operations) {
    for (const { requirements } of operation.security.alternatives) {
      const demand = demandOf(requirements)
      const text = JSON.stringify(
        requirements.map(({ name, scopes }) => [name, scopes.map((scope) => scope.name)]),
      )
      if (seen.has(text)) continue
      seen.add(text)
      for (const [scheme, scopes] of demand) {
        const byScope = ways.get(scheme) ?? new Map<string, OrdinaryWay[]>()
        ways.set(scheme, byScope)
        for (const scope of ['', ...scopes]) {
          const list = byScope.get(scope)
          if (list) list.push({ demand, operation })
          else byScope.set(scope, [{ demand, operation }])
        }
      }
    }
  }
  return ways
}

/** An ordinary operation whose callers could call the other as well: they hold its first scheme and scope in any case. */
function ordinaryTwin({ requirements }: SecurityAlternative, { ways }: Ordinary): Operation | undefined {
  const demand = demandOf(requirements)
  const [first] = demand
  if (!first) return undefined
  const [scheme, [scope = '']] = [first[0], [...first[1]]]
  const candidates = ways.get(scheme)?.get(scope) ?? []
  return candidates.find((way) => isCovered(demand, way.demand))?.operation
}

function messageFor(what: string, { requirements }: SecurityAlternative, twin: Operation): string {
  const hasScopes = requirements.some(({ scopes }) => scopes.length > 0)
  const needs = `${wordsOf(requirements)}${hasScopes ? '' : ' without any scope'}`
  return `${what}, but ${needs} is enough to call it, and callers of \`${twin.label}\` have that as well.`
}
