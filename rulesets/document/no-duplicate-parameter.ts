import { defineRule, type Node } from '@specward/core'
import { type ListedParameter, parameterListsOf } from './parameter-lists.ts'

export default defineRule({
  id: 'no-duplicate-parameter',
  title: 'A list of parameters has two of the same name and place.',
  why: 'Only one of the two can count, and each program chooses on its own: a gateway checks the limits of the one, and the server those of the other.',
  fix: 'Keep the definition that is meant, and remove the other.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [235],
    controls: ['INPUT-1', 'INV-3'],
    specifications: ['OpenAPI 3.1.1, Parameter Object', 'RFC 9110, section 5.1'],
  },
  falsePositives:
    'Names of header fields are compared without case, because HTTP does. A parameter of an operation that replaces the one of its path is fine, and the purpose of the two lists. In OpenAPI 2.0, `spec-conformance` reports names that are written alike, and this rule those that differ in case.',
  select: 'document',
  check(_, { report, notApplicable, model, format }) {
    const lists = parameterListsOf(model)
    if (lists.length === 0) return notApplicable()
    for (const { owner, parameters } of lists) {
      const seen = new Map<string, ListedParameter>()
      for (const parameter of parameters) {
        const { name, place, node } = parameter
        const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`
        const first = seen.get(key)
        if (!first) seen.set(key, parameter)
        else if (format !== 'oas2' || first.name !== name) {
          report({
            at: nameOf(node),
            covers: [key],
            message: `\`${owner}\` has two ${place} parameters \`${name}\`${first.name === name ? '' : `, because the case of header names does not count`}.`,
            discriminator: owner,
            related: [{ at: nameOf(first.node), message: 'This is the other one.' }],
          })
        }
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'One of them reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - $ref: '#/components/parameters/Limit'
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '200': { description: OK }
components:
  parameters:
    Limit: { name: limit, in: query, schema: { type: integer } }
`,
      },
      {
        title: 'OpenAPI 2.0: a header field, written in two ways',
        format: 'oas2',
        text: `
paths:
  /orders:
    parameters:
      - { name: X-Tenant, in: header, type: string, maxLength: 20 }
      - { name: x-tenant, in: header, type: string }
#               ^^^^^^^^
    get:
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: replaced by the operation, in another place, in another case',
        text: `
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: limit, in: query, schema: { type: integer } }
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: Limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: limit, in: header, schema: { type: integer, maximum: 100 } }
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: limit, in: query, type: integer }
        - { name: offset, in: query, type: integer }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** The name as it is written, or the reference to it. */
function nameOf(node: Node): Node {
  return node.child('$ref') ?? node.child('name') ?? node
}
