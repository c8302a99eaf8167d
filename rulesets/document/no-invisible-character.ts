import { defineRule, type Fix, type Model, type Node } from '@specward/core'
import { counted } from '../wording.ts'
import { type Disguise, disguiseInName, disguiseInProse, HINT, writtenOut } from './invisible.ts'
import { isData, isNameValue } from './name-values.ts'
import { isProse } from './prose.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10
const LONGEST_SHOWN = 60

export default defineRule({
  id: 'no-invisible-character',
  title: 'A text reads as something else than it is.',
  why: 'Characters without a picture, signs that turn the direction of text around, and letters of another alphabet that look alike make two different names look the same, or hide words from people that programs read. Reviewers approve what they see, and something else is deployed.',
  fix: 'Remove the character, or type the name anew with the letters that it shows.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1007],
    controls: ['INV-3'],
    specifications: ['UTS #39, section 4', 'UAX #9, section 3.3.2', 'CVE-2021-42574'],
  },
  falsePositives:
    'Names in scripts that need joiners and marks of direction may have them, as may emoji. In prose, text from right to left is left alone as long as each sign is taken back on its line. Names that mix alphabets are reported only where every foreign letter looks like a Latin one. Examples and extensions are data and are not looked at.',
  select: 'document',
  check(_, { report, model }) {
    for (const [first, ...others] of byText(disguised(model))) {
      const { node, part, text, disguise } = first
      const name = writtenOut(text)
      const isShort = name.length <= LONGEST_SHOWN && !text.includes('\n')
      const what = isShort ? `\`${name}\`` : `\`${node.key}\``
      const more =
        others.length === 0 ? '' : ` It stands in ${counted(others.length, 'other place')} as well.`
      report({
        at: { node, part },
        covers: [first, ...others].map((each) => each.node),
        message: `${what} holds ${disguise.what}: it is not what it looks like.${more}`,
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: { node: other.node, part: other.part }, message: 'The same text.' })),
        // the words around it may change
        discriminator: disguise.character,
        operations: [],
        fix: fixFor([first, ...others]),
      })
    }
  },
  examples: {
    bad: [
      {
        title:
          'Two paths that look alike, a hidden letter in a scope, and a schema that is reached through `$ref`',
        text: `
paths:
  /admin:
    get:
      security: [{ oauth: ["orders:read\\u200b"] }]
#                          ^^^^^^^^^^^^^^^^^^^
      responses: { '200': { $ref: '#/components/responses/Orders' } }
  "/\\u0430dmin":
# ^^^^^^^^^^^^^
    get: { responses: { '200': { description: OK } } }
components:
  responses:
    Orders:
      description: OK
      content:
        application/json:
          schema:
            type: object
            properties:
              "is\\u2060Admin": { type: boolean }
#             ^^^^^^^^^^^^^^^
  securitySchemes:
    oauth: { type: openIdConnect, openIdConnectUrl: 'https://login.acme.com/.well-known/openid-configuration' }
`,
      },
      {
        title: 'A description that shows its words in another order, and one that hides a text',
        text: `
info:
  title: Orders
  version: '1'
  description: "Only staff may \\u202eton\\u202c call this."
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  summary: "Orders\\U000E0041\\U000E0042"
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
paths: {}
`,
      },
      {
        title: 'OpenAPI 2.0: a host with a Cyrillic letter',
        format: 'oas2',
        text: `
host: "\\u0430cme.com"
#     ^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'AsyncAPI 2: an operationId',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    subscribe:
      operationId: "onOrder\\u200d"
#                  ^^^^^^^^^^^^^^^
      message: { payload: { type: object } }
`,
      },
      {
        title: 'AsyncAPI 3: one of the permitted values',
        format: 'asyncapi3',
        text: `
components:
  schemas:
    Role: { type: string, enum: [user, "us\\u00ader"] }
#                                      ^^^^^^^^^^^^
`,
      },
      {
        title: 'Overlay: a target that hits something else',
        format: 'overlay1',
        text: `
actions:
  - target: "$.paths['/\\u0430dmin'].get"
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    remove: true
`,
      },
      {
        title: 'Arazzo: a step',
        format: 'arazzo1',
        text: `
workflows:
  - workflowId: buy
    steps:
      - stepId: "pay\\ufeff"
#               ^^^^^^^^^^^
        operationId: pay
`,
      },
    ],
    good: [
      {
        title: 'Emoji, text from right to left, other alphabets, and units',
        text: `
info:
  title: "Orders \\U0001F468\\u200D\\U0001F469\\u200D\\U0001F467 \\u2764\\uFE0F"
  version: '1'
  description: "\\u2067\\u05e9\\u05dc\\u05d5\\u05dd\\u2069 means hello.\\u200b \\U0001F3F4\\U000E0067\\U000E0062\\U000E0065\\U000E006E\\U000E0067\\U000E007F"
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        заказ: { type: string }
        größe: { type: string }
        ΔT: { type: number }
        μm: { type: number }
        "می\\u200cخواهم": { type: string }
`,
      },
      {
        title: 'Near miss: data that holds such characters',
        text: `
paths:
  /search:
    get:
      x-note: { "a\\u200b": "b\\u202e" }
      responses:
        '200':
          description: OK
          content:
            application/json:
              example: { "na\\u200bme": "\\u202eevil" }
`,
      },
    ],
  },
})

interface Found {
  readonly node: Node
  readonly part: 'key' | 'value'
  readonly text: string
  readonly disguise: Disguise
}

function disguised(model: Model): readonly Found[] {
  const found: Found[] = []
  for (const node of model.keysWith(HINT)) {
    const disguise = isData(node) ? undefined : disguiseInName(node.key)
    if (disguise) found.push({ node, part: 'key', text: node.key, disguise })
  }
  for (const { node, value } of model.stringsWith(HINT)) {
    const disguise = isProse(node)
      ? disguiseInProse(value)
      : isNameValue(node)
        ? disguiseInName(value)
        : undefined
    if (disguise) found.push({ node, part: 'value', text: value, disguise })
  }
  return found.sort((a, b) => placeOf(a) - placeOf(b))
}

function placeOf({ node, part }: Found): number {
  return node.span?.[part]?.start ?? 0
}

/** The same name in several places has one cause. */
function byText(found: readonly Found[]): readonly (readonly [Found, ...Found[]])[] {
  const groups = new Map<string, [Found, ...Found[]]>()
  for (const each of found) {
    const group = groups.get(each.text)
    if (group) group.push(each)
    else groups.set(each.text, [each])
  }
  return [...groups.values()]
}

/** Scripts in which signs of direction have a use. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Of prose alone: a name may be meant elsewhere as it is written. */
function fixFor(found: readonly Found[]): Fix | undefined {
  const [first] = found
  if (!first || found.some(({ part, disguise }) => part === 'key' || disguise.cleaned === undefined))
    return undefined
  return {
    title: 'Remove what is not seen',
    kind: found.every(({ node, text }) => isProse(node) && !RIGHT_TO_LEFT.test(text)) ? 'safe' : 'suggested',
    edits: found.map(({ node, disguise }) => {
      const value = disguise.cleaned
      const isThere =
        node.parent?.isList && [...node.parent.children()].some(({ string }) => string === value)
      const { path } = node
      return { node, edit: isThere ? { op: 'remove', path } : { op: 'set', path, value } }
    }),
  }
}
