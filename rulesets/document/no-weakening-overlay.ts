import { type At, defineRule } from '@specward/core'
import { counted, inText } from '../wording.ts'
import { type Action, actionsOf, isRefilled, setsRequirement } from './overlay-actions.ts'
import { lossAt } from './overlay-removal.ts'
import { weakeningsIn } from './overlay-update.ts'
import { spotsAt } from './target.ts'

const LONGEST_TARGET = 80

export default defineRule({
  id: 'no-weakening-overlay',
  title: 'An overlay takes protection away from the API that it is laid over.',
  why: 'What is published and enforced is the description after the overlay. Reviewers see the description before it, with its authentication and its limits, and the overlay that takes them away is a small file somewhere else.',
  fix: 'Take the action out, or write into it what is to hold instead. Changes of security belong into the description itself, where its reviewers see them.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['overlay'],
  references: {
    owasp: ['API8:2023'],
    cwe: [693],
    controls: ['AUTHN-1', 'INPUT-1'],
    specifications: ['Overlay Specification 1.0.0, Action Object', 'RFC 9535'],
  },
  falsePositives:
    'Without the description that the overlay is for, it is not known whether something else protects what it opens. What an action removes and a later one puts back is left alone, and so are limits of what the API returns, whole operations that are added, and what a filter picks out of many things.',
  select: 'document',
  check(_, { report, undecided, model }) {
    const actions = actionsOf(model)
    for (const node of model.nodes('action')) {
      if (node.child('target')?.string === undefined)
        undecided({ at: node.child('target') ?? node, because: 'an action has no path as its `target`' })
    }
    for (const action of actions) {
      if (!action.segments) {
        const at = action.node.child('target') ?? action.node
        undecided({ at, because: `\`${shown(action.target)}\` is no JSONPath that could be read` })
        continue
      }
      const told = judge(action, actions)
      for (const { at, because } of told.unknown) undecided({ at, because })
      const [first, ...others] = told.faults
      if (!first) continue
      const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more change')} like it`
      report({
        at: first.at,
        covers: told.faults.map(({ what }) => what),
        message: `The action on \`${shown(action.target)}\` ${first.what}${more}.`,
        related: others.map(({ at, what }) => ({ at, message: `This ${what}.` })),
        discriminator: action.target,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A requirement is taken away, and an operation is opened',
        format: 'overlay1',
        text: `
actions:
  - target: $.security
    remove: true
#   ^^^^^^
  - target: $.paths['/accounts'].get
    description: The operation has parameters that are reached through \`$ref\`.
    update:
      security: []
#               ^^
`,
      },
      {
        title: 'Security schemes, a server without TLS, and an alternative that asks for nothing',
        format: 'overlay1',
        text: `
overlay: 1.1.0
actions:
  - target: $.components.securitySchemes.oauth
    remove: true
#   ^^^^^^
  - target: $.servers
    update:
      url: http://api.acme.com
#          ^^^^^^^^^^^^^^^^^^^
  - target: $
    update:
      security:
#     ^^^^^^^^
        - {}
        - oauth: []
`,
      },
      {
        title: 'Limits of what callers send, by any kind of path',
        format: 'overlay1',
        text: `
actions:
  - target: $..maxLength
    remove: true
#   ^^^^^^
  - target: $.components.schemas['Order', 'Account'].required
    remove: true
#   ^^^^^^
  - target: $.components.schemas.*
    update:
      additionalProperties: true
#                           ^^^^
  - target: $.paths.*.post.requestBody
    update:
      required: false
#               ^^^^^
`,
      },
      {
        title: 'What a gateway is told, for every operation',
        format: 'overlay1',
        text: `
actions:
  - target: $.paths.*[?@.tags]
    update:
      x-amazon-apigateway-auth:
#     ^^^^^^^^^^^^^^^^^^^^^^^^
        type: NONE
`,
      },
    ],
    good: [
      {
        title: 'Texts, servers, tags and operations that are added',
        format: 'overlay1',
        text: `
actions:
  - target: $.info
    update: { title: Orders, description: The API of the shop. }
  - target: $.servers
    update: { url: 'https://eu.acme.com' }
  - target: $.servers
    update: { url: 'http://localhost:8080' }
  - target: $.paths
    update:
      /status:
        get:
          security: []
          responses: { '200': { description: OK } }
  - target: $.components.schemas.Order.properties
    update:
      security: { type: array, items: { type: string } }
      required: { type: boolean, default: false }
  - target: $.paths.*[?@['x-internal'] == true]
    remove: true
  - target: $..[?@['x-internal']]
    remove: true
  - target: $.paths.*.*.responses.*.content.*.schema.maxLength
    remove: true
`,
      },
      {
        title: 'Near miss: a list is replaced, for which it has to be removed first',
        format: 'overlay1',
        text: `
actions:
  - target: $.paths['/accounts'].get.security
    remove: true
  - target: $.paths["/accounts"].get
    update:
      security:
        - oauth: [accounts:read]
`,
      },
      {
        title: 'Near miss: another scheme takes the place of one, and the whole API is asked for it',
        format: 'overlay1',
        text: `
actions:
  - target: $.components.securitySchemes.bearer
    remove: true
  - target: $.components.securitySchemes
    update:
      mtls: { type: mutualTLS }
  - target: $.paths.*.*.security
    remove: true
  - target: $.security[*]
    remove: true
  - target: $
    update:
      security: [{ mtls: [] }]
`,
      },
      {
        title: 'Near miss: stricter than before, and examples that speak of security',
        format: 'overlay1',
        text: `
actions:
  - target: $
    update:
      security: [{ oauth: [] }]
  - target: $.components.schemas.Order
    update: { additionalProperties: false, example: { security: [], additionalProperties: true } }
  - target: $.components.securitySchemes
    update:
      mtls: { type: mutualTLS }
`,
      },
      {
        title:
          'Undecided: one of several ways in, what an operation falls back to, and a target that is no path',
        format: 'overlay1',
        text: `
actions:
  - target: $.security[0]
#           ~~~~~~~~~~~~~
    remove: true
  - target: $.paths['/orders'].get.security
#           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    remove: true
  - target: 7
#           ~
    remove: true
  - target: paths./orders
#           ~~~~~~~~~~~~~
    update: { security: [] }
  - target: $.paths['/orders'].post.security
#           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    copy: $.paths['/status'].get.security
`,
      },
    ],
  },
})

interface Judgement {
  readonly faults: readonly { readonly at: At; readonly what: string }[]
  readonly unknown: readonly { readonly at: At; readonly because: string }[]
}

function judge(action: Action, actions: readonly Action[]): Judgement {
  const { node, segments = [], update, copy } = action
  const target = node.child('target') ?? node
  if (action.removes) {
    const loss = isRefilled(action, actions) ? undefined : lossAt(segments)
    if (!loss) return { faults: [], unknown: [] }
    if ('unknown' in loss) {
      const unknown = setsRequirement(actions) ? [] : [{ at: target, because: loss.unknown }]
      return { faults: [], unknown }
    }
    const at = { node: node.child('remove') ?? node, part: 'key' } as const
    return { faults: [{ at, what: loss.what }], unknown: [] }
  }
  if (update) {
    const faults = weakeningsIn(segments, update).map(({ node: at, what }) => ({ at, what }))
    return { faults, unknown: [] }
  }
  const isSecurity = spotsAt(segments).some(({ shape }) => shape?.kind.startsWith('security'))
  if (!copy || !isSecurity) return { faults: [], unknown: [] }
  const because = `what \`${shown(inText(copy.value))}\` holds stands in the description that it changes`
  return { faults: [], unknown: [{ at: target, because }] }
}

function shown(target: string): string {
  return target.length > LONGEST_TARGET ? `${target.slice(0, LONGEST_TARGET)}…` : target
}
