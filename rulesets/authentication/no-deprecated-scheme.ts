import { defineRule, type Operation, type SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'

export default defineRule({
  id: 'no-deprecated-scheme',
  title: 'Operations can be called with nothing but a deprecated scheme.',
  why: 'A scheme is deprecated because something is wrong with it. While callers are offered nothing else, it cannot be switched off, and what is wrong with it goes on.',
  fix: 'Offer a scheme that is not deprecated beside it, and remove the deprecated one when its callers have moved.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3.2'],
  references: {
    owasp: ['API9:2023', 'API2:2023'],
    cwe: [477],
    controls: ['AUTHN-2'],
    specifications: ['OpenAPI 3.2.0, Security Scheme Object'],
  },
  falsePositives:
    'A deprecated scheme beside another one is a migration, and is not reported. Operations that are deprecated themselves are not counted.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable }) {
    if (!scheme.deprecated) return notApplicable()
    const stuck = scheme.operations.filter(
      (operation) => !operation.deprecated && isFirstOf(scheme, operation) && !hasAnother(operation),
    )
    if (stuck.length === 0) return
    const labels = stuck.map(({ label }) => label)
    report({
      at: scheme.node.child('deprecated') ?? scheme.node,
      message: `\`${scheme.name}\` is deprecated, but ${listed(labels)} ${labels.length === 1 ? 'offers' : 'offer'} nothing else to authenticate with.`,
      operations: labels,
    })
  },
  examples: {
    bad: [
      {
        title: 'The only way in',
        format: 'oas3.2',
        text: `
security:
  - key: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key:
      type: apiKey
      in: header
      name: X-Api-Key
      deprecated: true
#                 ^^^^
`,
      },
      {
        title: 'Required by its URI, together with another, by a path item that is reached through `$ref`',
        format: 'oas3.2',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      additionalOperations:
        CANCEL:
          security:
            - '#/components/securitySchemes/key': []
              token: []
          responses:
            '204': { description: Cancelled }
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key, deprecated: true }
#                                                                 ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Beside its successor',
        format: 'oas3.2',
        text: `
security:
  - key: []
  - token: []
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key, deprecated: true }
`,
      },
      {
        title: 'Required by nothing but an operation that goes away with it, and by nothing at all',
        format: 'oas3.2',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      security: [{ key: [] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key, deprecated: true }
    older: { type: apiKey, in: query, name: key, deprecated: true }
`,
      },
    ],
  },
})

/** True where an alternative, asked for as a whole, holds nothing that is deprecated. */
function hasAnother({ security }: Operation): boolean {
  return security.alternatives.some(
    ({ requirements }) =>
      requirements.length > 0 &&
      requirements.every(({ scheme }) => scheme !== undefined && !scheme.deprecated),
  )
}

/** Of several deprecated schemes of one operation, the first speaks for it. */
function isFirstOf(scheme: SecurityScheme, { security }: Operation): boolean {
  const all = security.alternatives.flatMap(({ requirements }) => requirements)
  return all.find((each) => each.scheme?.deprecated)?.scheme === scheme
}
