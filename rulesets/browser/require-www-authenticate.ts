import { defineRule, type Operation, type Response } from '@specward/core'
import { insertHeader, labelsOf, responseHeader } from '../headers.ts'
import { counted } from '../wording.ts'
import { challenges } from './challenges.ts'

/** More responses are not changed at once. */
const MOST_EDITS = 20

export default defineRule({
  id: 'require-www-authenticate',
  title: 'A 401 response does not say how to authenticate.',
  why: 'HTTP asks for the header. By it, clients tell an expired token (`error="invalid_token"`) from a missing one and renew it, where they otherwise ask people for their password again, which phishing lives on.',
  fix: 'Send and document `WWW-Authenticate` with every 401 response: `Bearer`, or `Bearer error="invalid_token"`.',
  presets: { strict: 'hint' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [1059],
    controls: ['AUTHN-8'],
    specifications: ['RFC 9110, section 15.5.2 and section 11.6.1', 'RFC 6750, section 3'],
  },
  falsePositives:
    'Operations are judged whose effective security asks for an HTTP scheme, OAuth 2 or OpenID Connect. For API keys and cookies, no scheme is registered that the header could name. What a receiver of notifications answers is its own matter.',
  select: 'document',
  check({ operations }, { report, notApplicable, format }) {
    const own = operations.filter(
      (operation) => operation.kind === 'http' && challenges(operation) && !isReceiver(operation),
    )
    const refusing = own.flatMap((operation) =>
      refusals(operation).map((response) => ({ operation, response })),
    )
    if (refusing.length === 0) return notApplicable()
    const silent = refusing.filter(({ response }) => !responseHeader(response, 'WWW-Authenticate'))
    const [first] = silent
    if (!first) return
    const labels = labelsOf(silent.map(({ operation }) => operation))
    const responses = [...new Set(silent.map(({ response }) => response))]
    report({
      at: first.response.node,
      covers: responses.map(({ node }) => node),
      message:
        labels.length === 1
          ? `The 401 response of \`${labels[0]}\` does not document the \`WWW-Authenticate\` header that tells clients how to authenticate.`
          : `The 401 responses of ${counted(labels.length, 'operation')} do not document the \`WWW-Authenticate\` header that tells clients how to authenticate.`,
      operations: labels,
      fix:
        responses.length > MOST_EDITS
          ? undefined
          : {
              title: 'Document `WWW-Authenticate`',
              kind: 'suggested',
              edits: responses.flatMap(
                (each) =>
                  insertHeader(each, 'WWW-Authenticate', { description: 'How to authenticate.' }, format) ??
                  [],
              ),
            },
    })
  },
  examples: {
    bad: [
      {
        title: 'A response that is shared through `$ref`',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '401': { $ref: '#/components/responses/Refused' }
    post:
      responses:
        '401': { $ref: '#/components/responses/Refused' }
components:
  responses:
    Refused:
#   ^^^^^^^
      description: No valid token
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
security:
  - password: []
paths:
  /orders:
    get:
      responses:
        '401':
#       ^^^^^
          description: No valid password
          headers:
            X-Request-Id: { type: string }
`,
      },
    ],
    good: [
      {
        title: 'With the header; and a key, for which there is no challenge',
        text: `
paths:
  /orders:
    get:
      security:
        - token: []
      responses:
        '401': { description: No valid token, headers: { www-authenticate: { schema: { type: string } } } }
    post:
      security:
        - key: []
      responses:
        '401': { description: No valid key }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'What receivers of notifications answer',
        text: `
security:
  - token: []
paths:
  /your_webhook_notification_url:
    post:
      responses:
        '401': { description: No valid token }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: refused for another reason',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
security:
  - password: []
paths:
  /orders:
    get:
      responses:
        '403': { description: Not allowed }
`,
      },
    ],
  },
})

/** An operation of those who are notified, described as a path: `POST /your_webhook_notification_url`. */
function isReceiver({ path, method }: Operation): boolean {
  return (
    method === 'post' &&
    /^\/?\{?[\w-]*(?:webhook|callback|notification|sink)[\w-]*url\}?$|^\/?\{?\$request\b/i.test(path)
  )
}

function refusals({ responses }: Operation): readonly Response[] {
  return responses.flatMap(({ status, response }) => (status === '401' && response ? [response] : []))
}
