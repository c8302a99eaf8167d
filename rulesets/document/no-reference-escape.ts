import { defineRule } from '@specward/core'
import { escapeOf } from './escape.ts'
import { sourcesIn } from './remote.ts'

export default defineRule({
  id: 'no-reference-escape',
  title: 'A reference reaches for files of the machine or for the metadata of its cloud.',
  why: 'Tools that build documentation, clients and gateways follow references with the rights of the machine on which they run. What they read there, such as keys and tokens, ends up in what they publish.',
  fix: 'Refer to files of the project by relative paths, and take out what reaches further.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API7:2023'],
    cwe: [22, 918],
    controls: ['SUPPLY-1'],
    specifications: ['RFC 8089', 'RFC 3927, section 2.1'],
  },
  falsePositives:
    'A `file:` URL may lie within the project on one machine; on all others it leads nowhere. Specward itself reads nothing outside of the project and nothing from hosts that are not allowed, and tells of that as a problem.',
  select: 'document',
  check(_, { report, model }) {
    const told = new Set<string>()
    for (const { node, value } of sourcesIn(model)) {
      const what = escapeOf(value)
      const address = value.split('#', 1)[0] ?? ''
      if (what === undefined || told.has(address)) continue
      told.add(address)
      report({
        at: { node, part: 'value' },
        message: `\`${node.key}\` is \`${address}\`: ${what}.`,
        discriminator: address,
        operations: [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Values of examples, in a response that is reached through `$ref`',
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
        text/plain:
          examples:
            one: { externalValue: 'http://169.254.169.254/latest/meta-data/iam/security-credentials/' }
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            two: { externalValue: 'file:///etc/passwd' }
#                                 ^^^^^^^^^^^^^^^^^^^^
            three: { externalValue: ../../../../home/build/.ssh/id_rsa }
#                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Overlay',
        format: 'overlay1',
        text: `
extends: file:///var/run/secrets/kubernetes.io/serviceaccount/token
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Arazzo',
        format: 'arazzo1',
        text: `
sourceDescriptions:
  - { name: orders, url: 'http://metadata.google.internal/computeMetadata/v1/' }
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Files of the project, and paths on a server',
        text: `
components:
  examples:
    one: { externalValue: ../examples/one.json }
    two: { externalValue: /examples/two.json }
    three: { externalValue: 'https://files.acme.com/etc/passwd.html' }
`,
      },
      {
        title: 'OpenAPI 2.0: such an address as data',
        format: 'oas2',
        text: `
definitions:
  Attack:
    type: object
    example: { url: 'http://169.254.169.254/', $ref: 'file:///etc/passwd' }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
components:
  schemas:
    Order: { $id: 'file:///schemas/order.json', type: object }
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
