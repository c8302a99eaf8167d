import { defineRule, type Operation } from '@specward/core'
import { isLocal } from '../local.ts'
import { documents429, insert429, takesCredentials } from './too-many-requests.ts'

export default defineRule({
  id: 'require-rate-limit-on-login',
  title: 'Nothing shows that guessing credentials is slowed down.',
  why: 'Sign-in, token, registration, reset and verification operations are where passwords and codes are tried out by the million. Without a limit, a six-digit code falls within hours.',
  fix: 'Limit attempts by account and by address, and document the 429 response with `Retry-After`. A `default` response does not count, because it stands for every other error as well.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API4:2023'],
    cwe: [307],
    controls: ['AUTHN-7', 'RATE-1'],
    specifications: ['RFC 6585, section 4'],
  },
  falsePositives: 'Where a gateway limits requests, say so under `policy.gateway`.',
  select: 'operation',
  gateway: 'rateLimits',
  check(operation, { report, notApplicable, format, model }) {
    if (!takesCredentials(operation) || isLocal(model.document)) return notApplicable()
    if (documents429(operation)) return
    const insert = insert429(operation, format)
    report({
      at: operation.node,
      message: `\`${operation.label}\` documents no 429 response, so nothing shows that ${attackOn(operation)} is slowed down.`,
      fix: insert && { title: 'Add a 429 response', kind: 'suggested', edits: [insert] },
    })
  },
  examples: {
    bad: [
      {
        title: 'A login without limit',
        text: `
paths:
  /login:
    post:
#   ^^^^
      responses:
        '200': { description: OK }
        '401': { description: Unknown user or wrong password }
`,
      },
      {
        title: '`default` shows nothing; the path item is reached through `$ref`',
        text: `
paths:
  /password/reset:
    $ref: '#/components/pathItems/Reset'
components:
  pathItems:
    Reset:
      post:
#     ^^^^
        responses:
          '204': { description: Sent }
          default: { description: Something went wrong }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /oauth/token:
    post:
#   ^^^^
      responses:
        '200':
          description: OK
`,
      },
    ],
    good: [
      {
        title: 'A 429 response, reached through `$ref`',
        text: `
paths:
  /login:
    post:
      responses:
        '200': { description: OK }
        '429': { $ref: '#/components/responses/TooMany' }
components:
  responses:
    TooMany: { description: Too many attempts }
`,
      },
      {
        title: 'A range that covers it; and operations that take no credentials',
        text: `
paths:
  /login:
    post:
      responses:
        '200': { description: OK }
        4XX: { description: Refused }
  /logins:
    get:
      responses:
        '200': { description: OK }
  /login/page:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /oauth/token:
    post:
      responses:
        '200': { description: OK }
        '429': { description: Too many attempts }
`,
      },
      {
        title: 'By the policy, a gateway limits requests: not decided',
        facts: { gateway: { rateLimits: '5 attempts a minute for each account' } },
        text: `
paths:
  /login:
    post:
#   ~~~~
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

function attackOn({ classes }: Operation): string {
  return classes.size === 1 && classes.has('register') ? 'registering in bulk' : 'guessing'
}
