import { defineRule, type Node } from '@specward/core'

export default defineRule({
  id: 'require-contact',
  title: 'Nobody is named whom to ask about the API.',
  why: 'When a flaw is found, minutes go by with the search for the team that can mend it. An API without an owner is also the one that nobody switches off.',
  fix: 'Give `info.contact` an `email` or a `url` of the team that answers for the API.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: {
    owasp: ['API9:2023'],
    cwe: [1059],
    controls: ['INV-1'],
    specifications: ['OpenAPI 3.1.1, Contact Object'],
  },
  falsePositives:
    'The owner may be known to a catalogue of services. Extensions of `info` that name an owner or a team are accepted (`x-owner`, `x-team`), and so is a name alone. Whether anybody answers, the description cannot show.',
  select: 'document',
  check({ node, operations, channels }, { report, notApplicable, model }) {
    const info = node.child('info')
    const known = info && model.resolve(info)
    if (!known || (operations.length === 0 && channels.length === 0)) return notApplicable()
    if (isContact(known.child('contact')) || [...known.children(), ...node.children()].some(isOwner)) return
    report({
      at: { node: known.child('contact') ?? info, part: 'key' },
      message: known.child('contact')
        ? '`contact` names nobody who answers for the API: it has neither an `email` nor a `url`, and no `name`. Add an `email` or a `url`.'
        : '`info` names nobody who answers for the API: add `contact` with an `email` or a `url`.',
      operations: [],
    })
  },
  examples: {
    bad: [
      {
        title: 'A contact that is empty is none; the operation is behind `$ref`',
        text: `
info:
  title: Orders
  version: '1'
  contact: {}
# ^^^^^^^
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
info: { title: Orders, version: '1' }
#^^^
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
info: { title: Orders, version: '1' }
#^^^
channels:
  orders: { address: orders }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
info: { title: Orders, version: '1' }
#^^^
channels:
  orders: {}
`,
      },
    ],
    good: [
      {
        title: 'A contact',
        text: `
info: { title: Orders, version: '1', contact: { email: orders@example.com } }
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'Near miss: an owner by extension, and a library without operations',
        text: `
info: { title: Orders, version: '1', x-owner: team-orders }
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: components alone',
        format: 'oas2',
        text: `
info: { title: Shared, version: '1' }
paths: {}
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
info: { title: Orders, version: '1', contact: { url: 'https://wiki.example.com/orders' } }
channels:
  orders: { address: orders }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
info: { title: Orders, version: '1', contact: { name: Team Orders } }
channels:
  orders: {}
`,
      },
    ],
  },
})

function isContact(contact: Node | undefined): boolean {
  return ['email', 'url', 'name'].some((key) => contact?.child(key)?.string?.trim())
}

/** An extension that names who owns the API. */
function isOwner({ key, value }: Node): boolean {
  return /^x-(?:.*-)?(?:owner|team|contact|maintainers?)s?$/i.test(key) && value !== null && value !== ''
}
