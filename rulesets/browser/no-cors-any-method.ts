import { type ApiDocument, defineRule, type Operation } from '@specward/core'
import { labelsOf } from '../headers.ts'
import { counted } from '../wording.ts'
import { type CorsPolicy, type CorsValue, corsPolicies } from './cors.ts'

export default defineRule({
  id: 'no-cors-any-method',
  title: 'Other websites may use every method or every header on operations that ask for authentication.',
  why: 'A website that may read is allowed to delete and to send headers of its choice as well, today and with whatever is added tomorrow. One that turns hostile, or is taken over, has no limits.',
  fix: 'List the methods and headers that other websites need in `Access-Control-Allow-Methods` and `Access-Control-Allow-Headers`.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [942],
    controls: ['CONFIG-1'],
    specifications: ['Fetch Standard, HTTP responses to CORS requests'],
  },
  falsePositives:
    'With credentials, browsers take `*` for the name of a method or header, and not for all of them; a gateway may replace it by what was asked for.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    const policies = corsPolicies(model)
    if (!policies.some(({ methods, headers }) => methods.length > 0 || headers.length > 0))
      return notApplicable()
    const protectedBy = protectedOnes(document)
    for (const [field, of] of FIELDS) {
      const open = policies.flatMap((policy) => {
        const star = of(policy).find(({ value }) => value.split(',').some((each) => each.trim() === '*'))
        const concerned = star ? protectedBy(policy) : []
        return star && concerned.length > 0 ? [{ node: star.node, concerned }] : []
      })
      const [first, ...others] = open
      if (!first) continue
      const labels = labelsOf(open.flatMap(({ concerned }) => concerned))
      const whose = labels.length === 1 ? `\`${labels[0]}\`` : counted(labels.length, 'operation')
      report({
        at: first.node,
        covers: open.map(({ node }) => node),
        message: `\`Access-Control-Allow-${field}: *\` opens ${whose} that ${labels.length === 1 ? 'asks' : 'ask'} for authentication to every ${field === 'Methods' ? 'method' : 'header'} from other websites.`,
        discriminator: field,
        operations: labels,
        related: others.slice(0, 5).map(({ node }) => ({ at: node, message: 'It is sent here as well.' })),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Every header, for an operation that inherits its authentication',
        text: `
security:
  - token: []
paths:
  /orders:
    post:
      responses:
        '201':
          description: Created
          headers:
            Access-Control-Allow-Headers: { $ref: '#/components/headers/Any' }
components:
  headers:
    Any: { example: '*', schema: { type: string } }
#                   ^^^
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: an answer to a preflight that a gateway makes up',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /orders:
    options:
      responses:
        '200': { description: OK }
      x-amazon-apigateway-integration:
        type: mock
        responses:
          default:
            statusCode: '200'
            responseParameters:
              method.response.header.Access-Control-Allow-Methods: "'*'"
#                                                                  ^^^^^
    delete:
      security:
        - key: []
      responses:
        '204': { description: Deleted }
`,
      },
    ],
    good: [
      {
        title: 'A list of methods, and `*` where nobody authenticates',
        text: `
paths:
  /orders:
    options:
      responses:
        '204':
          description: OK
          headers:
            Access-Control-Allow-Methods: { example: 'GET, POST', schema: { type: string } }
    post:
      security:
        - token: []
      responses:
        '201': { description: Created }
  /rates:
    get:
      security: []
      responses:
        '200':
          description: OK
          headers:
            Access-Control-Allow-Methods: { example: '*', schema: { type: string } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: any origin, but not any method',
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
        '200':
          description: OK
          headers:
            Access-Control-Allow-Origin: { type: string, default: '*' }
            Access-Control-Allow-Methods: { type: string, default: GET }
`,
      },
    ],
  },
})

const FIELDS: readonly (readonly [field: string, of: (policy: CorsPolicy) => readonly CorsValue[]])[] = [
  ['Methods', ({ methods }) => methods],
  ['Headers', ({ headers }) => headers],
]

/** Operations with authentication that a policy speaks of; the answer to a preflight speaks of all of its path. */
function protectedOnes(document: ApiDocument): (policy: CorsPolicy) => readonly Operation[] {
  const byPath = new Map<string, Operation[]>()
  for (const operation of document.operations) {
    const { kind, method, path, security } = operation
    if (kind !== 'http' || method === 'options' || security.kind !== 'required') continue
    const operations = byPath.get(path) ?? []
    operations.push(operation)
    byPath.set(path, operations)
  }
  return ({ operations }) =>
    operations.flatMap((operation) => {
      const ofPath = byPath.get(operation.path) ?? []
      return operation.method === 'options' ? ofPath : ofPath.filter((each) => each === operation)
    })
}
