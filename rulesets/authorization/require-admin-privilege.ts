import { defineRule, type Operation, type SecurityAlternative } from '@specward/core'
import { reservedFor } from './administration.ts'
import { placeOf, wordsOf } from './alternatives.ts'
import { weakAdministration } from './weak-administration.ts'

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
  check(operation, { report, undecided, assume, notApplicable, model, facts }) {
    const reserved = operation.kind === 'http' ? reservedFor(operation) : undefined
    const weak = reserved === undefined ? 'not judged' : weakAdministration(operation, model, facts)
    if (weak === 'not judged') {
      if (reserved === undefined || operation.security.kind !== 'required') return notApplicable()
      const because = `\`${operation.label}\` is ${reserved}, and there is too little of another kind to compare it with`
      return assume({ at: operation.node, because })
    }
    if (!weak) return
    const { security, node, label } = operation
    const { alternative, twin } = weak
    if (!weak.isScoped) {
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

function messageFor(what: string, { requirements }: SecurityAlternative, twin: Operation): string {
  const hasScopes = requirements.some(({ scopes }) => scopes.length > 0)
  const needs = `${wordsOf(requirements)}${hasScopes ? '' : ' without any scope'}`
  return `${what}, but ${needs} is enough to call it, and callers of \`${twin.label}\` have that as well.`
}
