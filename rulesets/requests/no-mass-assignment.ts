import { defineRule, type Model, type Node, type Operation } from '@specward/core'
import { counted } from '../wording.ts'
import { requestSchemas, writableProperties } from './bodies.ts'
import { GAINS, type Privilege, privilegeOf, privilegeOfAccount } from './privileged.ts'
import { changesOwnAccount, PERSONAL, perhapsSelfService, selfServiceOperations } from './self-service.ts'

export default defineRule({
  id: 'no-mass-assignment',
  title: 'Callers can set a property that gives them more than is theirs.',
  why: 'Where people edit their own account, a role, a balance or a mark of approval in the body lets them promote, pay or approve themselves, if the server stores what it is sent.',
  fix: 'Take the property out of the request, or mark it `readOnly: true` where the same schema is returned. Change it by an operation of its own that asks for more rights.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [915],
    controls: ['AUTHZ-4'],
    specifications: ['OpenAPI 3.0.4, Schema Object, readOnly'],
  },
  falsePositives:
    'Only operations by which people register or change their own account (`/me`, `/register`) are looked at, and none that says it is for administrators. `groups`, `scopes`, `plan` and `organizationId` count where people change their own account alone. Whether `PATCH /users/{id}` is for oneself or for administrators is left undecided. Whether the server drops the property, the description cannot show; if it does, `readOnly` says so.',
  options: {
    privileged: {
      type: 'string-list',
      default: [],
      description: 'Further names of properties that only the server may set, in any case style.',
    },
  },
  select: 'property',
  check(property, { report, undecided, notApplicable, model, options }) {
    const { own, perhaps } = bodiesOf(model)
    const operations = own.get(property.node)
    if (!operations) {
      const [other] = perhaps.get(property.node) ?? []
      if (!other) return notApplicable()
      if (!privilegeOf(property, options.privileged)) return
      const because = `\`${other.label}\` takes \`${property.name}\`, and nothing tells whether people change their own account by it or administrators that of others`
      return undecided({ at: { node: property.node, part: 'key' }, because })
    }
    const plain = privilegeOf(property, options.privileged)
    const concerned = plain ? operations : operations.filter(changesOwnAccount)
    const [first] = concerned
    const privilege = plain ?? (first && privilegeOfAccount(property))
    if (!first || !privilege) return
    report({
      at: { node: property.node, part: 'key' },
      message: messageFor(property.name, privilege, first, concerned.length),
      operations: concerned.map(({ label }) => label).sort(),
      fix:
        property.node.isObject && !property.node.child('$ref')
          ? {
              title: 'Mark it `readOnly`',
              kind: 'suggested',
              edits: [
                {
                  node: property.node,
                  edit: { op: 'insert', path: property.node.path, key: 'readOnly', value: true },
                },
              ],
            }
          : undefined,
    })
  },
  examples: {
    bad: [
      {
        title: "A role in one's own profile",
        text: `
paths:
  /me:
    patch:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                displayName: { type: string }
                role: { type: string }
#               ^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'At registration, inherited through `allOf` and wrapped in an object',
        text: `
paths:
  /register:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                user: { $ref: '#/components/schemas/NewUser' }
      responses:
        '201': { description: Created }
components:
  schemas:
    NewUser:
      allOf:
        - $ref: '#/components/schemas/Account'
        - type: object
          properties:
            password: { type: string }
    Account:
      type: object
      properties:
        email: { type: string }
        is_admin: { type: boolean }
#       ^^^^^^^^
        accountBalance: { type: number }
#       ^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Nothing but power: that cannot be what people change their own account for',
        text: `
paths:
  /me:
    patch:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                permissions: { type: array, items: { type: string } }
#               ^^^^^^^^^^^
                plan: { type: string }
#               ^^^^
      responses:
        '204': { description: Changed }
`,
      },
      {
        title: 'OpenAPI 2.0: an account that its owner can change',
        format: 'oas2',
        text: `
paths:
  /account:
    put:
      parameters:
        - name: user
          in: body
          schema:
            type: object
            properties:
              email: { type: string }
              emailVerified: { type: boolean }
#             ^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Read alone, or to choose from what gives no power',
        text: `
paths:
  /me:
    patch:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                displayName: { type: string }
                role: { type: string, readOnly: true }
                verifiedEmailHint: { type: string }
  /signup:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                email: { type: string }
                plan: { type: string }
                role: { type: string, enum: [buyer, seller] }
      responses:
        '201': { description: Created }
`,
      },
      {
        title: "Under an id: one's own account, or that of somebody else",
        text: `
paths:
  /users/{id}:
    put:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                email: { type: string }
                role: { type: string }
#               ~~~~
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Operations for administrators, and of a resource that is no account',
        text: `
paths:
  /admin/users/{id}:
    patch:
      requestBody: { $ref: '#/components/requestBodies/User' }
      responses:
        '200': { description: OK }
  /orders/{id}:
    patch:
      requestBody: { $ref: '#/components/requestBodies/User' }
      responses:
        '200': { description: OK }
components:
  requestBodies:
    User:
      content:
        application/json:
          schema: { type: object, properties: { email: { type: string }, role: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: read alone',
        format: 'oas2',
        text: `
paths:
  /account:
    put:
      parameters:
        - name: account
          in: body
          schema:
            type: object
            properties:
              email: { type: string }
              balance: { type: number, readOnly: true }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** Properties in bodies, with the operations that take them. */
type Bodies = ReadonlyMap<Node, readonly Operation[]>

interface Known {
  /** What people send to register or to change their own account. */
  readonly own: Bodies
  /** What is sent to change an account that may be that of somebody else. */
  readonly perhaps: Bodies
}

const known = new WeakMap<Model, Known>()

function bodiesOf(model: Model): Known {
  let bodies = known.get(model)
  if (!bodies) {
    const { operations } = model.document
    const own = readBodies(selfServiceOperations(operations))
    bodies = { own, perhaps: readBodies(perhapsSelfService(operations)) }
    known.set(model, bodies)
  }
  return bodies
}

function readBodies(operations: readonly Operation[]): Bodies {
  const bodies = new Map<Node, Operation[]>()
  for (const operation of operations) {
    for (const body of requestSchemas(operation)) {
      const properties = writableProperties(body)
      if (!changesOwnAccount(operation) && !properties.some(({ name }) => PERSONAL.test(name))) continue
      for (const { node } of properties) {
        const operations = bodies.get(node)
        if (!operations) bodies.set(node, [operation])
        else if (!operations.includes(operation)) operations.push(operation)
      }
    }
  }
  return bodies
}

function messageFor(name: string, privilege: Privilege, { label }: Operation, count: number): string {
  const accept = count > 1 ? ` and ${counted(count - 1, 'more operation')} accept` : ' accepts'
  return `\`${label}\`${accept} \`${name}\`, which ${GAINS[privilege]}: make it \`readOnly\`, or document who may set it.`
}
