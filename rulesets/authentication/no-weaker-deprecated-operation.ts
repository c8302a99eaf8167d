import { defineRule } from '@specward/core'
import { placeOf, wordsOf } from '../authorization/alternatives.ts'
import { weakerLeftovers } from './outliers.ts'

export default defineRule({
  id: 'no-weaker-deprecated-operation',
  title: 'A deprecated operation takes less than the one that has replaced it.',
  why: 'The new version was given a stronger way in for a reason. As long as the old one answers, an attacker uses that, and what the new one asks for protects nothing.',
  fix: 'Ask the same of the old operation as of the new one until it is switched off, or switch it off now.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: { owasp: ['API2:2023', 'API9:2023'], cwe: [1390, 477], controls: ['LIFE-3'] },
  falsePositives:
    'An operation replaces another where method and path are the same but for the version in the path. Ways in are compared by scheme and scopes; whether a scope of another name allows less, only its words tell. Where the deprecated one is open to all, the rules about anonymous access speak.',
  select: 'operation',
  check(operation, { report, notApplicable, model }) {
    if (operation.kind !== 'http' || !operation.deprecated) return notApplicable()
    if (operation.security.kind !== 'required') return notApplicable()
    const found = weakerLeftovers(model.document).get(operation)
    if (!found) return
    const { operation: other, weak } = found
    const { inherited } = operation.security
    const ways = other.security.alternatives.map(({ requirements }) => wordsOf(requirements)).join(' or ')
    report({
      at: inherited ? operation.node : placeOf(weak),
      message: `\`${operation.label}\` is deprecated, but ${wordsOf(weak.requirements)} still opens it: \`${other.label}\` takes ${ways}.`,
      cause: inherited ? weak.node : undefined,
      related: [
        {
          at: other.security.inherited ? other.node : (other.security.decidedBy ?? other.node),
          message: `What \`${other.label}\` requires.`,
        },
      ],
    })
  },
  examples: {
    bad: [
      {
        title: 'The old version takes the password itself; in a path item behind `$ref`',
        text: `
paths:
  /v1/orders: { $ref: '#/components/pathItems/OldOrders' }
  /v2/orders:
    post:
      security: [{ token: [] }]
      responses:
        '201': { description: Created }
components:
  pathItems:
    OldOrders:
      post:
        deprecated: true
        security: [{ password: [] }]
#                    ^^^^^^^^
        responses:
          '201': { description: Created }
  securitySchemes:
    token: { type: http, scheme: bearer }
    password: { type: http, scheme: basic }
`,
      },
      {
        title: 'OpenAPI 2.0: the old version takes no scope',
        format: 'oas2',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      security: [{ login: [] }]
#                  ^^^^^
      responses:
        '200': { description: OK }
  /v2/orders:
    get:
      security: [{ login: [orders] }]
      responses:
        '200': { description: OK }
securityDefinitions:
  login:
    type: oauth2
    flow: application
    tokenUrl: https://id.example.com/token
    scopes: { orders: Orders }
`,
      },
    ],
    good: [
      {
        title: 'Both take the same',
        text: `
security: [{ token: [] }]
paths:
  /v1/orders:
    get:
      deprecated: true
      responses:
        '200': { description: OK }
  /v2/orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Near miss: what is weaker is the new one, or another resource',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      security: [{ token: [] }]
      responses:
        '200': { description: OK }
  /v2/orders:
    get:
      security: [{ password: [] }]
      responses:
        '200': { description: OK }
  /v1/customers:
    get:
      deprecated: true
      security: [{ password: [] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    password: { type: http, scheme: basic }
`,
      },
    ],
  },
})
