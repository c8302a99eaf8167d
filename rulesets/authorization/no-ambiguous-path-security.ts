import { defineRule } from '@specward/core'
import { overlapsOf } from '../document/path-overlaps.ts'
import { wordsOf } from './alternatives.ts'
import { type WeakerPair, weakerPairOf } from './ambiguous-security.ts'

export default defineRule({
  id: 'no-ambiguous-path-security',
  title: 'Two paths match the same URL, and one of them lets in whom the other refuses.',
  why: 'Nothing says which of the two paths counts, so each program chooses. Where the gateway takes the open one and the server carries out the other, the protected operation can be called without its credential.',
  fix: 'Require the same of both, or tell the paths apart: by a fixed segment, or by `enum`, `format` or `pattern` of the parameter.',
  presets: { recommended: 'warn', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API2:2023'],
    cwe: [863, 436],
    controls: ['AUTHZ-5', 'AUTHN-1'],
    specifications: ['OpenAPI 3.1.1, Paths Object and Path Templating Matching'],
  },
  falsePositives:
    'Operations of one method are compared on paths that differ in the names of their parameters alone, or of which each is the more exact one in some segment: by the specification, it is then up to each program which of them it takes. A fixed path such as `/users/me` beside `/users/{id}` goes first by the specification, and may well ask for something else.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    if (!document.operations.some(({ kind }) => kind === 'http')) return notApplicable()
    for (const overlap of overlapsOf(model).found) {
      const pair = weakerPairOf(overlap)
      if (!pair) continue
      const { weak, strong } = pair
      report({
        at: weak.security.inherited
          ? { node: weak.node, part: 'key' }
          : (weak.security.decidedBy ?? weak.node),
        message: messageFor(pair, overlap.isSame ? `the same URLs` : `the same URLs (\`${overlap.shared}\`)`),
        operations: [weak.label, strong.label],
        discriminator: `${weak.label} ${strong.label}`,
        related: [{ at: { node: strong.node, part: 'key' }, message: `\`${strong.label}\` requires more.` }],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The same path twice, one of them open; in a path item that is reached through `$ref`',
        text: `
security: [{ token: [] }]
paths:
  /accounts/{id}:
    $ref: '#/components/pathItems/Account'
  /accounts/{name}:
    get:
      security: []
#               ^^
      responses:
        '200': { description: OK }
components:
  pathItems:
    Account:
      get:
        responses:
          '200': { description: OK }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: both match `/reports/me`, and one takes no scope',
        format: 'oas2',
        text: `
securityDefinitions:
  oauth: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/token', scopes: { read: Read } }
security: [{ oauth: [] }]
paths:
  /{kind}/me:
    get:
#   ^^^
      parameters:
        - { name: kind, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /reports/{id}:
    get:
      security: [{ oauth: [read] }]
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: a fixed path goes first; both require the same, or different things',
        text: `
security: [{ token: [] }]
paths:
  /users/me: { get: { responses: { '200': { description: OK } } } }
  /users/{id}: { get: { security: [], responses: { '200': { description: OK } } } }
  /v1/{kind}/new: { get: { responses: { '200': { description: OK } } } }
  /v1/books/{id}: { get: { responses: { '200': { description: OK } } } }
  /v1/films/{id}: { get: { security: [{ key: [] }], responses: { '200': { description: OK } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Api-Key }
`,
      },
      {
        title: 'OpenAPI 2.0: other methods',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, type: string }
      responses:
        '200': { description: OK }
  /orders/{name}:
    delete:
      security: [{ key: [] }]
      parameters:
        - { name: name, in: path, required: true, type: string }
      responses:
        '204': { description: Deleted }
`,
      },
    ],
  },
})

function messageFor({ weak, strong, way }: WeakerPair, urls: string): string {
  const takes = way ? `takes ${wordsOf(way.requirements)}` : 'can be called by anyone'
  const [wanted] = strong.security.alternatives
  const requires = wanted ? ` requires ${wordsOf(wanted.requirements)}` : ' requires more'
  return `\`${weak.label}\` ${takes}, but matches ${urls} as \`${strong.label}\`, which${requires}. Nothing says which of them counts.`
}
