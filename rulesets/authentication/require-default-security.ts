import { defineRule, type Fix, type Node, type Operation } from '@specward/core'
import { insert, joined, set } from '../edits.ts'
import { changesSomething, isMeantForAnyone } from './anonymous.ts'

export default defineRule({
  id: 'require-default-security',
  title: 'An operation that says nothing of its own would be open.',
  why: 'What the root of the document requires holds for every operation that is added later. Without it, one forgotten line opens an operation to everybody, and nothing in the description looks wrong.',
  fix: 'Require at the root of the document what most operations require, and say `security: []` at those few that are meant for everybody.',
  presets: { strict: 'info', 'internal-api': 'info' },
  formats: ['oas'],
  references: { owasp: ['API2:2023', 'API5:2023'], cwe: [1188], controls: ['AUTHZ-5'] },
  falsePositives:
    'The rule is about the next operation. Where the root leaves one open that is there already, that operation is reported by `no-anonymous-write`, `no-anonymous-read` or `no-optional-authentication`, and this rule is silent.',
  select: 'document',
  gateway: 'authentication',
  check({ node, operations, schemes }, { report, notApplicable }) {
    const own = operations.filter(({ kind }) => kind === 'http')
    if (schemes.length === 0 || !own.some(({ security }) => security.kind === 'required')) {
      return notApplicable()
    }
    const list = node.child('security')
    const fault = faultOf(list)
    if (fault === undefined) return
    if (own.some(isReportedElsewhere)) return notApplicable()
    report({
      at:
        list && (list.value as readonly unknown[]).length === 0
          ? list
          : (fault.at ?? node.child('paths') ?? node),
      message: `${fault.message}. None of the operations here is wrongly open because of it, but one that is added without its own is documented as open to anyone.`,
      operations: [],
      fix: byDefault(node, own),
    })
  },
  examples: {
    bad: [
      {
        title: 'Every operation has its own, the document has none',
        text: `
paths:
#^^^^
  /orders:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ token: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'The document says that anybody may call, which no operation inherits; reached through `$ref`',
        text: `
security: []
#         ^^
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      post:
        security: [{ token: [] }]
        responses:
          '201': { description: Created }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Optional by default, where nothing but reads inherit it',
        text: `
security:
  - token: []
  - {}
#   ^^
paths:
  /articles:
    get:
      responses:
        '200': { description: OK }
    post:
      security: [{ token: [] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
#^^^^
  /orders:
    get:
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Required by default, with one exception',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /health:
    get:
      security: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'One operation was forgotten, which another rule reports',
        text: `
paths:
  /orders:
    get:
      security: [{ token: [] }]
      responses:
        '200': { description: OK }
    delete:
      responses:
        '204': { description: Deleted }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: required by the document',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** Why the root protects nothing; undefined when it does, or could not be read. */
function faultOf(list: Node | undefined): { readonly at?: Node; readonly message: string } | undefined {
  if (!list) return { message: 'The document has no default `security`' }
  if (!list.isList) return undefined
  const items = [...list.children()]
  if (items.length === 0) return { at: list, message: 'The default `security` of the document is `[]`' }
  const open = items.find((item) => item.isObject && Object.keys(item.value as object).length === 0)
  return open && { at: open, message: 'The default `security` of the document allows `{}`' }
}

/**
 * Requires at the root what most operations require, and says of each that inherits what is there today that it stays
 * as it is. Where a path item stands in another file, its operations mean the same names.
 */
function byDefault(root: Node, operations: readonly Operation[]): Fix | undefined {
  const written = operations.map(({ node }) => ({ node, own: node.child('security') }))
  const required = operations.flatMap(({ node, security }) =>
    security.kind === 'required' && !security.inherited ? (node.child('security') ?? []) : [],
  )
  const value = mostCommon(required.map((node) => node.value))
  if (value === undefined || written.some(({ node }) => node.child('$ref'))) return undefined
  const list = root.child('security')
  const today = Array.isArray(list?.value) ? list.value : []
  return joined([
    {
      title: 'Require by default what most operations require',
      kind: 'suggested',
      edits: [
        list ? set(list, value) : insert(root, 'security', value),
        ...written.flatMap(({ node, own }) => (own ? [] : [insert(node, 'security', today)])),
      ],
    },
  ])
}

function mostCommon(values: readonly unknown[]): unknown {
  const counts = new Map<string, number>()
  for (const value of values) {
    const text = JSON.stringify(value)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  return most && JSON.parse(most[0])
}

/** True where the root, as it is, opens an operation that is there already. */
function isReportedElsewhere(operation: Operation): boolean {
  const { kind, inherited } = operation.security
  if (isMeantForAnyone(operation)) return false
  if (kind === 'undeclared' || kind === 'unreadable') return true
  return inherited && (kind === 'public' || (kind === 'optional' && changesSomething(operation)))
}
