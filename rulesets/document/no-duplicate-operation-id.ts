import { defineRule, type Operation } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'no-duplicate-operation-id',
  title: 'Several operations have the same `operationId`.',
  why: 'Gateways, policies and generated code know operations by this name. Where two have it, a permission that was meant for one is applied to the other, or one of them is left out.',
  fix: 'Give each operation a name of its own.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas3', 'asyncapi2'],
  references: {
    owasp: ['API5:2023'],
    cwe: [694],
    controls: ['INV-3', 'TEST-2'],
    specifications: ['OpenAPI 3.1.1, Operation Object', 'AsyncAPI 2.6.0, Operation Object'],
  },
  falsePositives:
    'Webhooks and callbacks count as well. A path item that stands under several paths by `$ref` is written once, and is not reported. In OpenAPI 2.0, `spec-conformance` reports the same; in AsyncAPI 3, names of operations are keys, which `no-duplicate-key` looks after.',
  select: 'document',
  check({ operations }, { report, notApplicable }) {
    const named = byId(operations)
    if (named.size === 0) return notApplicable()
    for (const [id, same] of named) {
      // the one that is spared is the same wherever the others stand
      const [first, ...others] = same.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      for (const operation of first ? others : []) {
        report({
          at: operation.node.child('operationId') ?? operation.node,
          message: `\`${operation.label}\` has the \`operationId\` \`${id}\`, and so has ${listed([first?.label ?? ''])}.`,
          operations: [operation.label],
          discriminator: operation.identity,
          related: first
            ? [
                {
                  at: first.node.child('operationId') ?? first.node,
                  message: `\`${first.label}\` has it first.`,
                },
              ]
            : [],
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'In a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      operationId: list
      responses:
        '200': { description: OK }
  /suppliers:
    $ref: '#/components/pathItems/Suppliers'
components:
  pathItems:
    Suppliers:
      get:
        operationId: list
#                    ^^^^
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'A webhook',
        text: `
paths:
  /orders:
    post:
      operationId: ordered
      responses:
        '201': { description: Created }
webhooks:
  ordered:
    post:
      operationId: ordered
#                  ^^^^^^^
      responses:
        '204': { description: Received }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      operationId: order
      message: { payload: { type: object } }
    subscribe:
      operationId: order
#                  ^^^^^
      message: { payload: { type: object } }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: another case, none at all, and one path item under two paths',
        text: `
paths:
  /orders:
    get: { operationId: list, responses: { '200': { description: OK } } }
    put: { responses: { '200': { description: OK } } }
    post: { operationId: List, responses: { '200': { description: OK } } }
  /v1/customers:
    $ref: '#/components/pathItems/Customers'
  /customers:
    $ref: '#/components/pathItems/Customers'
components:
  pathItems:
    Customers:
      get: { operationId: customers, responses: { '200': { description: OK } } }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      operationId: order
      message: { payload: { type: object } }
    subscribe:
      operationId: ordered
      message: { payload: { type: object } }
`,
      },
    ],
  },
})

/** Operations by their names, each that is written once. */
function sortKey({ path, identity }: Operation): string {
  return `${path} ${identity}`
}

function byId(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const seen = new Set<Operation['node']>()
  const named = new Map<string, Operation[]>()
  for (const operation of operations) {
    const { operationId, node } = operation
    if (operationId === undefined || operationId === '' || seen.has(node)) continue
    seen.add(node)
    const same = named.get(operationId)
    if (same) same.push(operation)
    else named.set(operationId, [operation])
  }
  return named
}
