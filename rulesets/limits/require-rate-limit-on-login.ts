import { defineRule, type Operation } from '@specward/core'
import { responseFix } from '../errors/response-fix.ts'
import { isLocal, LOCAL } from '../local.ts'
import { documents429, takesCredentials, tooManyRequests } from './too-many-requests.ts'

export default defineRule({
  id: 'require-rate-limit-on-login',
  title: 'Nothing shows that guessing credentials is slowed down.',
  why: 'Sign-in, token, registration, reset and verification operations are where passwords and codes are tried out by the million. Without a limit, a six-digit code falls within hours.',
  fix: 'Limit attempts by account and by address, and document the 429 response with `Retry-After`. Header fields that show a quota count as well, and so does a response that covers 429 (`4XX`, `default`).',
  presets: { recommended: 'warn', strict: 'warn', 'internal-api': 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API4:2023'],
    cwe: [307],
    controls: ['AUTHN-7', 'RATE-1'],
    specifications: ['RFC 6585, section 4'],
  },
  falsePositives:
    'Exchanging a code under the secret of a program is not judged: neither can be guessed. Where credentials of another system are checked (those of a registry), it is left undecided. Where a gateway limits requests, say so under `policy.gateway`.',
  select: 'operation',
  gateway: 'rateLimits',
  check(operation, { report, undecided, notApplicable, format, model }) {
    if (!takesCredentials(operation)) return notApplicable()
    if (documents429(operation)) return
    if (isLocal(model.document)) return undecided({ at: operation.node, because: LOCAL })
    if (isOfOthers(operation)) {
      return undecided({
        at: operation.node,
        because: 'the credentials are those of another system, which may slow down guessing itself',
      })
    }
    report({
      at: operation.node,
      message: `\`${operation.label}\` documents no 429 response: clients are not told what happens after too many ${whatIn(operation)}.`,
      fix: responseFix([operation], model.document.operations, ['429'], 'suggested', () =>
        tooManyRequests(model.document, format),
      ),
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
        title: 'Sending a link in bulk; the path item is reached through `$ref`',
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
          '400': { description: Something went wrong }
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
        title: 'Near miss: a quota, and a response for all that is not listed',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
          description: OK
          headers: { X-Rate-Limit: { description: Calls per hour, schema: { type: integer } } }
  /register:
    post:
      responses:
        '201': { description: Created }
        default: { description: Something went wrong }
`,
      },
      {
        title: 'Near miss: a code of an authorization server, under the secret of the program',
        text: `
paths:
  /oauth/token:
    get:
      parameters:
        - { name: client_id, in: query, schema: { type: string } }
        - { name: client_secret, in: query, schema: { type: string } }
        - { name: code, in: query, schema: { type: string } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Credentials of another system: not decided',
        text: `
paths:
  /auth:
    post:
#   ~~~~
      summary: Check the credentials for a registry
      responses:
        '200': { description: OK }
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

/** What an attacker does many times: guessing, having messages sent, or registering. */
function whatIn(operation: Operation): string {
  const { classes, path, summary = '', description = '' } = operation
  if (classes.size === 1 && classes.has('register')) return 'registrations'
  const isSending =
    /[:/_.-](?:start|send|resend|request|initiate|forgot(?:[-_]?password)?)$/i.test(path) ||
    [summary, description].some((text) => /^(?:re-?)?sends?\b/i.test(text.trim()))
  return isSending ? 'requests to send a code or link' : 'attempts'
}

/** A client of other systems checks what they have given out: `docker login` for a registry. */
function isOfOthers({ summary = '', description = '' }: Operation): boolean {
  return /\bcredentials (?:for|of) (?:an?|another|the remote|a remote|an external) (?:[a-z]+ )?(?:registry|service|system|server|provider|repository)\b/i.test(
    `${summary} ${description}`,
  )
}
