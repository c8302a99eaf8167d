import { type ApiDocument, defineRule, type Fix, type FixEdit, type Node } from '@specward/core'
import { type Misplaced, misplacedIn } from './misplaced-security.ts'

export default defineRule({
  id: 'no-misplaced-security',
  title: 'What is written about security stands where nothing reads it.',
  why: 'Tools look for `security` and for security schemes in a few places, under exact names, and pass over the rest without a word. What was meant to be protected is open, and the description looks as if it were not.',
  fix: 'Write `security` into each operation, or into the root of the document (AsyncAPI: into each server or operation), and schemes under `components.securitySchemes` (OpenAPI 2.0: `securityDefinitions`).',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API2:2023'],
    cwe: [306],
    controls: ['AUTHN-1', 'AUTHN-2'],
    specifications: ['OpenAPI 3.1.1, OpenAPI Object and Operation Object', 'AsyncAPI 3.0.0, Server Object'],
  },
  falsePositives:
    'Only what has the shape of security requirements or schemes is reported. Extensions (`x-`) are left alone. Schemes that are declared in the right place as well do no harm and are not reported.',
  select: 'document',
  check(document, { report, model }) {
    for (const misplaced of misplacedIn(model)) {
      if (isLeftover(misplaced, document)) continue
      const holder = misplaced.node.parent
      const operations = document.operations.filter(({ node }) => node === holder || node.parent === holder)
      report({
        at: { node: misplaced.node, part: 'key' },
        message: messageFor(misplaced, document),
        cause: misplaced.node,
        operations: operations.map(({ label }) => label),
        fix: fixFor(misplaced, document),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'For a whole path, reached through `$ref`: OpenAPI knows no such thing',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  pathItems:
    Orders:
      security:
#     ^^^^^^^^
        - token: []
      get:
        responses:
          '200': { description: OK }
      delete:
        responses:
          '204': { description: Deleted }
`,
      },
      {
        title: 'Misspelt, and under another item',
        text: `
Security: [{ token: [] }]
#^^^^^^^
paths:
  /orders:
    get:
      securtiy:
#     ^^^^^^^^
        - token: []
      responses:
        '200':
          description: OK
          security: [{ token: [] }]
#         ^^^^^^^^
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Schemes as OpenAPI 2.0 has them',
        text: `
security:
  - token: []
securityDefinitions:
#^^^^^^^^^^^^^^^^^^
  token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Schemes among the schemas',
        text: `
components:
  schemas:
    securitySchemes:
#   ^^^^^^^^^^^^^^^
      token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: schemes as OpenAPI 3 has them',
        format: 'oas2',
        text: `
paths: {}
components:
  securitySchemes:
# ^^^^^^^^^^^^^^^
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'AsyncAPI 2: at a channel and at the root',
        format: 'asyncapi2',
        text: `
security: [{ key: [] }]
#^^^^^^^
channels:
  orders:
    security: [{ key: [] }]
#   ^^^^^^^^
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    key: { type: userPassword }
`,
      },
      {
        title: 'AsyncAPI 3: at the root, and misspelt at a server',
        format: 'asyncapi3',
        text: `
security:
#^^^^^^^
  - type: userPassword
servers:
  production:
    host: broker.example.com
    protocol: kafka-secure
    securities:
#   ^^^^^^^^^^
      - type: userPassword
`,
      },
    ],
    good: [
      {
        title: 'In the right places; other things that are called so',
        text: `
security:
  - token: []
x-security:
  - token: []
paths:
  /orders:
    x-security: [{ token: [] }]
    get:
      security: [{ token: [] }]
      parameters:
        - { name: security, in: query, schema: { type: string } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { $ref: '#/components/schemas/security' }
              example: { security: [{ token: [] }] }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    security: { type: object, properties: { severity: { type: string } } }
    securitySchemes: { type: object }
`,
      },
      {
        title: 'What OpenAPI 2.0 calls it, left over beside the right one',
        text: `
security:
  - token: []
securityDefinitions:
  token: { type: http, scheme: bearer }
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
security:
  - key: []
definitions:
  security: { type: object }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: broker.example.com, protocol: kafka-secure, security: [{ key: [] }] }
components:
  securitySchemes:
    key: { type: userPassword }
`,
      },
    ],
  },
})

/** True for schemes that the right place declares as well. */
function isLeftover({ node, what }: Misplaced, { schemes }: ApiDocument): boolean {
  const names = new Set(schemes.map(({ name }) => name))
  return what === 'schemes' && [...node.children()].every(({ key }) => names.has(key))
}

function messageFor({ node, what, meant, place }: Misplaced, { format }: ApiDocument): string {
  const isAsync = format.startsWith('asyncapi')
  if (meant !== undefined) {
    const where = place.startsWith('`') && what === 'requirement' ? `of ${place}` : `in ${place}`
    return `\`${node.key}\` ${where} is read by nothing. Did you mean \`${meant}\`?`
  }
  if (what === 'schemes') {
    const right = format === 'oas2' ? '`securityDefinitions`' : '`components.securitySchemes`'
    return `\`${node.key}\` in ${place} is read by nothing: security schemes are declared under ${right}.`
  }
  const right = isAsync ? 'servers and operations' : 'operations and at the root'
  return `\`security\` of ${place} is read by nothing: it counts in ${right} alone.`
}

function fixFor(misplaced: Misplaced, document: ApiDocument): Fix | undefined {
  const { node, what, meant } = misplaced
  if (meant !== undefined) {
    if (node.parent?.child(meant)) return undefined
    const edit = { op: 'rename', path: node.path, to: meant } as const
    return { title: `Rename to \`${meant}\``, kind: 'suggested', edits: [{ node, edit }] }
  }
  return what === 'schemes' ? moveSchemes(node, document) : moveToOperations(node, document)
}

/** To the operations of the path that have no `security` of their own. */
function moveToOperations(node: Node, { operations, format }: ApiDocument): Fix | undefined {
  const item = node.parent
  const inItem = operations.filter((operation) => operation.node.parent === item)
  if (format.startsWith('asyncapi3') || !item || inItem.length === 0) return undefined
  const edits: FixEdit[] = inItem
    .filter((operation) => !operation.node.child('security') && !operation.node.child('$ref'))
    .map((operation) => ({
      node: operation.node,
      edit: { op: 'insert', path: operation.node.path, key: 'security', value: node.value },
    }))
  edits.push({ node, edit: { op: 'remove', path: node.path } })
  return { title: 'Move it into the operations', kind: 'suggested', edits }
}

/** To where schemes are declared, when nothing stands there. */
function moveSchemes(node: Node, { node: root, format }: ApiDocument): Fix | undefined {
  const isOas2 = format === 'oas2'
  const home = isOas2 ? root : root.child('components')
  const key = isOas2 ? 'securityDefinitions' : 'securitySchemes'
  if (home?.child(key) || (home && !home.isObject)) return undefined
  const remove: FixEdit = { node, edit: { op: 'remove', path: node.path } }
  const insert: FixEdit = home
    ? { node: home, edit: { op: 'insert', path: home.path, key, value: node.value } }
    : { node: root, edit: { op: 'insert', path: [], key: 'components', value: { [key]: node.value } } }
  const title = `Move it to \`${isOas2 ? key : `components.${key}`}\``
  return { title, kind: 'suggested', edits: [insert, remove] }
}
