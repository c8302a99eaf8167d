import { defineRule } from '@specward/core'
import { coveredBy, groupsOf } from '../document/path-groups.ts'
import { overlapsOf, TOO_MANY } from '../document/path-overlaps.ts'
import { atOf, requires, takes, type WeakerPair, weakerPairOf } from './ambiguous-security.ts'

/** Places that are shown. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-ambiguous-path-security',
  title: 'Two paths match the same URL, and one of them lets in whom the other refuses.',
  why: 'Nothing says which of the two paths counts, so each program chooses. Where the gateway takes the open one and the server carries out the other, the protected operation can be called without its credential.',
  fix: 'Require the same of both, or tell the paths apart: by a fixed segment, or by `enum`, `format` or `pattern` of the parameter.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API2:2023'],
    cwe: [863, 436],
    controls: ['AUTHZ-5', 'AUTHN-1'],
    specifications: ['OpenAPI 3.1.1, Paths Object and Path Templating Matching'],
  },
  falsePositives:
    'Operations of one method are compared on paths of which each is the more exact one in some segment, such as `/{kind}/me` and `/reports/{id}`: by the specification, it is then up to each program which of them it takes. Paths that differ in the names of their parameters alone are reported by `no-identical-path`. A fixed path such as `/users/me` beside `/users/{id}` goes first by the specification, and may well ask for something else.',
  select: 'document',
  check(document, { report, undecided, notApplicable, model }) {
    if (!document.operations.some(({ kind }) => kind === 'http')) return notApplicable()
    const overlaps = overlapsOf(model)
    if (overlaps.isCut) undecided({ at: document.node.child('paths') ?? document.node, because: TOO_MANY })
    const found = overlaps.found.filter((each) => !each.isSame && weakerPairOf(each) !== undefined)
    for (const group of groupsOf(found)) {
      const [first] = group.overlaps
      const pair = first && weakerPairOf(first)
      if (!pair) continue
      const pairs = group.overlaps.flatMap((each) => weakerPairOf(each) ?? [])
      report({
        at: atOf(pair),
        covers: coveredBy(group.overlaps),
        message: messageFor(pair, first.shared, pairs.length - 1),
        operations: [...new Set(pairs.flatMap((each) => [each.weak.label, each.strong.label]))],
        related: pairs.slice(0, MOST_RELATED).map((each) => ({
          at: { node: each.strong.node, part: 'key' as const },
          message: `\`${each.strong.label}\` requires more than \`${each.weak.label}\`.`,
        })),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Both match `/books/me`, and one is open; in a path item that is reached through `$ref`',
        text: `
security: [{ token: [] }]
paths:
  /books/{id}:
    $ref: '#/components/pathItems/Book'
  /{kind}/me:
    get:
      security: []
#               ^^
      responses:
        '200': { description: OK }
components:
  pathItems:
    Book:
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

function messageFor(pair: WeakerPair, shared: string, more: number): string {
  const others =
    more === 0 ? '' : ` There ${more === 1 ? 'is one more pair' : `are ${more} more pairs`} like this.`
  return `\`${pair.weak.label}\` ${takes(pair)}, but \`${shared}\` matches \`${pair.strong.label}\` as well, which ${requires(pair)}. Nothing says which of them counts.${others}`
}
