import { defineRule } from '@specward/core'

export default defineRule({
  id: 'no-duplicate-key',
  title: 'A key stands twice in the same mapping.',
  why: 'Parsers keep one of the two values and drop the other without a word, and not all keep the same one. If the key is `security`, a reviewer reads one policy and the gateway enforces another.',
  fix: 'Merge the two entries, or rename or remove one.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [694],
    controls: ['INV-3'],
    specifications: ['RFC 8259, section 4', 'YAML 1.2.2, section 3.2.1.1'],
  },
  falsePositives:
    'There is no case in which two equal keys are meant. Where a tool has merged two files, either value may be the right one.',
  select: 'document',
  check(document, { report }) {
    for (const { file, node, duplicate } of document.duplicateKeys) {
      const { key, path, first, again } = duplicate
      const [line, other] = [first, again].map((span) => file.position(span.start).line)
      const where = line === other ? `twice on line ${line}` : `on line ${line} and again on line ${other}`
      report({
        at: { node, span: again },
        message: `\`${key}\` stands ${where}; only the last one counts.`,
        // by names alone: an entry of a list is not known by its index
        discriminator: [...path.filter((name) => !/^\d+$/.test(name)), key].join('/'),
        related: [{ at: { node, span: first }, message: 'First here; this value is lost.' }],
        operations: [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The second `security` takes the authentication away',
        text: `
paths:
  /orders:
    delete:
      security:
        - token: []
      responses:
        '204': { description: Deleted }
      security: []
#     ^^^^^^^^
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'In a flow mapping, and in a schema that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, description: Fine }
#                                 ^^^^^^^^^^^
        '400':
          description: Bad request
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Error' }
components:
  schemas:
    Error:
      type: object
      properties:
        code: { type: string }
        code: { type: integer }
#       ^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
host: api.example.com
schemes: [https]
schemes: [http]
#^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
channels:
  orders: {}
  orders: {}
# ^^^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: broker.example.com
    protocol: kafka-secure
    protocol: kafka
#   ^^^^^^^^
`,
      },
      {
        title: 'Overlay',
        format: 'overlay1',
        text: `
actions:
  - target: $.info
    update: { title: Orders }
    update: { title: Carts }
#   ^^^^^^
`,
      },
      {
        title: 'Arazzo',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps: []
    steps: []
#   ^^^^^
`,
      },
    ],
    good: [
      {
        title: 'The same key in two mappings',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
    put:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'A key that overrides a merged one',
        text: `
x-common: &common
  description: OK
paths:
  /orders:
    get:
      responses:
        '200':
          <<: *common
          description: Fine
`,
      },
    ],
  },
})
