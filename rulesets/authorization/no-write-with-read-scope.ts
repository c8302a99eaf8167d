import {
  defineRule,
  type Facts,
  type Model,
  type Operation,
  type SecurityAlternative,
  type SecurityRequirement,
  tokens,
} from '@specward/core'
import { changesSomething, isMeantForAnyone } from '../authentication/anonymous.ts'
import { listed } from '../wording.ts'
import { reservedFor } from './administration.ts'
import { isReadOnly } from './scope-words.ts'
import { weakAdministration } from './weak-administration.ts'

export default defineRule({
  id: 'no-write-with-read-scope',
  title: 'A scope for reading is enough to change something.',
  why: 'People and administrators grant a scope by its name. Whoever agreed to reading has not agreed to changes, and a token that was given away as harmless is not.',
  fix: 'Require a scope for writing, or name the scope after what it allows.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023'],
    cwe: [863],
    controls: ['TOKEN-3'],
    specifications: ['RFC 9700, section 2.3'],
  },
  falsePositives:
    'Names are taken apart into words; a scope without a known verb is not judged. A question that is asked by POST is recognised by its path, operationId or summary; one with an unusual name is reported.',
  select: 'operation',
  check(operation, { report, notApplicable, model, facts }) {
    if (operation.kind !== 'http' || !changesSomething(operation)) return notApplicable()
    const { security } = operation
    const withScopes = security.alternatives.filter(({ requirements }) =>
      requirements.some(({ scopes }) => scopes.length > 0),
    )
    if (security.kind !== 'required' || withScopes.length === 0) return notApplicable()
    if (isMeantForAnyone(operation) || (operation.method === 'post' && onlyAsks(operation)))
      return notApplicable()
    const judged = withScopes.filter((way) => !isToldOf(way, operation, model, facts))
    if (judged.length === 0) return notApplicable()
    for (const { requirements } of judged) {
      const [first] = requirements.filter(({ scopes }) => scopes.length > 0)
      const scopes = requirements.flatMap((requirement) => requirement.scopes)
      if (!first || !scopes.every(({ name }) => isReadOnly(name))) continue
      const { inherited } = security
      report({
        at: inherited ? operation.node : (first.scopes[0]?.node ?? first.node),
        message: messageFor(
          operation,
          first,
          scopes.map(({ name }) => name),
        ),
        discriminator: scopes.map(({ name }) => name).join(' '),
        cause: inherited ? first.node : undefined,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The scope of the read was copied',
        text: `
paths:
  /orders/{id}:
    get:
      security:
        - oauth: ['orders:read']
      responses:
        '200': { description: OK }
    delete:
      security:
        - oauth: ['orders:read']
#                 ^^^^^^^^^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read orders } }
`,
      },
      {
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - login: [Orders.Read, Customers.View]
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      put:
#     ^^^
        responses:
          '200': { description: OK }
  securitySchemes:
    login: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'OpenAPI 2.0: a scope that is a URL',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { 'https://api.example.com/auth/orders.readonly': Read orders }
paths:
  /orders:
    post:
      security:
        - oauth:
            - https://api.example.com/auth/orders.readonly
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'A scope for writing beside it, one that does both, and one that does not say',
        text: `
paths:
  /orders:
    put:
      security:
        - oauth: ['orders:read', 'orders:write']
      responses:
        '200': { description: OK }
    post:
      security:
        - oauth: ['orders:read_write']
      responses:
        '201': { description: Created }
    delete:
      security:
        - oauth: [orders]
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: O, 'orders:read': R, 'orders:write': W, 'orders:read_write': RW }
`,
      },
      {
        title: 'Questions that are asked by POST',
        text: `
security:
  - oauth: ['orders:read']
paths:
  /orders/search:
    post:
      responses:
        '200': { description: OK }
  /saved-searches/{id}/run:
    post:
      operationId: runSaved
      responses:
        '200': { description: OK }
  /reports:
    post:
      summary: Retrieve a report over several orders
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read orders } }
`,
      },
      {
        title: 'What is for administrators, of which `require-admin-privilege` tells',
        text: `
security:
  - oauth: ['orders:read']
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /admin/users/{userId}/role:
    put:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read orders } }
`,
      },
      {
        title: 'OpenAPI 2.0: a read',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { read: Read } }
security:
  - oauth: [read]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** First words of what only asks. They are too weak to call any POST a read, but strong enough beside a scope for reading. */
const ASKS: ReadonlySet<string> = new Set(
  `get list read find fetch retrieve return search query lookup look count check verify validate test preview estimate
  calculate compute compare parse evaluate analyze analyse suggest autocomplete resolve render export download
  view show describe explain simulate filter match detect diff convert translate quote determine inspect report
  poll obtain load generate recommend predict answer identify assess return`.split(/\s+/),
)

/** Words that say so anywhere in an operationId: `Groups.GetRecommended`. */
const LOOKS: ReadonlySet<string> = new Set(['get', 'list', 'search', 'find', 'fetch', 'retrieve'])

/** Looks at the last words of the path, and the first of operationId and summary. */
function onlyAsks({ path, operationId, summary }: Operation): boolean {
  const segments = path.split(/[/:]/).filter((segment) => segment !== '' && !segment.includes('{'))
  const last = tokens(segments.at(-1) ?? '')
  const id = tokens(operationId ?? '')
  const beginnings = [last[0], last.at(-1), tokens(summary ?? '')[0], id[0], id[1], id.at(-1)]
  if (last[0] === 'run' && isQuestion(segments.at(-2) ?? '')) return true
  return id.some((word) => LOOKS.has(word)) || beginnings.some((word) => ASKS.has(word ?? ''))
}

/** Of a way in that ordinary callers of an API have to its administration, `require-admin-privilege` tells. */
function isToldOf(way: SecurityAlternative, operation: Operation, model: Model, facts: Facts): boolean {
  if (reservedFor(operation) === undefined) return false
  const weak = weakAdministration(operation, model, facts)
  return typeof weak === 'object' && weak.isScoped && weak.alternative === way
}

/** What is run to be answered: `/saved-searches/{id}/run`. */
function isQuestion(segment: string): boolean {
  return ['search', 'query', 'report', 'filter', 'view'].includes(tokens(segment).at(-1) ?? '')
}

function messageFor({ label }: Operation, { name }: SecurityRequirement, scopes: readonly string[]): string {
  const are = scopes.length === 1 ? 'is' : 'are'
  return `\`${label}\` changes something, but the read scope${scopes.length === 1 ? '' : 's'} ${listed(scopes)} (\`${name}\`) ${are} enough to call it.`
}
