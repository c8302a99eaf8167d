import { defineRule, type Operation, type RuleReport, tokens } from '@specward/core'
import { sensitiveResult } from '../exposure/sensitive-results.ts'
import { documents401, judgeAnonymous } from './anonymous.ts'
import { evidenceAgainst } from './outliers.ts'

export default defineRule({
  id: 'no-anonymous-read',
  title: 'An operation can be read without authentication.',
  why: 'Whoever finds the URL can read what it returns, and collect all of it. That is right for a public catalogue and wrong for nearly everything else.',
  fix: 'Require a security scheme. If the data is meant for everybody, say so at the operation with `x-specward-public` or in `specward.yaml` under `policy.publicOperations`, with the reason.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas'],
  references: { owasp: ['API2:2023'], cwe: [306], controls: ['AUTHN-1', 'AUTHZ-5'] },
  falsePositives:
    'Health checks, key sets, API descriptions and other metadata are recognised by their names and left alone. Whether other data is public, only the organisation knows: a read that is opened by a `security: []` of its own is left undecided, unless a 401 or 403 response or its path (`/users`, `/me`) speaks against that. Personal and financial data is reported by `no-sensitive-data-public` instead, and a read that alone is open among many that are not by `require-consistent-authentication`.',
  select: 'operation',
  gateway: 'authentication',
  check(operation, context) {
    const isRead = operation.method === 'get' || operation.method === 'query' || operation.classes.has('read')
    if (operation.kind !== 'http' || !isRead) return context.notApplicable()
    const { model, facts } = context
    // where the data is sensitive, `no-sensitive-data-public` speaks; where it alone is open among many that are not,
    // `require-consistent-authentication`
    const isHarmless = () =>
      evidenceAgainst(operation, model.document, facts) === undefined &&
      sensitiveResult(operation) === undefined
    const judging = {
      ...context,
      report: (finding: RuleReport) => {
        if (!isHarmless()) return context.notApplicable()
        if (isDecision(operation)) context.undecided({ at: finding.at, because: DECIDED })
        else context.report(finding)
      },
      undecided: (what: Parameters<typeof context.undecided>[0]) =>
        isHarmless() ? context.undecided(what) : context.notApplicable(),
    }
    judgeAnonymous(operation, judging, wording)
  },
  examples: {
    bad: [
      {
        title: 'The operation switches off what the document requires',
        text: `
security:
  - token: []
paths:
  /invoices:
    get:
      security: []
#               ^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Inherited from the document, for a search with a body (OpenAPI 3.2)',
        format: 'oas3.2',
        text: `
security:
  - {}
paths:
  /invoices:
    $ref: '#/components/pathItems/Invoices'
components:
  pathItems:
    Invoices:
      query:
#     ^^^^^
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: one operation was forgotten',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /invoices:
    post:
      security:
        - key: []
      responses:
        '201': { description: Created }
    get:
#   ^^^
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Opened by a list of its own, which nothing contradicts: not decided',
        text: `
security: [{ token: [] }]
paths:
  /menu-images/{imageId}:
    get:
      security: []
#               ~~
      responses:
        '200': { description: OK, content: { image/png: {} } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Required, or optional for those who want to see more',
        text: `
security:
  - token: []
paths:
  /invoices:
    get:
      responses:
        '200': { description: OK }
  /articles:
    get:
      security:
        - token: []
        - {}
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Health and metadata; a preflight request carries no credentials',
        text: `
security:
  - token: []
paths:
  /health:
    get:
      security: []
      responses:
        '200': { description: OK }
  /.well-known/jwks.json:
    get:
      security: []
      responses:
        '200': { description: OK }
  /invoices:
    options:
      security: []
      responses:
        '204': { description: No content }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: judged as a whole by `require-authentication`, because something can be changed',
        format: 'oas2',
        text: `
paths:
  /invoices:
    get:
      responses:
        '200': { description: OK }
    post:
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'By the policy, a gateway authenticates callers: not decided',
        facts: { gateway: { authentication: 'an API gateway checks tokens' } },
        text: `
paths:
  /invoices:
    get:
      security: []
#               ~~
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

const DECIDED =
  'its own `security: []` opens it: whether what it returns is public, only the organisation knows'

/** Words of paths below which things belong to somebody. */
const OWNED: ReadonlySet<string> = new Set(
  `user me self my account profile customer member person people patient employee order invoice payment admin private
  internal`.split(/\s+/),
)

/** An operation that is opened by a list of its own, and at which nothing contradicts that. */
function isDecision(operation: Operation): boolean {
  const { security, responses, path, classes } = operation
  if (security.inherited || security.kind !== 'public' || !security.decidedBy?.isList) return false
  if (responses.some(({ status }) => status === '401' || status === '403') || classes.has('admin'))
    return false
  return !tokens(path.replaceAll(/\{[^{}]*\}/g, ' ')).some((word) => OWNED.has(word))
}

function wording(operation: Operation): string {
  return documents401(operation)
    ? `\`${operation.label}\` asks for no authentication, although it documents a 401 response`
    : `\`${operation.label}\` requires no authentication`
}
