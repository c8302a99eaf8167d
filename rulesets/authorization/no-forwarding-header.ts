import { defineRule } from '@specward/core'
import { counted, listed } from '../wording.ts'

/** Headers by which proxies say from where a request came and for which host, lower-case. */
const FORWARDING: ReadonlySet<string> = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-server', 'x-forwarded-port'],
  ...[
    'x-forwarded-proto',
    'x-forwarded-prefix',
    'x-real-ip',
    'x-client-ip',
    'x-original-host',
    'true-client-ip',
  ],
])

/** Places that are shown beside the first. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-forwarding-header',
  title: 'Callers say by a header from where a request comes, or for which host it is.',
  why: 'What a proxy is to say, anybody can. Where the server believes it, a caller gets around limits and lists of addresses by a new `X-Forwarded-For` with each request, and by `X-Forwarded-Host` has links sent, for example for a new password, that lead to a host of theirs.',
  fix: 'Have the outermost proxy overwrite these headers, believe them from that proxy alone, and leave them out of the description that callers see.',
  presets: { strict: 'info', 'internal-api': 'off' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [348],
    controls: ['INFRA-2'],
    specifications: ['RFC 7239, section 8.1'],
  },
  falsePositives:
    'Many frameworks write these headers into descriptions by themselves, and the proxy may well overwrite them. Told once for a description.',
  select: 'document',
  check(_, { report, notApplicable, model }) {
    const headers = [...model.select('parameter')].filter(
      (each) => each.in === 'header' && each.operations.some(({ kind }) => kind === 'http'),
    )
    if (headers.length === 0) return notApplicable()
    const found = headers.filter(({ name }) => FORWARDING.has(name.toLowerCase()))
    const [first, ...others] = found
    if (!first) return
    const operations = found.flatMap((each) => each.operations).filter(({ kind }) => kind === 'http')
    const labels = [...new Set(operations.map(({ label }) => label))]
    const names = [...new Set(found.map(({ name }) => name))]
    const who = labels.length === 1 ? `\`${labels[0]}\` takes` : `${counted(labels.length, 'operation')} take`
    report({
      at: first.node.child('name') ?? first.node,
      covers: found.map((each) => each.node),
      message: `${who} ${listed(names)} from callers, who can write there what they like: let nobody but your own proxy set ${names.length === 1 ? 'it' : 'them'}.`,
      operations: labels,
      related: others.slice(0, MOST_RELATED).map(({ node, name }) => ({
        at: node.child('name') ?? node,
        message: `\`${name}\` as well.`,
      })),
    })
  },
  examples: {
    bad: [
      {
        title: 'The host, through `$ref`, and the address',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { $ref: '#/components/parameters/Host' }
        - { name: X-Forwarded-For, in: header, schema: { type: string } }
      responses: { '200': { description: OK } }
components:
  parameters:
    Host: { name: X-Forwarded-Host, in: header, schema: { type: string } }
#                 ^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: x-real-ip, in: header, type: string }]
#                          ^^^^^^^^^
      responses: { '200': { description: OK } }
`,
      },
    ],
    good: [
      {
        title: 'Near miss: another header, and the same name in the query',
        text: `
paths:
  /orders:
    get:
      parameters:
        - { name: X-Forwarding-Id, in: header, schema: { type: string } }
        - { name: forwarded, in: query, schema: { type: boolean } }
      responses: { '200': { description: OK } }
`,
      },
      {
        title: 'OpenAPI 2.0',
        format: 'oas2',
        text: `
paths:
  /orders:
    get:
      parameters: [{ name: X-Trace, in: header, type: string }]
      responses: { '200': { description: OK } }
`,
      },
    ],
  },
})
