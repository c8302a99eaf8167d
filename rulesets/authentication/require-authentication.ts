import { defineRule, type Model, type Operation } from '@specward/core'
import { isLocal } from '../local.ts'
import { counted, listed } from '../wording.ts'
import {
  changesSomething,
  credentialParameter,
  documents401,
  isMeantForAnyone,
  requiredCredentials,
} from './anonymous.ts'
import { saidToBeForAnyone } from './said.ts'

export default defineRule({
  id: 'require-authentication',
  title: 'The description declares no authentication at all.',
  why: 'Without a security scheme, the description says that anybody may change data. Gateways, client generators and reviewers take it at its word.',
  fix: 'Declare the security scheme that the API uses, and require it by `security` at the root of the document. Operations that are meant for everybody are declared in `specward.yaml` under `policy.publicOperations`.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1', 'AUTHZ-5'] },
  falsePositives:
    'A description in which nothing can be changed is left undecided, because its data may be public. So is one whose writes all require a credential as an ordinary field, and one that is served on the machine itself alone. Where a gateway authenticates callers, say so under `policy.gateway`.',
  select: 'document',
  gateway: 'authentication',
  check(document, { report, undecided, notApplicable, model }) {
    const operations = document.operations.filter(({ kind }) => kind === 'http')
    if (operations.length === 0) return notApplicable()
    if (document.declaresSecurity) return
    // what is opened by its own `[]` is reported where it stands
    const open = operations.filter(
      (operation) => operation.security.kind === 'undeclared' && !isMeantForAnyone(operation),
    )
    if (open.length === 0) return
    const at = document.node.child('paths') ?? document.node
    const sent = new Map(open.map((operation) => [operation, credentialsOf(operation, model)]))
    const credentials = [...new Set([...sent.values()].flat())]
    const writes = open.filter(
      (operation) =>
        changesSomething(operation) &&
        sent.get(operation)?.length === 0 &&
        saidToBeForAnyone(operation) === undefined,
    )
    if (isLocal(document)) {
      return undecided({
        at,
        because: 'no authentication is declared, but the API is served on the machine itself alone',
      })
    }
    if (writes.length > 0)
      return report({ at, message: messageFor(writes), operations: labels(writes, open) })
    const [credential] = credentials
    const because = credential
      ? `no \`security\` is declared, but callers send ${listed(credentials)} as ${credentials.length === 1 ? 'an ordinary field: if that is a credential, declare it as a security scheme' : 'ordinary fields: if those are credentials, declare them as security schemes'}`
      : `no authentication is declared, and whether what ${counted(open.length, 'operation')} can read is public, the description cannot say`
    undecided({ at, because })
  },
  examples: {
    bad: [
      {
        title: 'No scheme, and data can be changed',
        text: `
paths:
#^^^^
  /orders:
    get:
      responses:
        '200': { description: OK }
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'A path item that is reached through `$ref`, and components without schemes',
        text: `
paths:
#^^^^
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  securitySchemes: {}
  pathItems:
    Orders:
      delete:
        responses:
          '204': { description: Deleted }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
host: api.example.com
paths:
#^^^^
  /orders:
    put:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A scheme is declared and required',
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
        title: 'Nothing can be changed: not decided',
        text: `
paths:
#~~~~
  /catalogue:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Served on the machine itself alone: not decided',
        text: `
servers:
  - url: http://localhost:9000
paths:
#~~~~
  /orders:
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'Every write requires a key in its body: not decided',
        text: `
paths:
#~~~~
  /verify:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [api_key, api_secret, number]
              properties:
                api_key: { type: string }
                api_secret: { type: string }
                number: { type: string }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Webhooks and components alone: there is nothing to call',
        text: `
webhooks:
  orderShipped:
    post:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: a health check',
        format: 'oas2',
        text: `
paths:
  /health:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'By the policy, a gateway authenticates callers: not decided',
        facts: { gateway: { authentication: 'an API gateway checks tokens' } },
        text: `
paths:
#~~~~
  /orders:
    post:
      responses:
        '201': { description: Created }
`,
      },
    ],
  },
})

/** By which callers may prove who they are, although no scheme says so. */
function credentialsOf(operation: Operation, model: Model): readonly string[] {
  const parameter = credentialParameter(operation)
  return parameter ? [parameter.label] : requiredCredentials(operation, model)
}

function messageFor(writes: readonly Operation[]): string {
  const [first, ...others] = writes
  const more =
    others.length === 0
      ? ''
      : ` and ${counted(others.length, 'other operation')} that ${others.length === 1 ? 'writes' : 'write'}`
  const doubt = writes.some(documents401)
    ? ', although 401 responses show that the API does authenticate'
    : ''
  return `No \`security\` is declared, so by this description anyone can call \`${first?.label}\`${more}${doubt}.`
}

/** Writes first. */
function labels(writes: readonly Operation[], open: readonly Operation[]): readonly string[] {
  return [...new Set([...writes, ...open])].map(({ label }) => label)
}
