import { defineRule, type Model, type Operation, type Property, type Schema } from '@specward/core'
import { listed } from '../wording.ts'
import { carriedBy, isForManagers, isWrite, requestSchemas, resultSchemas } from './bodies.ts'
import { isStored, privilegeOf } from './privileged.ts'

/** Operations that take a schema as the thing itself, and those that return it. */
interface Users {
  readonly takenBy: Set<Operation>
  readonly returnedBy: Set<Operation>
}

export default defineRule({
  id: 'no-shared-request-response-schema',
  title: 'Callers send the same schema that is returned to them, with what only the server may set.',
  why: 'A server that stores what it is sent lets callers choose owner, balance or role. The description invites them to, and generated clients and validators let it pass.',
  fix: 'Mark what the server sets as `readOnly: true`, or give requests a schema of their own that lacks it.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [915],
    controls: ['AUTHZ-4'],
    specifications: ['OpenAPI 3.0.4, Schema Object, readOnly'],
  },
  falsePositives:
    'A schema is reported only if it holds both what a server writes by itself (an id, a moment of creation) and what gives a caller an advantage (a role, a balance, an owner), neither of them `readOnly`. What callers have to send to create the same resource is theirs to set. Operations for administrators are left alone.',
  options: {
    privileged: {
      type: 'string-list',
      default: [],
      description: 'Further names of properties that only the server may set, in any case style.',
    },
  },
  select: 'schema',
  check(schema, { report, notApplicable, model, options }) {
    const users = sharedSchemas(model).get(schema)
    if (!users || users.takenBy.size === 0 || users.returnedBy.size === 0) return notApplicable()
    const open = schema.properties.filter(({ readOnly }) => !readOnly)
    const stored = open.filter(isStored)
    const privileged = open.filter((property) => privilegeOf(property, options.privileged))
    if (privileged.length === 0 || stored.length === 0) return
    const asked = askedAtBirth(schema, users.takenBy, model)
    const gains = privileged.filter(({ name }) => !asked.has(name))
    if (gains.length === 0) return
    const [taking] = users.takenBy
    const [returning] = users.returnedBy
    if (!taking || !returning) return
    report({
      at: { node: schema.node, part: 'key' },
      message: messageFor(schema, [...gains, ...stored], taking, returning),
      operations: [...users.takenBy].map(({ label }) => label).sort(),
      related: gains.map(({ node, name }) => ({
        at: { node, part: 'key' } as const,
        message: `\`${name}\` is not \`readOnly\``,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'The owner and the balance of an account, in a body that is reached through `$ref`',
        text: `
paths:
  /accounts/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
    put:
      requestBody: { $ref: '#/components/requestBodies/Account' }
      responses:
        '200': { description: OK }
components:
  requestBodies:
    Account:
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Account' }
  schemas:
    Account:
#   ^^^^^^^
      type: object
      properties:
        id: { type: string }
        ownerId: { type: string }
        balance: { type: number }
        name: { type: string }
`,
      },
      {
        title: 'OpenAPI 2.0: what is listed is what is sent',
        format: 'oas2',
        text: `
paths:
  /employees:
    get:
      responses:
        '200': { description: OK, schema: { type: array, items: { $ref: '#/definitions/Employee' } } }
    post:
      parameters:
        - { name: employee, in: body, schema: { $ref: '#/definitions/Employee' } }
      responses:
        '201': { description: Created }
definitions:
  Employee:
# ^^^^^^^^
    type: object
    properties:
      name: { type: string }
      role: { type: string }
      createdAt: { type: string, format: date-time }
`,
      },
    ],
    good: [
      {
        title: 'What the server sets is read alone',
        text: `
paths:
  /accounts/{id}:
    put:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Account' }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
components:
  schemas:
    Account:
      type: object
      properties:
        id: { type: string, readOnly: true }
        balance: { type: number, readOnly: true }
        name: { type: string }
`,
      },
      {
        title: 'An id and a status give nobody an advantage; and requests with a schema of their own',
        text: `
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
  /accounts:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewAccount' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
components:
  schemas:
    Pet:
      type: object
      properties: { id: { type: string }, status: { type: string }, createdAt: { type: string } }
    NewAccount:
      type: object
      additionalProperties: false
      properties: { name: { type: string } }
    Account:
      type: object
      properties: { id: { type: string }, balance: { type: number }, name: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: for administrators, who assign roles',
        format: 'oas2',
        text: `
paths:
  /admin/employees:
    post:
      parameters:
        - { name: employee, in: body, schema: { $ref: '#/definitions/Employee' } }
      responses:
        '201': { description: Created, schema: { $ref: '#/definitions/Employee' } }
definitions:
  Employee:
    type: object
    properties: { id: { type: string }, role: { type: string } }
`,
      },
    ],
  },
})

const known = new WeakMap<Model, ReadonlyMap<Schema, Users>>()

function sharedSchemas(model: Model): ReadonlyMap<Schema, Users> {
  let users = known.get(model)
  if (!users) {
    users = readUsers(model.document.operations)
    known.set(model, users)
  }
  return users
}

const creating = new WeakMap<Model, ReadonlyMap<string, Operation>>()

/** Names that callers have to send where the same resource is created: `POST /tokens` of `PUT /tokens/{id}`. */
function askedAtBirth(shared: Schema, takenBy: ReadonlySet<Operation>, model: Model): ReadonlySet<string> {
  let posts = creating.get(model)
  if (!posts) {
    posts = new Map(
      model.document.operations.flatMap((each) =>
        each.method === 'post' ? [[each.path, each] as const] : [],
      ),
    )
    creating.set(model, posts)
  }
  const names = new Set<string>()
  for (const { path } of takenBy) {
    const post = posts.get(path.replace(/\/\{[^{}/]*\}\/?$/, ''))
    const bodies = post
      ? requestSchemas(post)
          .flatMap(carriedBy)
          .filter((body) => body !== shared)
      : []
    for (const { name, required } of bodies.flatMap(({ properties }) => properties)) {
      if (required) names.add(name)
    }
  }
  return names
}

function readUsers(operations: readonly Operation[]): ReadonlyMap<Schema, Users> {
  const users = new Map<Schema, Users>()
  const usersOf = (schema: Schema): Users => {
    const found = users.get(schema) ?? { takenBy: new Set(), returnedBy: new Set() }
    users.set(schema, found)
    return found
  }
  for (const operation of operations) {
    if (operation.kind !== 'http') continue
    for (const schema of resultSchemas(operation).flatMap(carriedBy))
      usersOf(schema).returnedBy.add(operation)
    if (!isWrite(operation) || isForManagers(operation)) continue
    for (const schema of requestSchemas(operation).flatMap(carriedBy)) usersOf(schema).takenBy.add(operation)
  }
  return users
}

function messageFor(
  { name }: Schema,
  properties: readonly Property[],
  taking: Operation,
  returning: Operation,
): string {
  const what = name === undefined ? 'The schema' : `\`${name}\``
  const names = listed([...new Set(properties.map((property) => property.name))])
  const back = returning === taking ? 'returns' : `\`${returning.label}\` returns`
  return `${what} is what \`${taking.label}\` takes and ${back}, so callers can send ${names}.`
}
