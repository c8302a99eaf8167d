import {
  defineRule,
  type Model,
  type Operation,
  type SecurityRequirement,
  type SecurityScheme,
  tokens,
} from '@specward/core'
import { isMeantForAnyone } from '../authentication/anonymous.ts'
import { counted, listed } from '../wording.ts'
import { requirementsInForce } from './scheme-uses.ts'
import { isReadOnly, isWriteOnly } from './scope-words.ts'

export default defineRule({
  id: 'no-read-with-write-scope',
  title: 'To read something, a scope for writing is required.',
  why: 'Clients that only want to look have to be granted the right to change and delete. Every reporting tool then holds a token that can do damage.',
  fix: 'Require the scope for reading. Where holders of the scope for writing may read as well, offer both as alternatives.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023'],
    cwe: [863],
    controls: ['TOKEN-3'],
    specifications: ['RFC 9700, section 2.3'],
  },
  falsePositives:
    'Names are taken apart into words; a scope without a known verb is not judged, nor one for managing or owning, which takes in reading. A scheme that offers no scope for reading is left alone, and so are reads that are steps of a change: what gives a token for it, or the status of a deletion.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const requirements = requirementsInForce(scheme, model).filter(({ scopes }) => scopes.length > 0)
    if (requirements.length === 0) return notApplicable()
    if (!offersReading(scheme, requirements)) return
    const found = requirements.flatMap((requirement) => {
      const scopes = requirement.scopes.map(({ name }) => name)
      if (!scopes.every(isWriteOnly)) return []
      const operations = requirement.operations.filter((operation) => isBarred(operation, scheme))
      return operations.length === 0 ? [] : [{ requirement, operations, scopes }]
    })
    const [first] = found
    if (!first) return
    const operations = [...new Set(found.flatMap((each) => each.operations))]
    const names = [...new Set(found.flatMap(({ scopes }) => scopes))]
    const [only] = operations
    const subject =
      operations.length === 1
        ? `\`${only?.label}\` only reads`
        : `${counted(operations.length, 'operation')} only read`
    report({
      at: first.requirement.scopes[0]?.node ?? first.requirement.node,
      covers: operations.map(({ label }) => label),
      message: `${subject}, but ${operations.length === 1 ? 'requires' : 'require'} ${listed(names)} of \`${scheme.name}\`, which ${names.length === 1 ? 'is' : 'are'} for writing.`,
      operations: operations.map(({ label }) => label),
      discriminator: scheme.name,
    })
  },
  examples: {
    bad: [
      {
        title: 'The scope of the write was copied',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: ['orders:write']
#                 ^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
    post:
      security:
        - oauth: ['orders:write']
      responses:
        '201': { description: Created }
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
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - oauth: [delete_orders]
#           ^^^^^^^^^^^^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { read_orders: Read, delete_orders: Delete }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { 'orders.view': View, 'orders.edit': Edit }
paths:
  /orders:
    get:
      security:
        - oauth: [orders.edit]
#                 ^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Steps of a change',
        text: `
paths:
  /actions/token:
    get:
      operationId: getActionToken
      security: [{ oauth: ['orders:write'] }]
      responses:
        '200': { description: OK }
  /orders:
    get:
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: OK }
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
        title: 'A scope for reading beside it, as an alternative, and one that takes in reading',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: ['orders:write', 'orders:read']
      responses:
        '200': { description: OK }
  /invoices:
    get:
      security:
        - oauth: ['orders:read']
        - oauth: ['orders:write']
      responses:
        '200': { description: OK }
  /customers:
    get:
      security:
        - oauth: ['orders:manage']
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write, 'orders:manage': Manage }
`,
      },
      {
        title: 'OpenAPI 2.0: a write',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { 'orders.view': View, 'orders.edit': Edit }
paths:
  /orders:
    put:
      security:
        - oauth: [orders.edit]
      responses:
        '204': { description: Changed }
`,
      },
    ],
  },
})

function offersReading({ flows }: SecurityScheme, requirements: readonly SecurityRequirement[]): boolean {
  return [...flows, ...requirements].some(({ scopes }) => scopes.some(({ name }) => isReadOnly(name)))
}

/** Whether an ordinary read is barred to all who hold no scope for writing. */
function isBarred(operation: Operation, scheme: Model['document']['schemes'][number]): boolean {
  const { kind, classes, isSafe, security } = operation
  if (kind !== 'http' || !isSafe || classes.has('admin') || isMeantForAnyone(operation)) return false
  if (isPartOfWrite(operation)) return false
  return security.alternatives.every(({ requirements }) =>
    requirements.some(
      (each) =>
        each.scheme === scheme &&
        each.scopes.length > 0 &&
        each.scopes.every(({ name }) => isWriteOnly(name)),
    ),
  )
}

/** Reads that are steps of a change: they hand out what authorises it, or tell how far it has come. */
const STEPS: ReadonlySet<string> = new Set(
  'token ticket nonce delete deletion destroy destruction upload import approve approval'.split(' '),
)

function isPartOfWrite({ path, operationId }: Operation): boolean {
  return tokens(`${path.replaceAll(/\{[^{}]*\}/g, ' ')} ${operationId ?? ''}`).some((word) => STEPS.has(word))
}
