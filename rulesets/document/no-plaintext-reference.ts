import { defineRule } from '@specward/core'
import { counted } from '../wording.ts'
import { escapeOf } from './escape.ts'
import { byAddress, hostOf, isName, sourcesIn } from './remote.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10

export default defineRule({
  id: 'no-plaintext-reference',
  title: 'A part of the description is read over HTTP without TLS.',
  why: 'Whoever sits between the tool and the server can put any text in its place. Schemas, examples and whole operations then come from an attacker, and everything that is generated from them.',
  fix: 'Write `https:`, or keep a copy beside the description and refer to that.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319, 829],
    controls: ['SUPPLY-1'],
    specifications: ['RFC 9110, section 4.2.1'],
  },
  falsePositives:
    'Addresses that only name a dialect of JSON Schema (`http://json-schema.org/draft-07/schema#`) are no downloads and are left alone, and so is the machine itself.',
  select: 'document',
  check(_, { report, model }) {
    const plain = sourcesIn(model).filter(
      (source) =>
        /^http:/i.test(source.value) &&
        hostOf(source.value) !== undefined &&
        escapeOf(source.value) === undefined &&
        !isName(source),
    )
    for (const [first, ...others] of byAddress(plain)) {
      const { node, value } = first
      const address = value.split('#', 1)[0] ?? ''
      const more = others.length === 0 ? '' : ` ${counted(others.length, 'more place')} refer to it as well.`
      report({
        at: { node, part: 'value' },
        covers: [first, ...others].map((each) => each.node),
        message: `\`${node.key}\` reads \`${address}\` without TLS: anybody on the way can change what it holds.${more}`,
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: other.node, message: 'This is read from there as well.' })),
        discriminator: address,
        operations: [],
        fix: {
          title: 'Read it over HTTPS',
          kind: 'suggested',
          edits: [first, ...others].map((each) => ({
            node: each.node,
            edit: { op: 'set', path: each.node.path, value: each.value.replace(/^http:/i, 'https:') },
          })),
        },
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The value of an example, in a response that is reached through `$ref`',
        text: `
paths:
  /orders:
    get:
      responses:
        '200': { $ref: '#/components/responses/Orders' }
components:
  responses:
    Orders:
      description: OK
      content:
        application/json:
          examples:
            one:
              externalValue: http://files.acme.com/orders.json
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Overlay: the description that it is for',
        format: 'overlay1',
        text: `
extends: http://files.acme.com/openapi.yaml
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Arazzo: the description of an API that is called',
        format: 'arazzo1',
        text: `
sourceDescriptions:
  - { name: orders, type: openapi, url: 'http://files.acme.com/openapi.yaml' }
#                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A dialect, which is a name, and what is data',
        text: `
components:
  schemas:
    Order:
      $schema: http://json-schema.org/draft-07/schema#
      type: object
      example: { $ref: 'http://files.acme.com/order.yaml', externalValue: 'http://files.acme.com/order.json' }
`,
      },
      {
        title: 'OpenAPI 2.0: the page with the documentation is read by people',
        format: 'oas2',
        text: `
externalDocs: { url: http://docs.acme.com }
`,
      },
      {
        title: 'AsyncAPI 2: identifiers of schemas are names',
        format: 'asyncapi2',
        text: `
components:
  schemas:
    Order: { $id: 'http://acme.com/order', type: object }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
components:
  schemas:
    Order: { $schema: 'http://json-schema.org/draft-07/schema', type: object }
`,
      },
    ],
  },
})
