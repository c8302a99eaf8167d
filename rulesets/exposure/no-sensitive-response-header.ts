import { defineRule, type Header, type Operation, type Response } from '@specward/core'
import { withArticle } from '../wording.ts'
import { isExpected } from './issuing.ts'

export default defineRule({
  id: 'no-sensitive-response-header',
  title: 'A response header carries a credential, or data about people or their money.',
  why: 'Headers are written to the logs of proxies and gateways, shown by monitoring and kept by caches, also where bodies are not. Whoever reads one of those has the token or the data.',
  fix: 'Send the data in the body, under the same authorization as the rest, and hand out tokens only where callers sign in.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API3:2023', 'API8:2023'],
    cwe: [201, 532],
    controls: ['DATA-3', 'APIKEY-6'],
    specifications: ['RFC 9110, section 17.9'],
  },
  falsePositives:
    'Names that may stand for something else are not reported. Tokens in the headers of operations that sign in or issue tokens are left alone.',
  select: 'response',
  check(response, { report, notApplicable }) {
    if (response.headers.length === 0) return notApplicable()
    for (const header of response.headers) {
      const operations = leaking(header, response)
      const [operation] = operations
      if (!operation) continue
      const status = operation.responses.find((use) => use.response === response)?.status
      report({
        at: { node: header.node, part: 'key' },
        message: `Response header \`${header.name}\` of \`${operation.label}\`${status ? ` (\`${status}\`)` : ''} carries ${whatOf(header)}.`,
        discriminator: header.name.toLowerCase(),
        operations: operations.map(({ label }) => label).sort(),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A token that every response repeats, reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders:
      description: OK
      headers:
        X-Refresh-Token: { $ref: '#/components/headers/Text' }
#       ^^^^^^^^^^^^^^^
        X-User-Email: { schema: { type: string } }
#       ^^^^^^^^^^^^
  headers:
    Text: { schema: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0: in an error',
        format: 'oas2',
        text: `
paths:
  /payments:
    get:
      responses:
        '403':
          description: Refused
          headers:
            X-Account-Number: { type: string }
#           ^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A token at sign-in, and tokens that are none',
        text: `
paths:
  /login:
    post:
      responses:
        '200':
          description: OK
          headers:
            X-Auth-Token: { schema: { type: string } }
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            X-CSRF-Token: { schema: { type: string } }
            X-Next-Page-Token: { schema: { type: string } }
            Set-Cookie: { schema: { type: string } }
            X-Session-Expires: { schema: { type: string } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          headers:
            X-Request-Id: { type: string }
            X-Token-Type: { type: string }
`,
      },
    ],
  },
})

/** Operations of the API itself that have no reason to send what the header holds. */
function leaking({ sensitivity }: Header, { operations }: Response): readonly Operation[] {
  if (sensitivity?.confidence !== 'certain') return []
  return operations.filter(
    (operation) =>
      operation.kind === 'http' &&
      (sensitivity.dataClass !== 'credential' || !isExpected(operation, sensitivity)),
  )
}

function whatOf({ sensitivity }: Header): string {
  if (!sensitivity) return 'sensitive data'
  const { by, dataClass, term } = sensitivity
  if (by === 'policy')
    return `${dataClass === 'credential' ? 'a credential' : 'sensitive data'} by the policy`
  if (term.endsWith('authorization')) return 'a credential'
  return term.endsWith('data') || term === 'salary' ? term : withArticle(term)
}
