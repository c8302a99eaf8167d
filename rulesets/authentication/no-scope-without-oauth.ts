import {
  defineRule,
  type Fix,
  type Format,
  type SecurityRequirement,
  type SecurityScheme,
} from '@specward/core'
import { listed } from '../wording.ts'
import { requirementsOf } from './requirements.ts'

/** The types of scheme that know scopes. */
const SCOPED: ReadonlySet<string> = new Set(['oauth2', 'openIdConnect'])

/** A fix that is longer than this, nobody looks through. */
const MOST_EDITS = 20

/** Further places that are shown. */
const MOST_OTHERS = 5

export default defineRule({
  id: 'no-scope-without-oauth',
  title: 'Scopes are required of a scheme that has none.',
  why: 'Before OpenAPI 3.1, scopes mean something for OAuth 2.0 and OpenID Connect alone. For any other scheme tools pass over them, so what looks like a limit on who may call may be none.',
  fix: 'Empty the list. If callers have to hold a right, use OAuth 2.0 or OpenID Connect, or move to OpenAPI 3.1, where the list may name roles.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas2', 'oas3.0', 'asyncapi2'],
  references: {
    owasp: ['API5:2023'],
    cwe: [1173],
    controls: ['TOKEN-3'],
    specifications: [
      'OpenAPI 3.0.4, Security Requirement Object',
      'OpenAPI 2.0, Security Requirement Object',
      'AsyncAPI 2.6.0, Security Requirement Object',
    ],
  },
  falsePositives:
    'Some teams write down by such a list what the code checks of a bearer token. It is told once for each scheme, with all operations.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model, format }) {
    if (SCOPED.has(scheme.type)) return notApplicable()
    const wrong = requirementsOf(scheme, model).filter(({ scopes }) => scopes.length > 0)
    const [first, ...others] = wrong
    if (!first) return
    const scopes = [...new Set(wrong.flatMap((each) => each.scopes.map(({ name }) => name)))]
    report({
      at: first.scopes[0]?.node ?? first.node,
      covers: wrong.map(({ node }) => node),
      message: `\`${scheme.name}\` is ${kindOf(scheme)}, for which ${nameOf(format)} allows no scopes, yet ${listed(scopes)} ${scopes.length === 1 ? 'is' : 'are'} listed. If ${scopes.length === 1 ? 'that is an OAuth scope' : 'those are OAuth scopes'}, declare the scheme as \`oauth2\`.`,
      operations: [...new Set(wrong.flatMap((each) => each.operations.map(({ label }) => label)))],
      related: others
        .slice(0, MOST_OTHERS)
        .map(({ node }) => ({ at: { node, part: 'key' as const }, message: 'Here as well.' })),
      ...(wrong.length > MOST_EDITS ? {} : { fix: emptied(wrong) }),
    })
  },
  examples: {
    bad: [
      {
        title: 'OpenAPI 3.0: an API key, for the whole document and again for an operation',
        format: 'oas3.0',
        text: `
security:
  - key: [read]
#         ^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    delete:
      security:
        - key: [admin]
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    key: { $ref: '#/components/securitySchemes/header' }
    header: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'OpenAPI 2.0: a password',
        format: 'oas2',
        text: `
securityDefinitions:
  password: { type: basic }
paths:
  /orders:
    delete:
      security:
        - password: [admin]
#                    ^^^^^
      responses:
        '204': { description: Deleted }
`,
      },
      {
        title: 'AsyncAPI 2: at a server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: broker.example.com
    protocol: kafka-secure
    security:
      - scram: ['orders:read']
#               ^^^^^^^^^^^^^
channels: {}
components:
  securitySchemes:
    scram: { type: scramSha512 }
`,
      },
    ],
    good: [
      {
        title: 'OpenAPI 3.0: scopes of OAuth 2.0 and of OpenID Connect',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [read]
          key: []
        - oidc: [read]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    oidc: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { read: Read } }
`,
      },
      {
        title: 'OpenAPI 2.0: an empty list',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
`,
      },
    ],
  },
})

function emptied(requirements: readonly SecurityRequirement[]): Fix {
  return {
    title: requirements.length === 1 ? 'Empty the list' : 'Empty the lists',
    kind: 'suggested',
    edits: requirements.map(({ node }) => ({ node, edit: { op: 'set', path: node.path, value: [] } })),
  }
}

function nameOf(format: Format): string {
  if (format.startsWith('asyncapi')) return 'AsyncAPI 2'
  return format === 'oas2' ? 'OpenAPI 2.0' : 'OpenAPI 3.0'
}

function kindOf({ type, httpScheme }: SecurityScheme): string {
  if (type === 'apiKey' || type === 'httpApiKey') return 'an API key'
  if (type === 'http') return `HTTP ${httpScheme ?? ''}`.trim()
  return `of type \`${type}\``
}
