import {
  defineRule,
  type Operation,
  type RuleReport,
  type SecurityScheme,
  type ServerExpansion,
} from '@specward/core'
import { operationsWords } from '../authentication/naming.ts'
import { listedAs } from '../wording.ts'
import { type Line, linesOf } from './cleartext-lines.ts'
import { exposureOf, privateBecause, unknownBecause } from './exposure.ts'
import { secureServers } from './secure-url.ts'

export default defineRule({
  id: 'no-cleartext-credentials',
  title: 'Credentials are accepted over an unencrypted connection.',
  why: 'A password, key or token that travels unencrypted can be picked up by everybody on the way and used until it is revoked. One unencrypted server is enough, even if others use HTTPS.',
  fix: 'Offer the operations over HTTPS alone. Then replace the credentials that have been sent over HTTP.',
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
  select: 'document',
  gateway: 'tls',
  check(document, { report, undecided, notApplicable }) {
    const sent = new Map<Operation, readonly SecurityScheme[]>()
    for (const operation of document.operations) {
      if (operation.kind !== 'http') continue
      if (operation.security.kind === 'unreadable') {
        undecided({ at: operation.node, because: 'its `security` could not be read' })
      }
      const secrets = secretsOf(operation)
      if (secrets.length > 0) sent.set(operation, secrets)
    }
    if (sent.size === 0) return notApplicable()
    const { exposed, doubtful } = linesOf(sent)
    for (const line of exposed.values()) report(findingFor(line))
    for (const { expansion } of doubtful.values()) {
      const because = exposureOf(expansion) === 'private' ? privateBecause : unknownBecause
      undecided({ at: expansion.decidedBy, because: because(expansion) })
    }
    if ([...sent.keys()].some(({ servers }) => servers.every(({ expansions }) => expansions.length === 0))) {
      undecided({
        at: document.node.child('paths') ?? document.node,
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
#        ^^^^^^^^^^^^^^^^^^^^^^
security:
  - key: []
paths:
  /orders:
    get:
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
#        ^^^^^^^^^^^^^^^^^^^^^^^^^
paths:
  /orders:
    delete:
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
        title: 'OpenAPI 2.0: operations allow HTTP each for itself; said once',
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
      schemes: [http]
#               ^^^^
      responses:
        '200': { description: OK }
    post:
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
#        ~~~~~~~~~~~~~~~~~~~~~~
security:
  - key: []
paths:
  /orders:
    get:
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

/** Places that are shown. */
const MOST_RELATED = 5

function findingFor({ expansion, others, expansions, schemes, operations }: Line): RuleReport {
  const { url, decidedBy, server } = expansion
  const called = [...operations]
  const isSaidByEach = server.level === 'operation'
  return {
    at: decidedBy,
    message: messageFor(expansion, [...schemes], called),
    // of operations that say it each for themselves, every one has to change
    cause: isSaidByEach ? undefined : decidedBy,
    // whichever of them it points at
    ...(isSaidByEach ? { covers: [decidedBy, ...others] } : {}),
    discriminator: url,
    operations: called.map(({ label }) => label),
    fix: secureServers([...expansions]),
    related: [
      ...[...others]
        .slice(0, MOST_RELATED)
        .map((node) => ({ at: node, message: 'Here it is allowed as well.' })),
      ...[...schemes]
        .slice(0, MOST_RELATED)
        .map(({ node, name }) => ({ at: node, message: `\`${name}\` sends a secret with each call.` })),
    ],
  }
}

function messageFor(
  { url, host, protocol }: ServerExpansion,
  schemes: readonly SecurityScheme[],
  operations: readonly Operation[],
): string {
  const names = listedAs(
    'or',
    schemes.map(({ name }) => name),
  )
  const by = host === '' ? `\`schemes\` allows \`${protocol}\`, which carries` : `\`${url}\` takes`
  return `${by} the credentials of ${names} unencrypted, in calls of ${operationsWords(operations)}.`
}
