import { defineRule, type Operation, type SecurityScheme, type ServerExpansion } from '@specward/core'
import { listedAs } from '../wording.ts'
import { exposureOf, privateBecause, unknownBecause } from './exposure.ts'

export default defineRule({
  id: 'no-cleartext-credentials',
  title: 'An operation accepts credentials over an unencrypted connection.',
  why: 'A password, key or token that travels unencrypted can be picked up by everybody on the way and used until it is revoked. One unencrypted server is enough, even if others use HTTPS.',
  fix: 'Reach the operation over HTTPS alone. Then replace the credentials that have been sent over HTTP.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023', 'API8:2023'],
    cwe: [319, 523],
    controls: ['TRANSPORT-3'],
    specifications: ['RFC 6750, section 5.3', 'RFC 7617, section 4'],
  },
  falsePositives:
    'Schemes that prove a secret without sending it (mutual TLS, digest, message signatures) are not reported.',
  select: 'operation',
  gateway: 'tls',
  check(operation, { report, undecided, notApplicable }) {
    if (operation.kind !== 'http') return notApplicable()
    if (operation.security.kind === 'unreadable') {
      return undecided({ at: operation.node, because: 'its `security` could not be read' })
    }
    const secrets = secretsOf(operation)
    if (secrets.length === 0) return notApplicable()
    const expansions = operation.servers.flatMap((server) => server.expansions)
    const exposed = expansions.find((expansion) => exposureOf(expansion) === 'exposed')
    if (exposed)
      return report({
        at: operation.node,
        message: messageFor(operation, secrets, exposed),
        cause: exposed.decidedBy,
      })
    const inside = expansions.find((expansion) => exposureOf(expansion) === 'private')
    if (inside) return undecided({ at: operation.node, because: privateBecause(inside) })
    const open = expansions.find((expansion) => exposureOf(expansion) === 'unknown')
    if (open) return undecided({ at: operation.node, because: unknownBecause(open) })
    if (expansions.length === 0) {
      undecided({
        at: operation.node,
        because: 'no server is named, so the API is reached as its description is',
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'An API key over HTTP',
        text: `
servers:
  - url: http://api.example.com
security:
  - key: []
paths:
  /orders:
    get:
#   ^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'One of two ways in sends a secret, and one of two servers is unencrypted',
        text: `
servers:
  - url: https://api.example.com
  - url: http://legacy.example.com
paths:
  /orders:
    delete:
#   ^^^^^^
      security:
        - certificate: []
        - token: []
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
    token: { $ref: '#/components/securitySchemes/bearer' }
    bearer: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: the operation itself allows HTTP',
        format: 'oas2',
        text: `
host: api.example.com
schemes: [https]
securityDefinitions:
  basic: { type: basic }
security:
  - basic: []
paths:
  /orders:
    get:
#   ^^^
      schemes: [http]
      responses:
        '200': { description: OK }
  /invoices:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'A token over HTTPS',
        text: `
servers:
  - url: https://api.example.com
  - url: http://localhost:3000
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'HTTP, but no secret is sent',
        text: `
servers:
  - url: http://api.example.com
security:
  - digest: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /status:
    get:
      security: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    digest: { type: http, scheme: Digest }
`,
      },
      {
        title: 'The unencrypted server belongs to another operation',
        text: `
servers:
  - url: https://api.example.com
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /catalogue:
    get:
      security: []
      servers:
        - url: http://static.example.com
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'By the policy, a gateway enforces TLS: not decided',
        facts: { gateway: { tls: 'the load balancer answers on 443 alone' } },
        text: `
servers:
  - url: http://api.example.com
security:
  - key: []
paths:
  /orders:
    get:
#   ~~~
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
    ],
  },
})

/** The schemes by which callers send a secret to the operation. */
function secretsOf({ security }: Operation): readonly SecurityScheme[] {
  const schemes = security.alternatives.flatMap(({ requirements }) =>
    requirements.map(({ scheme }) => scheme),
  )
  return [...new Set(schemes)].filter((scheme) => scheme !== undefined).filter((scheme) => scheme.sendsSecret)
}

function messageFor(
  { label }: Operation,
  secrets: readonly SecurityScheme[],
  { url, host, protocol }: ServerExpansion,
): string {
  const names = listedAs(
    'or',
    secrets.map(({ name }) => name),
  )
  const over = host === '' ? `\`${protocol}\`, which \`schemes\` allows` : `\`${url}\``
  return `\`${label}\` accepts the credentials of ${names} unencrypted, over ${over}.`
}
