import { defineRule, type Operation, type Server } from '@specward/core'
import { changesSomething, documents401, isMeantForAnyone } from './anonymous.ts'
import { saidToBeForAnyone } from './said.ts'

export default defineRule({
  id: 'no-optional-authentication',
  title: 'Authentication is optional for an operation that changes something.',
  why: 'The alternatives under `security` are joined by OR. An empty one, `{}`, lets in everybody, and the schemes beside it protect nothing.',
  fix: 'Remove `{}` from the list. If anybody is meant to call the operation, say so at the operation with `x-specward-public` or in `specward.yaml` under `policy.publicOperations`, with the reason.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [306],
    controls: ['AUTHN-1'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'Reads are not judged: showing more to those who are signed in is common. Nor are operations for signing in. Where the operation says itself that it can be called anonymously, or the server is that of a receiver of notifications, it is left undecided.',
  select: 'operation',
  gateway: 'authentication',
  check(operation, { report, undecided, notApplicable, model }) {
    if (operation.kind !== 'http' || !changesSomething(operation)) return notApplicable()
    const { kind, decidedBy, inherited } = operation.security
    if (kind === 'unreadable') {
      return undecided({ at: operation.node, because: 'its `security` could not be read' })
    }
    if (kind === 'public' || kind === 'undeclared') return notApplicable()
    if (kind === 'required' || !decidedBy || isMeantForAnyone(operation)) return
    const isOnly = model.document.operations.length === 1
    const at = inherited && !isOnly ? operation.node : decidedBy
    const because = whyUndecided(operation)
    if (because !== undefined) return undecided({ at, because })
    const whose = inherited ? "the document's" : 'its'
    const doubt = documents401(operation) ? ', yet it documents a 401' : ''
    report({
      at,
      message: `\`${operation.label}\` can be called without credentials: ${whose} \`security\` also allows \`{}\`${doubt}.`,
      cause: inherited ? decidedBy : undefined,
      // wherever it points, it is about this operation
      ...(inherited ? { covers: [operation.node] } : {}),
      fix: {
        title: 'Remove `{}`',
        kind: 'suggested',
        edits: [{ node: decidedBy, edit: { op: 'remove', path: decidedBy.path } }],
      },
    })
  },
  examples: {
    bad: [
      {
        title: 'An empty alternative beside a scheme',
        text: `
paths:
  /orders:
    post:
      security:
        - token: []
        - {}
#         ^^
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Inherited from the document',
        text: `
security:
  - {}
  - token: []
paths:
  /orders:
    put:
#   ^^^
      responses:
        '200': { description: OK }
    delete:
#   ^^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /orders:
    post:
      security: [{}, { key: [] }]
#                ^^
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'Two schemes to choose from',
        text: `
paths:
  /orders:
    post:
      security:
        - token: []
        - key: []
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'Optional for the whole document, but the write requires a scheme',
        text: `
security:
  - {}
  - token: []
paths:
  /articles:
    get:
      responses:
        '200': { description: OK }
    post:
      security:
        - token: []
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the empty list of scopes is no empty alternative',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'It says so itself, and it is what a receiver of notifications offers: not decided',
        text: `
paths:
  /filters/columns:
    put:
      description: This operation can be accessed anonymously.
      security:
        - token: []
        - {}
#         ~~
      responses:
        '200': { description: OK }
  /your-notification-url:
    post:
      servers:
        - url: '{root}'
          variables:
            root: { default: 'https://localhost', description: Any notification server address sent by the client }
      security:
        - token: []
        - {}
#         ~~
      responses:
        '204': { description: Received }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'By the policy, a gateway authenticates callers: not decided',
        facts: { gateway: { authentication: 'an API gateway checks tokens' } },
        text: `
paths:
  /orders:
    post:
      security:
        - token: []
        - {}
#         ~~
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

function textsOf({ description = '', node }: Server): string {
  const variables = [...(node.child('variables')?.children() ?? [])]
  return [description, ...variables.map((each) => each.child('description')?.string ?? '')].join('\n')
}

/** Servers that are those of whoever is to be told. */
const OF_RECEIVERS =
  /\b(?:notification|callback|webhook)s? (?:server|url|address|endpoint|receiver)|\b(?:sent|given|provided|specified) by the (?:client|consumer|subscriber)/i

function whyUndecided(operation: Operation): string | undefined {
  const said = saidToBeForAnyone(operation)
  if (said !== undefined) return `authentication is optional, and it says so in its own words: "${said}"`
  const { servers } = operation
  return servers.length > 0 && servers.every((server) => OF_RECEIVERS.test(textsOf(server)))
    ? 'authentication is optional at a server that others run, who are told by it what happens'
    : undefined
}
