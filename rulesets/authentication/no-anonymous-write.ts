import { defineRule } from '@specward/core'
import { changesSomething, judgeAnonymous } from './anonymous.ts'

export default defineRule({
  id: 'no-anonymous-write',
  title: 'An operation that changes something can be called without authentication.',
  why: 'Whoever finds the URL can create, change or delete data, and nobody can tell afterwards who it was.',
  fix: 'Require a security scheme: add `security` to the operation, or to the document so that every operation inherits it. If anybody is meant to call the operation, say so at the operation with `x-specward-public` or in `specward.yaml` under `policy.publicOperations`, with the reason.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API5:2023'],
    cwe: [306],
    controls: ['AUTHN-1', 'AUTHZ-5'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'Operations by which people sign in, register, reset a password or verify an address are recognised by their names and left alone. One with an unusual name can be declared public. Where its own description says that it needs no authentication, it is left undecided.',
  select: 'operation',
  gateway: 'authentication',
  check(operation, context) {
    if (operation.kind !== 'http' || !changesSomething(operation)) return context.notApplicable()
    judgeAnonymous(operation, context)
  },
  examples: {
    bad: [
      {
        title: 'The operation switches off what the document requires',
        text: `
security:
  - token: []
paths:
  /users/{id}:
    delete:
      security: []
#               ^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Nothing but the anonymous alternative',
        text: `
paths:
  /users:
    post:
      security:
        - {}
#         ^^
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security: []
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
`,
      },
      {
        title: 'One operation was forgotten',
        text: `
paths:
  /orders:
    get:
      security:
        - token: []
      responses:
        '200': { description: OK }
    post:
#   ^^^^
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: a scheme is declared, but nothing requires it',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /orders:
    patch:
#   ^^^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'It says itself that anybody may call it: not decided',
        text: `
security: [{ token: [] }]
paths:
  /feedback:
    post:
#   ~~~~
      description: This operation does not have any authentication requirements.
      security: []
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'What the document requires is inherited',
        text: `
security:
  - token: []
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Signing in and registering come before authentication',
        text: `
security:
  - token: []
paths:
  /login:
    post:
      security: []
      responses:
        '200': { description: OK }
  /users/register:
    post:
      security: []
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Reads are judged by another rule, webhooks are called by the API itself',
        text: `
security: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
webhooks:
  orderShipped:
    post:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A credential that is declared as a parameter: not decided',
        text: `
paths:
  /orders:
    post:
#   ~~~~
      parameters:
        - { name: X-Auth-Token, in: header, schema: { type: string } }
      responses:
        '201': { description: Created }
    get:
      security:
        - token: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: required by the operation',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /orders:
    patch:
      security:
        - key: []
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'By the policy, a gateway authenticates callers: not decided',
        facts: { gateway: { authentication: 'an API gateway checks tokens' } },
        text: `
paths:
  /orders:
    post:
      security: []
#               ~~
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})
