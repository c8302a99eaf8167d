import { defineRule, type Operation } from '@specward/core'
import { unauthorized } from '../browser/challenges.ts'
import { answering, documents, findingFor, saysOfErrors } from './documented.ts'
import { responseFix } from './response-fix.ts'

export default defineRule({
  id: 'require-401-response',
  title: 'Operations ask for a credential and do not document the answer to callers without one.',
  why: 'A 401 response that is written down is a promise that can be tested: without a credential, the operation refuses. Where it is missing, no test of the contract tries, and clients do not learn to renew a token that has run out.',
  fix: 'Document the 401 response, once under `components.responses` and by `$ref` at each operation. A range (`4XX`) and `default` count, because they cover it.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023', 'API2:2023'],
    cwe: [1059],
    controls: ['AUTHN-8'],
    specifications: ['RFC 9110, section 15.5.2'],
  },
  falsePositives:
    'What is in force at an operation decides, its own `security` or that of the document; operations that can also be called without a credential are not counted, nor those that take nothing but client certificates, which are refused before HTTP begins. Where API keys are all that is asked for, 403 is as good, and another 4xx response counts where its description speaks of the credential.',
  select: 'document',
  gateway: 'authentication',
  check(document, { report, notApplicable, format }) {
    const judged = answering(document).filter(asksForCredential)
    if (judged.length === 0) return notApplicable()
    const lacking = judged.filter(
      (operation) => !documents(operation, refusalsOf(operation)) && !saysOfErrors(operation, REFUSED),
    )
    const finding = findingFor(document, {
      lacking,
      total: judged.length,
      does: ['asks for a credential', 'ask for a credential'],
      missing: '401 response (or `4XX` or `default`, which cover it)',
      so: 'so nothing says what happens without one',
    })
    if (!finding) return
    const contentOf = (operation: Operation) => unauthorized(operation, format)
    report({ ...finding, fix: responseFix(lacking, document.operations, ['401'], 'safe', contentOf) })
  },
  examples: {
    bad: [
      {
        title: 'Inherited from the document, in a path item that is reached through `$ref`',
        text: `
security: [{ token: [] }]
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
          '403': { description: Not allowed }
      delete:
        security: []
        responses:
          '204': { description: Deleted }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: several operations, told once',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
#^^^^
  /orders:
    get:
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ key: [] }]
      responses:
        '201': { description: Created }
        '400': { description: Refused }
`,
      },
      {
        title: 'One operation that does not refer to the response as the others do',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '401': { $ref: '#/components/responses/Refused' }
    post:
      responses:
        '201': { description: Created }
        '401': { $ref: '#/components/responses/Refused' }
    delete:
      responses:
#     ^^^^^^^^^
        '204': { description: Deleted }
components:
  responses:
    Refused: { description: No valid token }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
    good: [
      {
        title: 'By status, by range, by `default`, and by another status that says so',
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '401': { $ref: '#/components/responses/Refused' }
    put:
      responses:
        '200': { description: OK }
        4XX: { description: Refused }
    post:
      responses:
        '201': { description: Created }
        default: { description: Something went wrong }
    delete:
      responses:
        '204': { description: Deleted }
        '403': { description: The access token is missing or has expired }
components:
  responses:
    Refused: { description: No valid token }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: for everybody, also without a credential, by certificate alone; webhooks',
        text: `
security: [{ token: [] }]
paths:
  /status:
    get:
      security: []
      responses:
        '200': { description: OK }
    post:
      security: [{ token: [] }, {}]
      responses:
        '200': { description: OK }
    put:
      security: [{ certificate: [] }]
      responses:
        '200': { description: OK }
webhooks:
  shipped:
    post:
      security: [{ token: [] }]
      responses:
        '204': { description: Received }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    certificate: { type: mutualTLS }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security: [{ key: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '401': { description: No valid key }
`,
      },
      {
        title: 'By the policy, a gateway authenticates callers: not decided',
        facts: { gateway: { authentication: 'The gateway validates tokens' } },
        text: `
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
#     ~~~~~~~~~
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

/** What is declared and cannot be read asks for something all the same. Certificates that are not accepted end the connection before a response could be sent (RFC 8446, section 6.2). */
function asksForCredential({ security }: Operation): boolean {
  return (
    security.kind === 'required' &&
    security.alternatives.some(({ requirements }) =>
      requirements.some(({ scheme, status }) =>
        scheme ? scheme.type !== 'mutualTLS' : status === 'unreadable',
      ),
    )
  )
}

/** No scheme is registered for keys that a 401 could name, so 403 is as good for them. */
function refusalsOf({ security }: Operation): readonly string[] {
  const schemes = security.alternatives.flatMap(({ requirements }) =>
    requirements.map(({ scheme }) => scheme),
  )
  return schemes.every((scheme) => scheme?.type === 'apiKey') ? ['401', '403'] : ['401']
}

const REFUSED =
  /unauthori[sz]ed|unauthenticated|not (?:authenticated|authori[sz]ed|logged in|signed in)|authentication|\b(?:tokens?|api[ -]?keys?|credentials?|sessions?)\b/i
