import { defineRule } from '@specward/core'
import { requires, takes, weakerPairOf } from '../authorization/ambiguous-security.ts'
import { coveredBy } from './path-groups.ts'
import { type Overlap, overlapsOf } from './path-overlaps.ts'

export default defineRule({
  id: 'no-identical-path',
  title: 'Two paths differ in the names of their parameters alone.',
  why: 'They are one and the same path, and each program chooses which of the two it takes, or refuses the description. A gateway can then check one operation, with its limits and permissions, and the server carry out the other.',
  fix: 'Merge them into one path, with one name for the parameter. Where they stand for different things, tell them apart by a fixed segment.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [436],
    controls: ['INV-3'],
    specifications: ['OpenAPI 3.1.1, Paths Object'],
  },
  falsePositives:
    'The specification forbids it whatever the methods, types and patterns. Paths on different servers are not compared, nor are those with a query or fragment, or with what frameworks write behind a name (`{id:[0-9]+}`, `{path+}`).',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    if (!document.operations.some(({ kind }) => kind === 'http')) return notApplicable()
    for (const overlap of overlapsOf(model).found) {
      const { first, second, pairs, isSame } = overlap
      if (!isSame) continue
      const concerned = pairs.length > 0 ? pairs.flat() : [...first.operations, ...second.operations]
      report({
        at: { node: second.node, part: 'key' },
        covers: coveredBy([overlap]),
        message: messageFor(overlap),
        operations: concerned.map(({ label }) => label),
        related: [{ at: { node: first.node, part: 'key' }, message: 'This is the other one.' }],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Reached through `$ref`, with other methods',
        text: `
paths:
  /orders/{id}:
    $ref: '#/components/pathItems/Order'
  /orders/{orderId}:
# ^^^^^^^^^^^^^^^^^
    delete:
      responses:
        '204': { description: Deleted }
components:
  pathItems:
    Order:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: one of them is open',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /files/{name}/{version}:
    get:
      security: [{ key: [] }]
      parameters:
        - { name: name, in: path, required: true, type: string }
        - { name: version, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /files/{file}/{revision}:
# ^^^^^^^^^^^^^^^^^^^^^^^^
    get:
      parameters:
        - { name: file, in: path, required: true, type: string }
        - { name: revision, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a fixed segment, another ending, another server, a query that tells them apart',
        text: `
servers: [{ url: 'https://api.example.com' }]
paths:
  /orders/{id}: { get: { responses: { '200': { description: OK } } } }
  /orders/latest: { get: { responses: { '200': { description: OK } } } }
  /orders/{id}.pdf: { get: { responses: { '200': { description: OK } } } }
  /orders/{id}/: { get: { responses: { '200': { description: OK } } } }
  /orders/{number}?by=number: { get: { responses: { '200': { description: OK } } } }
  /orders/{path+}: { get: { responses: { '200': { description: OK } } } }
  /orders/{name}:
    servers: [{ url: 'https://names.example.com' }]
    get: { responses: { '200': { description: OK } } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /customers/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

function messageFor(overlap: Overlap): string {
  const { first, second } = overlap
  const pair = weakerPairOf(overlap)
  const open = pair
    ? ` \`${pair.weak.label}\` ${takes(pair)}, \`${pair.strong.label}\` ${requires(pair)}: nothing says which of them counts.`
    : ''
  return `\`${second.path}\` and \`${first.path}\` are one and the same path, because names of parameters do not count.${open}`
}
