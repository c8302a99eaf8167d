import { defineRule } from '@specward/core'
import { isCoveredBy } from '../transport/allowed-hosts.ts'
import { counted } from '../wording.ts'
import { escapeOf } from './escape.ts'
import { movingPart } from './moving.ts'
import { byAddress, hostOf, isName, sourcesIn } from './remote.ts'

/** More than this, nobody looks through. */
const MOST_RELATED = 10

export default defineRule({
  id: 'no-untrusted-reference',
  title: 'A part of the description comes from where others can change it at any time.',
  why: 'What is read from a branch, from `latest` or from the host of somebody else is another text tomorrow. Nobody reviews that change, and it decides who may call, what is accepted, and what is generated.',
  fix: 'Keep a copy beside the description, or name a release or a commit. Hosts that the organisation trusts belong on `policy.allowedHosts` in `specward.yaml`.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas', 'asyncapi', 'overlay', 'arazzo'],
  references: {
    owasp: ['API8:2023'],
    cwe: [829, 494],
    controls: ['SUPPLY-1'],
  },
  falsePositives:
    'Branches are told by their usual names (`main`, `master`, `develop`, `HEAD`) in the addresses of hosts that serve repositories and packages. Until `policy.allowedHosts` names a host, other hosts are not judged. `$id` is a name and read from nowhere, and so are the dialects of JSON Schema.',
  select: 'document',
  check(_, { report, model, facts }) {
    for (const [first, ...others] of byAddress(sourcesIn(model))) {
      const { node, value } = first
      const host = hostOf(value)
      if (host === undefined || isName(first) || isCoveredBy(host, facts.allowedHosts)) continue
      if (escapeOf(value) !== undefined) continue
      const address = value.split('#', 1)[0] ?? ''
      const part = movingPart(address)
      if (part === undefined && facts.allowedHosts.length === 0) continue
      const because =
        part === undefined
          ? `the host \`${host}\` is none of \`policy.allowedHosts\``
          : `\`${part}\` is whatever it is on the day on which it is read`
      const more = others.length === 0 ? '' : ` ${counted(others.length, 'more place')} refer to it as well.`
      report({
        at: { node, part: 'value' },
        covers: [first, ...others].map((each) => each.node),
        message: `\`${node.key}\` reads \`${address}\`, which can change at any time: ${because}.${more}`,
        related: others
          .slice(0, MOST_RELATED)
          .map((other) => ({ at: other.node, message: 'This is read from there as well.' })),
        discriminator: address,
        operations: [],
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'The value of an example from a branch, in a response that is reached through `$ref`',
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
              externalValue: https://raw.githubusercontent.com/acme/orders/main/examples/one.json
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Overlay: the newest release, whatever that is',
        format: 'overlay1',
        text: `
extends: https://unpkg.com/@acme/orders@latest/openapi.yaml
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'Arazzo: with `allowedHosts: ["*.acme.com"]`, a host that is none of them',
        format: 'arazzo1',
        facts: { allowedHosts: ['*.acme.com'] },
        text: `
sourceDescriptions:
  - { name: orders, url: 'https://specs.acme.com/orders.yaml' }
  - { name: parcels, url: 'https://specs.parcels.example/v2.yaml' }
#                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'A dialect of somebody else',
        facts: { allowedHosts: ['*.acme.com'] },
        text: `
jsonSchemaDialect: https://schemas.example.net/dialect
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'A release, a commit, a dialect that everybody knows, and a folder of the name of a branch',
        facts: { allowedHosts: ['*.acme.com', 'raw.githubusercontent.com'] },
        text: `
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
components:
  examples:
    pinned: { externalValue: 'https://raw.githubusercontent.com/acme/orders/v1.2.0/one.json' }
    own: { externalValue: 'https://files.acme.com/main/one.json' }
    beside: { externalValue: ./main/one.json }
`,
      },
      {
        title: 'AsyncAPI 3, until `policy.allowedHosts` says whom the organisation trusts',
        format: 'asyncapi3',
        text: `
components:
  schemas:
    Order: { $schema: 'https://schemas.example.net/dialect', type: object }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
components:
  schemas:
    Order: { $id: 'https://raw.githubusercontent.com/acme/orders/main/order.json', type: object }
`,
      },
      {
        title: 'OpenAPI 2.0: an address that is data',
        format: 'oas2',
        text: `
definitions:
  Order:
    type: object
    example: { $ref: 'https://raw.githubusercontent.com/acme/orders/main/order.json' }
`,
      },
    ],
  },
})
