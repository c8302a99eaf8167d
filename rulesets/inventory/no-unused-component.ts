import { defineRule, type Fix, type Node } from '@specward/core'
import { joined, remove } from '../edits.ts'
import { counted, listed } from '../wording.ts'
import { unusedComponents } from './components.ts'

export default defineRule({
  id: 'no-unused-component',
  title: 'A component is defined that nothing uses.',
  why: 'What nobody uses, nobody reviews. It may be left over from an operation that should be gone as well, or it is the one that was meant to be used where something weaker stands.',
  fix: 'Remove it, or refer to it where it was meant to be.',
  presets: { strict: 'hint', 'owasp-api-2023': 'off' },
  formats: ['oas', 'asyncapi'],
  references: { owasp: ['API9:2023'], cwe: [1125], controls: ['TEST-2'] },
  falsePositives:
    'A file that others refer to may define components for them; a description without operations is taken for such a file and not judged. What looks like a reference counts as use wherever it stands, and so do schemas that are built on one with a `discriminator`. Told once for a description. Where no reference leads to any component, they were resolved beforehand, and nothing is said.',
  select: 'document',
  check({ operations }, { report, notApplicable, model }) {
    const unused = operations.length === 0 ? undefined : unusedComponents(model)
    if (!unused) return notApplicable()
    const [first, ...others] = unused
    if (!first) return
    const names = unused.map(({ path }) => path.slice(-2).join('/'))
    report({
      at: { node: first, part: 'key' },
      covers: unused,
      message: `No operation reaches ${listed(names)}${others.length > 3 ? ` (${counted(unused.length, 'component')})` : ''}.`,
      operations: [],
      fix: joined(unused.map((node) => removal(node, unused.length))),
      related: others.map((node) => ({ at: { node, part: 'key' } as const, message: 'not reached either' })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A schema, and one that it alone reaches through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
components:
  schemas:
    Order: { type: object }
    Old:
#   ^^^
      type: object
      properties: { price: { $ref: '#/components/schemas/Price' } }
    Price: { type: number }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/parameters/page' }]
      responses:
        '200': { description: OK }
parameters:
  page: { name: page, in: query, type: integer }
  size: { name: size, in: query, type: integer }
# ^^^^
`,
      },
      {
        title: 'AsyncAPI 3: a message',
        format: 'asyncapi3',
        text: `
channels:
  orders: { address: orders, messages: { placed: { $ref: '#/components/messages/Placed' } } }
operations:
  receive: { action: receive, channel: { $ref: '#/channels/orders' } }
components:
  messages:
    Placed: { payload: { type: object } }
    Lost: { payload: { type: object } }
#   ^^^^
`,
      },
      {
        title: 'AsyncAPI 2: a schema',
        format: 'asyncapi2',
        text: `
channels:
  orders:
    publish:
      message: { payload: { $ref: '#/components/schemas/Order' } }
components:
  schemas:
    Order: { type: object }
    Lost: { type: object }
#   ^^^^
`,
      },
    ],
    good: [
      {
        title: 'Used by a discriminator, by its mapping, from another component, from within',
        text: `
paths:
  /pets:
    get:
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { bird: Bird } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { $ref: '#/components/schemas/Fur/properties/colour' }] }
    Fur: { type: object, properties: { colour: { type: string } } }
    Bird: { type: object }
`,
      },
      {
        title: 'Near miss: a library without operations',
        text: `
paths: {}
components:
  schemas: { Order: { type: object } }
`,
      },
      {
        title: 'OpenAPI 2.0: references were resolved beforehand',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { description: OK, schema: { type: object } }
definitions:
  Order: { type: object }
`,
      },
      {
        title: 'AsyncAPI 3: a trait',
        format: 'asyncapi3',
        text: `
channels:
  orders: { address: orders }
operations:
  receive:
    action: receive
    channel: { $ref: '#/channels/orders' }
    traits: [{ $ref: '#/components/operationTraits/common' }]
components:
  operationTraits: { common: { description: Common } }
`,
      },
      {
        title: 'AsyncAPI 2: a parameter',
        format: 'asyncapi2',
        text: `
channels:
  orders/{id}:
    parameters: { id: { $ref: '#/components/parameters/id' } }
    publish: { message: { payload: { type: object } } }
components:
  parameters: { id: { schema: { type: string } } }
`,
      },
    ],
  },
})

/** Another description may refer to it, which this one does not show. */
function removal(node: Node, count: number): Fix {
  return { title: `Remove ${counted(count, 'component')}`, kind: 'suggested', edits: [remove(node)] }
}
