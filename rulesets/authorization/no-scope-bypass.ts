import { defineRule, type Fix, type SecurityRequirement } from '@specward/core'
import { listed } from '../wording.ts'
import { type Alternative, alternativeOf, alternativesBeside, demandOf, isLess } from './alternatives.ts'

export default defineRule({
  id: 'no-scope-bypass',
  title: 'An alternative asks for less of the same scheme, so a scope protects nothing.',
  why: 'The alternatives under `security` are joined by OR. Where one of them is satisfied by fewer scopes or roles of the same scheme, nobody needs the others, and what they ask for on top is not required.',
  fix: 'Remove the alternative that asks for less. If all of the scopes are needed, write them into one list.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi2'],
  references: {
    owasp: ['API5:2023'],
    cwe: [863],
    controls: ['TOKEN-3'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'Where a broader scope includes a narrower one at the server, write each as an alternative of its own: neither then covers the other. An operation that shows more to holders of more scopes is better described by what it asks for at least.',
  select: 'securityRequirement',
  check(requirement, { report, notApplicable, format }) {
    const alternatives = alternativesBeside(requirement, format)
    if (alternatives.length < 2) return notApplicable()
    const own = alternativeOf(requirement, format)
    if (!own) return notApplicable()
    const bypassed = alternatives.filter((other) => other !== own && isBypassed(requirement, own, other))
    const [first] = bypassed
    if (!first) return
    report({
      at: { node: requirement.node, part: 'key' },
      message: messageFor(requirement, own, first),
      related: bypassed.map(({ node }) => ({ at: node, message: 'This alternative asks for more.' })),
      fix: fixFor(own),
    })
  },
  examples: {
    bad: [
      {
        title: 'Without the scope, it works as well',
        text: `
paths:
  /orders:
    delete:
      security:
        - oauth: ['orders:write']
        - oauth: []
#         ^^^^^
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:write': Change orders }
`,
      },
      {
        title:
          'Fewer scopes suffice; inherited from the document, in a path item that is reached through `$ref`',
        text: `
security:
  - login: [orders]
#   ^^^^^
  - login: [orders, billing]
    key: []
paths:
  /invoices:
    $ref: '#/components/pathItems/Invoices'
components:
  pathItems:
    Invoices:
      get:
        responses:
          '200': { description: OK }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    login: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { read: Read, admin: Administer }
paths:
  /orders:
    get:
      security:
        - oauth: [read, admin]
        - oauth: [read]
#         ^^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: at a server',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: wss://events.example.com
    protocol: wss
    security:
      - oauth: [orders]
      - oauth: []
#       ^^^^^
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
    good: [
      {
        title: 'Scopes of which neither covers the other, and another scheme',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: ['orders:read', clerk]
        - oauth: ['orders:read', auditor]
        - key: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, clerk: For clerks, auditor: For auditors }
`,
      },
      {
        title: 'A second scheme that may stand beside the first, and the same demand twice',
        text: `
paths:
  /orders:
    get:
      security:
        - key: []
        - key: []
          token: []
        - key: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: fewer scopes, but of another scheme',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { read: R, admin: A } }
  partner: { type: oauth2, flow: application, tokenUrl: 'https://id.example.org/token', scopes: { read: R } }
paths:
  /orders:
    get:
      security:
        - oauth: [read, admin]
        - partner: [read]
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2: two servers that ask for different scopes',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: 'wss://events.example.com', protocol: wss, security: [{ oauth: [orders] }] }
  trial: { url: 'wss://trial.example.com', protocol: wss, security: [{ oauth: [] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
  },
})

/** Whether `own` does without scopes of this very scheme that `other` asks for. */
function isBypassed(requirement: SecurityRequirement, own: Alternative, other: Alternative): boolean {
  if (!isLess(demandOf(own.requirements), demandOf(other.requirements))) return false
  return missingScopes(requirement, other).length > 0
}

function missingScopes(requirement: SecurityRequirement, other: Alternative): readonly string[] {
  const same = other.requirements.filter(({ name }) => name === requirement.name)
  const wanted = same.flatMap(({ scopes }) => scopes.map((scope) => scope.name))
  return wanted.filter((name) => !requirement.scopes.some((scope) => scope.name === name))
}

function messageFor(requirement: SecurityRequirement, own: Alternative, other: Alternative): string {
  const { name, scopes, operations } = requirement
  const scheme =
    scopes.length === 0
      ? `\`${name}\` without any scope`
      : `\`${name}\` with ${listed(scopes.map((scope) => scope.name))}`
  const beside = own.requirements.filter((each) => each !== requirement).map((each) => each.name)
  const suffices = [scheme, ...(beside.length > 0 ? [`together with ${listed(beside)}`] : [])].join(' ')
  const [operation] = operations
  const more = operations.length - 1
  const where = `\`${operation?.label}\`${more > 0 ? ` and ${more} more` : ''}`
  return `${suffices} suffices for ${where}, so nobody needs ${listed(missingScopes(requirement, other))}, which another alternative asks for.`
}

function fixFor({ node }: Alternative): Fix {
  return {
    title: 'Remove the alternative that asks for less',
    kind: 'suggested',
    edits: [{ node, edit: { op: 'remove', path: node.path } }],
  }
}
