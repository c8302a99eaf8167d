import { defineRule, type Operation } from '@specward/core'
import { administratorScheme } from '../authentication/operator-keys.ts'
import { listedWords } from '../wording.ts'
import { answering, documents, findingFor, saysOfErrors } from './documented.ts'
import { responseFix } from './response-fix.ts'

export default defineRule({
  id: 'require-403-response',
  title: 'Operations ask for a scope or a privilege and do not document the answer to callers without it.',
  why: 'A 403 response that is written down is a promise that can be tested: who lacks the scope is refused. Where it is missing, tests of the contract try with the right token alone, and a check that was forgotten stays unseen.',
  fix: 'Document the 403 response, once under `components.responses` and by `$ref` at each operation. A range (`4XX`) and `default` count, because they cover it.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023', 'API5:2023'],
    cwe: [1059],
    controls: ['AUTHN-8'],
    specifications: ['RFC 9110, section 15.5.4', 'RFC 6750, section 3.1'],
  },
  falsePositives:
    'Operations are counted at which every way in asks for scopes or roles, and those for administrators, by their path or by the name of the scheme that they ask for. An API may hide what callers may not see: a 404 or another 4xx response counts where its description speaks of permission.',
  select: 'document',
  gateway: 'authentication',
  check(document, { report, notApplicable }) {
    const judged = answering(document).filter((operation) => privilegeOf(operation) !== undefined)
    if (judged.length === 0) return notApplicable()
    const privileges = [...new Set(judged.flatMap((operation) => privilegeOf(operation) ?? []))]
    const lacking = judged.filter(
      (operation) => !documents(operation, ['403']) && !saysOfErrors(operation, REFUSED),
    )
    const finding = findingFor(document, {
      lacking,
      total: judged.length,
      does: [`asks for ${listedWords(privileges, 3, 'or')}`, `ask for ${listedWords(privileges, 3, 'or')}`],
      missing: '403 response (or `4XX` or `default`, which cover it)',
      so: 'so nothing says what happens without it',
    })
    if (finding) report({ ...finding, fix: responseFix(lacking, document.operations, ['403'], 'safe') })
  },
  examples: {
    bad: [
      {
        title: 'A scope that the document asks for, in a path item that is reached through `$ref`',
        text: `
security: [{ oauth: ['orders:read'] }]
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      get:
        responses:
#       ^^^^^^^^^
          '200': { description: OK }
          '401': { description: No valid token }
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read } }
`,
      },
      {
        title: 'A scheme that is named after administrators',
        text: `
security: [{ AdminApiKeyAuth: [] }]
paths:
  /organization/invites:
    get:
      responses:
#     ^^^^^^^^^
        '200': { description: OK }
        '401': { description: No valid key }
components:
  securitySchemes:
    AdminApiKeyAuth: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: for administrators, and for who has the scope; told once',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { write: Write } }
paths:
#^^^^
  /admin/orders:
    delete:
      security: [{ key: [] }]
      responses:
        '204': { description: Deleted }
  /orders:
    post:
      security: [{ oauth: [write] }]
      responses:
        '201': { description: Created }
        '401': { description: No valid token }
`,
      },
      {
        title: 'One operation that does not refer to the response as the others do',
        text: `
security: [{ login: [orders] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '403': { $ref: '#/components/responses/Refused' }
    post:
      responses:
        '201': { description: Created }
        '403': { $ref: '#/components/responses/Refused' }
    delete:
      responses:
#     ^^^^^^^^^
        '204': { description: Deleted }
components:
  responses:
    Refused: { description: The token lacks the scope }
  securitySchemes:
    login:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://login.acme.com/token
          scopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'By status, and by a 404 that hides what callers may not see',
        text: `
security: [{ oauth: ['orders:read'] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '403': { description: Not allowed }
  /orders/{id}:
    get:
      responses:
        '200': { description: OK }
        '404': { description: 'No such order, or no permission to see it' }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read } }
`,
      },
      {
        title: 'Near miss: any valid token will do, at least in one of the ways in',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:read'] }, { key: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { 'orders:read': Read } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { write: Write } }
security: [{ oauth: [write] }]
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
        default: { description: Something went wrong }
`,
      },
    ],
  },
})

/** What callers need beside being known, in words; undefined where that is nothing. */
function privilegeOf({ security, classes }: Operation): string | undefined {
  if (security.kind !== 'required') return undefined
  const { alternatives } = security
  if (alternatives.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0)))
    return 'a scope'
  const schemes = alternatives.map(administratorScheme)
  const [scheme] = schemes
  if (scheme !== undefined && schemes.every((each) => each !== undefined))
    return `a key for administrators (\`${scheme}\`)`
  return classes.has('admin') ? 'the rights of an administrator (by the path)' : undefined
}

const REFUSED =
  /forbidden|permission|permitted|privilege|\bscopes?\b|\bnot (?:allowed|authori[sz]ed|visible|accessible)|access denied|no access|\broles?\b/i
