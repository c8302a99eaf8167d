import { defineRule, type Operation, type Property } from '@specward/core'
import { closed } from '../schemas/closing.ts'
import { openBody } from '../schemas/open-objects.ts'
import { listed } from '../wording.ts'
import { carriedBy, isForManagers, isWrite, readsOf, requestSchemas, resultSchemas } from './bodies.ts'
import { isMeant, openTwin, type Twin } from './twins.ts'

export default defineRule({
  id: 'require-closed-request',
  title: 'A request leaves out what only the server may set, but does not refuse it.',
  why: 'The body was given a schema without role, balance or owner on purpose. Since it is open to further properties, a caller who has seen the response can send them all the same, and a server that stores what it is sent will take them.',
  fix: 'Close the body: `additionalProperties: false`, or `unevaluatedProperties: false` where the schema is composed (OpenAPI 3.1).',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023'],
    cwe: [915],
    controls: ['AUTHZ-4'],
    specifications: ['JSON Schema 2020-12 Core, section 10.3.2.3 and section 11.3'],
  },
  falsePositives:
    'A body is reported only if the same resource is returned with properties that give a caller an advantage (a role, a balance, an owner) and the body lacks them. Whether the server ignores what it does not know, the description cannot show. A JSON Patch of such a resource is left undecided.',
  options: {
    privileged: {
      type: 'string-list',
      default: [],
      description: 'Further names of properties that only the server may set, in any case style.',
    },
  },
  select: 'operation',
  check(operation, { report, undecided, notApplicable, model, format, options }) {
    if (!isWrite(operation) || isForManagers(operation)) return notApplicable()
    const patched = patchedBy(operation, model.document.operations, options.privileged)
    if (patched) {
      const because = `it takes a JSON Patch, which can name any property, and nothing tells whether \`${patched.name}\` is refused`
      return undecided({ at: operation.node, because })
    }
    if (requestSchemas(operation).length === 0) return notApplicable()
    const twin = openTwin(operation, model.document.operations, options.privileged)
    if (!twin) return
    report({
      at: { node: twin.body.node, part: 'key' },
      message: messageFor(operation, twin),
      discriminator: twin.body.name ?? '',
      fix: closed(openBody(twin.body, model), format),
      related: twin.missing.map(({ node, name }) => ({
        at: { node, part: 'key' } as const,
        message: `\`${name}\` is returned by \`${twin.returning.label}\``,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'The response has a role that the request lacks',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewUser' }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/User' }
components:
  schemas:
    NewUser:
#   ^^^^^^^
      type: object
      properties: { name: { type: string }, email: { type: string } }
    User:
      allOf:
        - $ref: '#/components/schemas/NewUser'
        - type: object
          properties: { id: { type: string }, role: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: the resource is returned by another operation of the same path',
        format: 'oas2',
        text: `
paths:
  /wallets/{id}:
    get:
      responses:
        '200': { description: OK, schema: { $ref: '#/definitions/Wallet' } }
    put:
      parameters:
        - { name: wallet, in: body, schema: { $ref: '#/definitions/WalletChange' } }
      responses:
        '204': { description: Changed }
definitions:
  WalletChange:
# ^^^^^^^^^^^^
    type: object
    properties: { label: { type: string }, currency: { type: string } }
  Wallet:
    type: object
    properties: { label: { type: string }, currency: { type: string }, balance: { type: number } }
`,
      },
    ],
    good: [
      {
        title: 'Closed, by itself or by a member of its composition',
        text: `
paths:
  /users:
    post:
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - $ref: '#/components/schemas/NewUser'
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/User' }
components:
  schemas:
    NewUser:
      type: object
      additionalProperties: false
      properties: { name: { type: string }, email: { type: string } }
    User:
      type: object
      properties: { id: { type: string }, name: { type: string }, email: { type: string }, role: { type: string } }
`,
      },
      {
        title: 'Open, but nothing was left out that would matter, or another thing is returned',
        text: `
paths:
  /articles:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { title: { type: string }, text: { type: string } }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema:
                type: object
                properties: { id: { type: string }, title: { type: string }, text: { type: string } }
  /payments:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: { amount: { type: number }, to: { type: string } }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema:
                type: object
                properties: { receipt: { type: string }, balance: { type: number } }
`,
      },
      {
        title: 'A list of changes: not decided, unless what it must not change is read alone',
        text: `
paths:
  /accounts/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { label: { type: string }, balance: { type: number } } }
    patch:
#   ~~~~~
      requestBody: { $ref: '#/components/requestBodies/Changes' }
      responses:
        '204': { description: Changed }
  /profiles/{id}:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties: { name: { type: string }, role: { type: string, readOnly: true } }
    patch:
      requestBody: { $ref: '#/components/requestBodies/Changes' }
      responses:
        '204': { description: Changed }
components:
  requestBodies:
    Changes:
      content:
        application/json-patch+json:
          schema:
            type: array
            items: { type: object, properties: { op: { type: string }, path: { type: string } } }
`,
      },
      {
        title: 'OpenAPI 2.0: closed',
        format: 'oas2',
        text: `
paths:
  /wallets/{id}:
    put:
      parameters:
        - { name: wallet, in: body, schema: { $ref: '#/definitions/WalletChange' } }
      responses:
        '200': { description: OK, schema: { $ref: '#/definitions/Wallet' } }
definitions:
  WalletChange:
    type: object
    additionalProperties: false
    properties: { label: { type: string } }
  Wallet:
    type: object
    properties: { label: { type: string }, balance: { type: number } }
`,
      },
    ],
  },
})

/** What gives an advantage and could be set by a list of changes (RFC 6902), as far as the resource is returned. */
function patchedBy(
  operation: Operation,
  operations: readonly Operation[],
  extra: readonly string[],
): Property | undefined {
  const types = operation.requestBody?.content ?? []
  if (!types.some(({ type }) => type === 'application/json-patch+json')) return undefined
  const reads = readsOf(operation.path, operations)
  const returned = [operation, ...reads].flatMap(resultSchemas).flatMap(carriedBy)
  return returned
    .flatMap(({ properties }) => properties)
    .find((property) => !property.readOnly && isMeant(property, extra))
}

function messageFor(operation: Operation, { missing, returning, body: { node } }: Twin): string {
  const names = [...new Set(missing.map((property) => property.name))]
  const whose = returning === operation ? 'Its body' : `The body of \`${operation.label}\``
  const them = names.length === 1 ? 'it' : 'them'
  const remedy = node.child('allOf') ? 'close it' : 'add `additionalProperties: false`'
  return `\`${returning.label}\` returns ${listed(names)}. ${whose} does not declare ${them} but lets ${them} through: ${remedy}.`
}
