import { defineRule, type ServerExpansion } from '@specward/core'
import { alikeOf, exposureOf, isFirstOfLine, privateBecause, unknownBecause } from './exposure.ts'
import { secureServers } from './secure-url.ts'

/** Further places that are shown. */
const MOST_RELATED = 5

export default defineRule({
  id: 'no-plaintext-server',
  title: 'A server can be reached without encryption.',
  why: 'Over plain HTTP, everybody on the way can read and change requests and responses, tokens included. A redirect to HTTPS comes too late: the first request has already been sent.',
  fix: 'Offer HTTPS alone: change the URL, the value of the variable or the entry of `schemes`, and switch plain HTTP off at the server.',
  presets: { recommended: 'error', strict: 'error' },
  formats: ['oas'],
  references: {
    owasp: ['API8:2023'],
    cwe: [319],
    controls: ['TRANSPORT-1'],
    specifications: ['RFC 9110, section 4.2.2', 'RFC 9325'],
  },
  falsePositives:
    'A server on the machine itself (`localhost`, 127.0.0.0/8, `[::1]`) is never reported. One with a private name or address is left undecided, because a service mesh may encrypt its traffic.',
  select: 'server',
  gateway: 'tls',
  check(expansion, { report, undecided, notApplicable, model }) {
    const exposure = exposureOf(expansion)
    if (!isFirstOfLine(expansion)) return notApplicable()
    if (exposure === 'protected') return
    const at = expansion.decidedBy
    if (exposure === 'unknown') return undecided({ at, because: unknownBecause(expansion) })
    if (exposure === 'private') return undecided({ at, because: privateBecause(expansion) })
    const alike = alikeOf(expansion, model)
    if (alike[0] !== expansion) return notApplicable()
    // webhooks and callbacks go to servers of somebody else
    const called = alike.flatMap(({ server }) => server.operations).filter(({ kind }) => kind === 'http')
    report({
      at,
      covers: alike.map(({ decidedBy }) => decidedBy),
      message: messageFor(expansion, alike.length),
      // of operations that say it each for themselves, every one has to change
      cause: expansion.server.level === 'operation' ? undefined : at,
      operations: called.map(({ label }) => label),
      fix: secureServers(alike),
      related: alike
        .slice(1, 1 + MOST_RELATED)
        .map(({ decidedBy }) => ({ at: decidedBy, message: 'It is offered here as well.' })),
    })
  },
  examples: {
    bad: [
      {
        title: 'A public host over HTTP',
        text: `
servers:
  - url: http://api.example.com/v1
#        ^^^^^^^^^^^^^^^^^^^^^^^^^
`,
      },
      {
        title: 'The scheme in upper case, at an operation',
        text: `
paths:
  /orders:
    post:
      servers:
        - url: HTTP://orders.example.com
#              ^^^^^^^^^^^^^^^^^^^^^^^^^
      responses:
        '201': { description: Created }
`,
      },
      {
        title: 'A variable whose values include `http`',
        text: `
servers:
  - url: '{scheme}://api.example.com'
    variables:
      scheme:
        default: https
        enum: [https, http]
#                     ^^^^
`,
      },
      {
        title: 'A server of a path item that is reached through `$ref`',
        text: `
paths:
  /orders:
    $ref: '#/components/pathItems/Orders'
components:
  pathItems:
    Orders:
      servers:
        - url: ws://orders.example.com
#              ^^^^^^^^^^^^^^^^^^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'OpenAPI 2.0: operations that offer HTTP each for itself; said once',
        format: 'oas2',
        text: `
host: api.example.com
schemes: [https]
paths:
  /orders:
    get:
      schemes: [https, http]
#                      ^^^^
      responses: { '200': { description: OK } }
    post:
      schemes: [https, http]
      responses: { '201': { description: Created } }
`,
      },
      {
        title: 'OpenAPI 2.0: HTTP among the schemes',
        format: 'oas2',
        text: `
host: api.example.com
schemes: [https, http]
#                ^^^^
`,
      },
    ],
    good: [
      {
        title: 'HTTPS alone',
        text: `
servers:
  - url: https://api.example.com/v1
`,
      },
      {
        title: 'A development server on the machine itself',
        text: `
servers:
  - url: https://api.example.com
  - url: http://localhost:8080
  - url: http://[::1]:8080
`,
      },
      {
        title: 'A host that merely begins with `http`',
        text: `
servers:
  - url: https://http.example.com
`,
      },
      {
        title: 'A private host and a relative URL: not decided',
        text: `
servers:
  - url: http://backend:8080
#        ~~~~~~~~~~~~~~~~~~~
  - url: /v1
#        ~~~
`,
      },
      {
        title: 'OpenAPI 2.0: HTTPS and secure WebSockets',
        format: 'oas2',
        text: `
host: api.example.com
schemes: [https, wss]
`,
      },
      {
        title: 'By the policy, a gateway enforces TLS: not decided',
        facts: { gateway: { tls: 'the load balancer answers on 443 alone' } },
        text: `
servers:
  - url: http://api.example.com/v1
#        ~~~~~~~~~~~~~~~~~~~~~~~~~
`,
      },
    ],
  },
})

function messageFor({ url, host, decidedBy, server, protocol }: ServerExpansion, count: number): string {
  const variable = variableOf(decidedBy)
  if (variable !== undefined) {
    return `Server \`${server.template}\` becomes \`${url}\` when \`${variable}\` is \`${decidedBy.string}\`: everything then travels unencrypted.`
  }
  if (decidedBy.key === 'url') {
    const by = count === 1 ? '' : `, which ${count} operations name each for itself,`
    return `Server \`${server.template}\`${by} can be reached without encryption.`
  }
  if (server.level === 'operation') {
    return count === 1
      ? `\`schemes\` of the operation offers \`${protocol}\`, so it can be reached without encryption.`
      : `\`schemes\` of ${count} operations offers \`${protocol}\`, so they can be reached without encryption.`
  }
  const reached = host === '' ? 'the API' : `\`${url}\``
  return `\`schemes\` offers \`${protocol}\`, so ${reached} can be reached without encryption.`
}

/** Name of the server variable to which a `default` or an entry of `enum` belongs. */
function variableOf(node: ServerExpansion['decidedBy']): string | undefined {
  const variable = node.key === 'default' ? node.parent : node.parent?.parent
  return variable?.parent?.key === 'variables' ? variable.key : undefined
}
