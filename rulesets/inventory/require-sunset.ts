import { defineRule, type Fix, type Format, type Operation } from '@specward/core'
import { insert, joined } from '../edits.ts'
import { labelsOf } from '../headers.ts'
import { listed } from '../wording.ts'
import { endSaid, shortened } from './sunset.ts'

export default defineRule({
  id: 'require-sunset',
  title: 'What is deprecated does not say until when it is served.',
  why: 'An old operation that may go at any time goes at none. It stays reachable, nobody looks after it, and it is where an attacker looks first.',
  fix: 'Decide on a day, and tell it by the header fields `Deprecation` and `Sunset`, by an extension such as `x-sunset`, or in the description. Write the day as ISO 8601 does (`2027-01-31`), or as an HTTP date in header fields.',
  presets: { recommended: 'info', strict: 'info' },
  formats: ['oas'],
  references: {
    owasp: ['API9:2023'],
    cwe: [477],
    controls: ['LIFE-1'],
    specifications: ['RFC 8594, section 3', 'RFC 9745, section 2'],
  },
  falsePositives:
    'The day may stand in a changelog or in a notice to customers. Only operations are looked at; parameters and properties that are deprecated go with the next version of their operation. Told once for a description.',
  select: 'document',
  check({ operations }, { report, notApplicable, model, format }) {
    const deprecated = operations.filter(({ deprecated, kind }) => deprecated && kind === 'http')
    if (deprecated.length === 0) return notApplicable()
    const said = new Map(deprecated.map((operation) => [operation, endSaid(operation, model)]))
    const lost = deprecated.find((operation) => typeof said.get(operation) === 'object')
    const open = deprecated.filter((operation) => said.get(operation) !== 'told')
    const [first] = open
    if (!first) return
    const written = lost && said.get(lost)
    const vain =
      lost && typeof written === 'object'
        ? ` \`${written.key}: ${shortened(written).slice(1)} of \`${lost.label}\` is no day that can be read: write it as \`2027-01-31\`.`
        : ''
    const labels = labelsOf(open)
    report({
      covers: labels,
      at: (first === lost && typeof written === 'object' ? written : undefined) ??
        first.node.child('deprecated') ?? { node: first.node, part: 'key' },
      message: `${listed(labels)} ${labels.length === 1 ? 'is' : 'are'} deprecated, but nothing says until when ${labels.length === 1 ? 'it is' : 'they are'} served.${vain}`,
      operations: labels,
      fix: joined(open.map((operation) => withSunset(operation, format))),
    })
  },
  examples: {
    bad: [
      {
        title: 'Deprecated, and two more of the kind; one in a path item behind `$ref`',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
#                 ^^^^
      responses:
        '200': { description: OK }
  /v1/customers: { $ref: '#/components/pathItems/Customers' }
components:
  pathItems:
    Customers:
      get:
        deprecated: true
        description: Use /v2/customers instead.
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: since when is no answer to until when',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      deprecated: true
#                 ^^^^
      description: Was introduced on 2019-03-01.
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'An extension that tells no day',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      x-sunset: soon
#               ^^^^
      responses:
        '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: no month has this number',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      deprecated: true
      x-sunset: '2027-13-45'
#               ^^^^^^^^^^^^
      responses:
        '200': { description: OK }
    post:
      deprecated: true
      responses:
        '201': { description: Created }
`,
      },
    ],
    good: [
      {
        title: 'By a header field, by an extension, in words, or by the version in which it goes',
        text: `
paths:
  /v1/orders:
    get:
      deprecated: true
      responses:
        '200':
          description: OK
          headers: { Sunset: { schema: { type: string } } }
    post:
      deprecated: true
      x-sunset: 2027-01-31
      responses:
        '201': { description: Created }
    put:
      deprecated: true
      description: Use the new one. It will be switched off on January 31, 2027.
      responses:
        '204': { description: Changed }
    patch:
      deprecated: true
      x-sunset: 31.12.2027
      responses:
        '204': { description: Changed }
    head:
      deprecated: true
      x-removal: Q3 2027
      responses:
        '204': { description: Changed }
    options:
      deprecated: true
      x-deprecation: { removed-in: v3 }
      responses:
        '204': { description: Changed }
    delete:
      deprecated: true
      description: Will be removed in version 3 of the API.
      responses:
        '204': { description: Gone }
`,
      },
      {
        title: 'Near miss: a parameter that is deprecated',
        format: 'oas3.0',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: page, in: query, deprecated: true, schema: { type: integer } }
      responses:
        '200': { description: OK }
`,
      },
    ],
  },
})

/** Documents the field by which callers learn the day, in the response to what has gone well. */
function withSunset({ responses }: Operation, format: Format): Fix | undefined {
  const own = responses.filter(({ node }) => node.isObject && !node.child('$ref'))
  const { node } = own.find(({ status }) => status.startsWith('2')) ?? own[0] ?? {}
  const headers = node?.child('headers')
  if (!node || (headers && !headers.isObject)) return undefined
  const description = 'Day on which the operation is switched off (RFC 8594)'
  const value =
    format === 'oas2' ? { description, type: 'string' } : { description, schema: { type: 'string' } }
  const edit = headers ? insert(headers, 'Sunset', value) : insert(node, 'headers', { Sunset: value })
  return { title: 'Document the header `Sunset`', kind: 'suggested', edits: [edit] }
}
