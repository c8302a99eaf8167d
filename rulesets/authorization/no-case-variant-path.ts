import { defineRule, type Model, type Operation } from '@specward/core'
import { type PathTemplate, pathTemplatesOf } from '../document/path-templates.ts'
import { atOf, requires, takes, type WeakerPair, weakerOfPairs } from './ambiguous-security.ts'

/** Places that are shown. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-case-variant-path',
  title: 'Two paths differ in the case of letters alone, and one lets in whom the other refuses.',
  why: 'Paths tell capitals from small letters, but many servers and gateways do not. Where the gateway takes the open path and the server carries out the protected one, it can be called without its credential.',
  fix: 'Require the same of both, or give one of them another name.',
  presets: { strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API5:2023', 'API8:2023'],
    cwe: [178, 863],
    controls: ['AUTHZ-5'],
    specifications: ['RFC 3986, section 6.2.2.1'],
  },
  falsePositives:
    'Where every program on the way tells capitals from small letters, both paths are what they say. Operations of one method are compared; names of parameters do not count.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const all = pathTemplatesOf(model)
    if (all.length === 0) return notApplicable()
    const found = weakVariants(model)
    const [pair] = found
    if (!pair) return
    const { weak, strong } = pair
    report({
      at: atOf(pair),
      covers: found.map((each) => `${each.weak.label} ${each.strong.label}`),
      message: `\`${weak.label}\` ${takes(pair)}, and \`${strong.label}\`, which differs in the case of letters alone, ${requires(pair)}. Require the same of both.`,
      operations: [...new Set(found.flatMap((each) => [each.weak.label, each.strong.label]))],
      related: found.slice(0, MOST_RELATED).map((each) => ({
        at: { node: each.strong.node, part: 'key' as const },
        message: `\`${each.strong.label}\` requires more than \`${each.weak.label}\`.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'One of them is open; in a path item that is reached through `$ref`',
        text: `
security: [{ token: [] }]
paths:
  /Admin:
    get:
      security: []
#               ^^
      responses: { '200': { description: OK } }
  /admin: { $ref: '#/components/pathItems/Admin' }
components:
  pathItems:
    Admin:
      get: { responses: { '200': { description: OK } } }
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: with a parameter of another name',
        format: 'oas2',
        text: `
securityDefinitions: { key: { type: apiKey, in: header, name: X-Api-Key } }
paths:
  /orders/{id}:
    delete:
      security: [{ key: [] }]
      responses: { '204': { description: OK } }
  /Orders/{orderId}:
    delete:
#   ^^^^^^
      responses: { '204': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'The same is required; another method; another path',
        text: `
security: [{ token: [] }]
paths:
  /Orders: { get: { responses: { '200': { description: OK } } } }
  /orders:
    get: { responses: { '200': { description: OK } } }
    head: { security: [], responses: { '200': { description: OK } } }
  /order: { get: { security: [], responses: { '200': { description: OK } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: one path',
        format: 'oas2',
        text: `
paths:
  /orders: { get: { security: [], responses: { '200': { description: OK } } } }
`,
      },
    ],
  },
})

/** Operations that are open or weaker where another one, at the same path but for its case, is not. */
function weakVariants(model: Model): readonly WeakerPair[] {
  const byForm = new Map<string, PathTemplate>()
  const found: WeakerPair[] = []
  for (const template of pathTemplatesOf(model)) {
    const form = formOf(template)
    const known = byForm.get(form.toLowerCase())
    // paths that are the same but for names are no matter of case
    if (!known) byForm.set(form.toLowerCase(), template)
    else if (formOf(known) !== form) {
      const pair = weakerOfPairs(pairsOf(known, template))
      if (pair) found.push(pair)
    }
  }
  return found
}

function formOf({ segments }: PathTemplate): string {
  return segments.map(({ form }) => form).join('/')
}

function pairsOf(one: PathTemplate, other: PathTemplate): readonly (readonly [Operation, Operation])[] {
  return one.operations.flatMap((mine) => {
    const theirs = other.operations.find(({ method }) => method === mine.method)
    return theirs ? [[mine, theirs] as const] : []
  })
}
