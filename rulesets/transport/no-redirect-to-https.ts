import { defineRule, type Model, type Response } from '@specward/core'
import { exposureOf, isExposed } from './exposure.ts'

export default defineRule({
  id: 'no-redirect-to-https',
  title: 'Unencrypted requests are redirected instead of refused.',
  why: 'By the time of the redirect, the request with its token has crossed the network in the clear. Because the client goes on to work, nobody notices that it has been set up with the wrong URL.',
  fix: 'Do not listen on plain HTTP, or answer with 403, and revoke keys that come in that way.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319],
    controls: ['TRANSPORT-1', 'TRANSPORT-3'],
    specifications: ['RFC 9110, section 15.4', 'ASVS 5.0, 4.1.2'],
  },
  falsePositives: 'For pages that people open in a browser, redirecting them is right.',
  select: 'response',
  gateway: 'tls',
  check(response, { report, notApplicable, model }) {
    if (!hasPlaintext(model)) return notApplicable()
    const operations = response.operations.filter(
      ({ kind, servers, responses }) =>
        kind === 'http' &&
        responses.some((use) => use.response === response && /^30[12378]$|^3XX$/.test(use.status)) &&
        servers.some(isExposed),
    )
    if (operations.length === 0) return notApplicable()
    if (!leadsToHttps(response)) return
    const [first] = operations
    const what = operations.length === 1 && first ? `\`${first.label}\`` : `${operations.length} operations`
    report({
      at: response.node,
      message: `Over plain HTTP, ${what} answer${operations.length === 1 ? 's' : ''} with a redirect to HTTPS, after the request has been sent in the clear.`,
      operations: operations.map(({ label }) => label),
    })
  },
  examples: {
    bad: [
      {
        title: 'The description says so',
        text: `
servers:
  - url: http://api.acme.com
  - url: https://api.acme.com
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
        '301': { description: Use HTTPS }
#       ^^^^^
`,
      },
      {
        title: 'The `Location` header, in a response that is shared through `$ref`',
        text: `
servers: [{ url: http://api.acme.com }]
paths:
  /orders:
    get:
      responses:
        '308': { $ref: '#/components/responses/Moved' }
    post:
      responses:
        '308': { $ref: '#/components/responses/Moved' }
components:
  responses:
    Moved:
#   ^^^^^
      description: Moved
      headers:
        Location:
          schema: { type: string, format: uri }
          example: https://api.acme.com/orders
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
host: api.acme.com
schemes: [http, https]
paths:
  /orders:
    get:
      responses:
        '307': { description: To the https address }
#       ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a redirect to another resource',
        text: `
servers: [{ url: http://api.acme.com }]
paths:
  /orders/latest:
    get:
      responses:
        '302': { description: To the latest order }
`,
      },
      {
        title: 'There is no unencrypted server',
        text: `
servers: [{ url: https://api.acme.com }]
paths:
  /downloads:
    get:
      responses:
        '302':
          description: To the file
          headers:
            Location: { schema: { type: string }, example: 'https://files.acme.com/1' }
`,
      },
    ],
  },
})

const withPlaintext = new WeakMap<Model, boolean>()

function hasPlaintext(model: Model): boolean {
  let known = withPlaintext.get(model)
  if (known === undefined) {
    known = model.select('server').some((expansion) => exposureOf(expansion) === 'exposed')
    withPlaintext.set(model, known)
  }
  return known
}

function leadsToHttps({ node, headers }: Response): boolean {
  if (/\bhttps\b|\bTLS\b|\bSSL\b/i.test(node.child('description')?.string ?? '')) return true
  const location = headers.find(({ name }) => name.toLowerCase() === 'location')
  if (!location) return false
  return (
    /\bhttps\b/i.test(location.description ?? '') ||
    location.values.some(({ string = '' }) => /^https:\/\//i.test(string))
  )
}
