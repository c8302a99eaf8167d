import { defineRule, nearest } from '@specward/core'
import { listed, readable } from '../wording.ts'

export default defineRule({
  id: 'no-undefined-security-scheme',
  title: 'A security scheme is required that is not declared.',
  why: 'Nobody can tell how to authenticate. Gateways and generators that do not know the name leave the requirement out, and with it the authentication.',
  fix: 'Correct the name, or declare the scheme under `components.securitySchemes` (OpenAPI 2.0: `securityDefinitions`).',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi2'],
  references: {
    owasp: ['API2:2023'],
    cwe: [287],
    controls: ['AUTHN-2', 'INV-3'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives: 'In OpenAPI 3.2 a requirement may name a scheme by its URI; such a scheme is looked up.',
  select: 'securityRequirement',
  check({ name, node, status }, { report, undecided, model, format }) {
    const at = { node, part: 'key' } as const
    if (status === 'unreadable') {
      return undecided({ at: node, because: `the declaration of \`${readable(name)}\` could not be read` })
    }
    if (status === 'resolved') return
    const names = model.document.schemes.map((scheme) => scheme.name)
    const probably = nearest(name, names)
    const place = format === 'oas2' ? 'securityDefinitions' : 'components.securitySchemes'
    const declared = names.length === 0 ? `There is no \`${place}\`.` : `Declared: ${listed(names, 5)}.`
    const meant = probably === undefined ? '' : ` Did you mean \`${readable(probably)}\`?`
    report({
      at,
      message: `Security scheme \`${readable(name)}\` is required, but not declared. ${declared}${meant}`,
      fix:
        probably === undefined
          ? undefined
          : {
              title: `Require \`${probably}\``,
              kind: 'suggested',
              edits: [{ node, edit: { op: 'rename', path: node.path, to: probably } }],
            },
    })
  },
  examples: {
    bad: [
      {
        title: 'A misspelt name',
        text: `
security:
  - bearerauth: []
#   ^^^^^^^^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
`,
      },
      {
        title: 'One of two that are required together, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  pathItems:
    Orders:
      post:
        security:
          - token: []
            signature: []
#           ^^^^^^^^^
        responses:
          '201': { description: Created }
`,
      },
      {
        title: 'OpenAPI 2.0: no schemes at all',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      security:
        - key: []
#         ^^^
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
    url: broker.example.com
    protocol: kafka-secure
    security:
      - sasl: []
#       ^^^^
components:
  securitySchemes:
    scram: { type: scramSha512 }
`,
      },
    ],
    good: [
      {
        title: 'Declared, and reached through `$ref`',
        text: `
security:
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { $ref: '#/components/securitySchemes/bearer' }
    bearer: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 3.2: a scheme by its URI',
        format: 'oas3.2',
        text: `
security:
  - '#/components/securitySchemes/token': []
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
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
security:
  - key: []
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  production:
    url: broker.example.com
    protocol: kafka-secure
    security:
      - scram: []
components:
  securitySchemes:
    scram: { type: scramSha512 }
`,
      },
    ],
  },
})
