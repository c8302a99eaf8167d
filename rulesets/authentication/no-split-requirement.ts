import { type ApiDocument, defineRule, type Operation, type SecurityAlternative } from '@specward/core'
import { namesOf, placeOf } from '../authorization/alternatives.ts'
import { counted, listed } from '../wording.ts'

/** Operations that have to require schemes together before one that does not stands out. */
const LEAST_EVIDENCE = 5

/** Combinations of schemes that are looked at; descriptions have one or two. */
const MOST_GROUPS = 10

export default defineRule({
  id: 'no-split-requirement',
  title: 'Schemes that belong together stand as alternatives.',
  why: 'The items of `security` are joined by OR, the names within one item by AND. Where a dash too many turns one item into two, either of the schemes is enough: the key without the token, the token without the signature.',
  fix: 'Write the schemes into one item of the list.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas'],
  references: {
    owasp: ['API2:2023'],
    cwe: [287],
    controls: ['AUTHN-5'],
    specifications: ['OpenAPI 3.1.1, Security Requirement Object'],
  },
  falsePositives:
    'At least five operations have to require the schemes together, five times as many as have them apart, and none may take one of them alone.',
  select: 'document',
  check(document, { report, notApplicable }) {
    const groups = together(document)
    if (groups.length === 0) return notApplicable()
    for (const { names, operations } of groups) {
      const splits = splitsOf(names, document)
      if (splits === undefined || splits.size === 0) continue
      for (const [first, open] of splits) {
        report({
          at: placeOf(first),
          covers: [first.node.parent ?? first.node],
          message: `${listed(names)} are alternatives here, so one of them is enough, while ${counted(operations.length, 'operation')} such as \`${operations[0]?.label}\` require them together.`,
          discriminator: names.join(' '),
          operations: open.map(({ label }) => label),
        })
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'A dash too many, in a path item that is reached through `$ref`',
        text: `
security:
  - key: []
    signature: []
paths:
  /orders:
    get: { responses: { '200': { description: OK } } }
    put: { responses: { '200': { description: OK } } }
    post: { responses: { '201': { description: Created } } }
  /invoices:
    get: { responses: { '200': { description: OK } } }
    post: { responses: { '201': { description: Created } } }
  /payouts:
    $ref: '#/components/pathItems/Payouts'
components:
  pathItems:
    Payouts:
      post:
        security:
          - key: []
#           ^^^
          - signature: []
        responses: { '201': { description: Created } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    signature: { type: apiKey, in: header, name: X-Signature }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
  password: { type: basic }
security: [{ key: [], password: [] }]
paths:
  /a: { get: { responses: {} }, put: { responses: {} } }
  /b: { get: { responses: {} }, put: { responses: {} } }
  /c: { get: { responses: {} }, put: { security: [{ password: [] }, { key: [] }], responses: {} } }
#                                                   ^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'One operation takes the key alone, so it can stand alone',
        text: `
security:
  - key: []
    token: []
paths:
  /a: { get: { responses: {} }, put: { responses: {} } }
  /b: { get: { responses: {} }, put: { responses: {} } }
  /c: { get: { responses: {} }, put: { security: [{ key: [] }, { token: [] }], responses: {} } }
  /d: { get: { security: [{ key: [] }], responses: {} } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'OpenAPI 2.0: too few operations to tell',
        format: 'oas2',
        text: `
securityDefinitions:
  key: { type: apiKey, in: header, name: X-Api-Key }
  password: { type: basic }
security: [{ key: [], password: [] }]
paths:
  /a: { get: { responses: {} }, put: { security: [{ password: [] }, { key: [] }], responses: {} } }
`,
      },
    ],
  },
})

interface Group {
  readonly names: readonly string[]
  readonly operations: readonly Operation[]
}

/** Schemes that enough operations require together, as their only way in. */
function together({ operations }: ApiDocument): readonly Group[] {
  const groups = new Map<string, { names: readonly string[]; operations: Operation[] }>()
  for (const operation of operations) {
    const [only, ...others] = operation.security.alternatives
    if (!only || others.length > 0 || only.requirements.length < 2) continue
    const names = [...namesOf(only.requirements)].sort()
    if (names.length < 2) continue
    const key = JSON.stringify(names)
    const known = groups.get(key)
    if (known) known.operations.push(operation)
    else groups.set(key, { names, operations: [operation] })
  }
  const enough = [...groups.values()].filter((group) => group.operations.length >= LEAST_EVIDENCE)
  return enough.slice(0, MOST_GROUPS)
}

/** Lists in which each of the schemes stands alone, with their operations; undefined where nothing can be told. */
function splitsOf(
  names: readonly string[],
  { operations }: ApiDocument,
): ReadonlyMap<SecurityAlternative, readonly Operation[]> | undefined {
  const splits = new Map<SecurityAlternative, Operation[]>()
  let evidence = 0
  let apart = 0
  for (const operation of operations) {
    const ways = operation.security.alternatives.map(({ requirements }) => namesOf(requirements))
    const touched = ways.filter((way) => way.some((name) => names.includes(name)))
    if (touched.length === 0) continue
    if (touched.some((way) => names.every((name) => way.includes(name)))) evidence += 1
    else if (ways.length === names.length && touched.length === ways.length && ways.every(isSingle)) {
      apart += 1
      const [first] = operation.security.alternatives
      const known = first && splits.get(first)
      if (known) known.push(operation)
      else if (first) splits.set(first, [operation])
    } else return undefined
  }
  return apart * LEAST_EVIDENCE <= evidence ? splits : undefined
}

function isSingle(way: readonly string[]): boolean {
  return way.length === 1
}
