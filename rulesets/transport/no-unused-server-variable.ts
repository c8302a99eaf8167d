import { defineRule, type Fix, type Node } from '@specward/core'
import { remove } from '../edits.ts'
import { counted } from '../wording.ts'
import { isFirst, variablesIn } from './server-parts.ts'

export default defineRule({
  id: 'no-unused-server-variable',
  title: 'A server variable is defined but not used.',
  why: 'It is what is left of a URL that has changed, or the sign of a slip of the pen in the URL. Readers, and tools that make clients, believe in a choice that does not exist, such as one between regions or between protocols.',
  fix: 'Remove the variable, or use it in the URL.',
  presets: { strict: 'info', 'owasp-api-2023': 'off' },
  formats: ['oas3', 'asyncapi'],
  references: { owasp: ['API9:2023'], cwe: [1125], controls: ['INV-2'] },
  falsePositives: 'Variables that only extensions of a tool use are reported as well.',
  select: 'server',
  check(expansion, { report, notApplicable }) {
    const { server } = expansion
    const map = isFirst(expansion) ? server.node.child('variables') : undefined
    if (!map?.isObject || map.child('$ref')) return notApplicable()
    const used = new Set(variablesIn(server.template))
    const unused = [...map.children()].filter(({ key }) => !used.has(key) && !key.startsWith('x-'))
    // what is missing from the URL may be the slip
    const fix = hasUndefined(server.template, map) ? undefined : removal(unused, map)
    for (const variable of unused) {
      report({
        at: variable,
        message: `Server variable \`${variable.key}\` does not occur in \`${server.template}\`.`,
        discriminator: variable.key,
        fix,
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'A version that is written out by now',
        text: `
servers:
  - url: https://{region}.acme.test/v2
    variables:
      region: { default: eu, enum: [eu, us] }
      version: { default: v1 }
#     ^^^^^^^
`,
      },
      {
        title: 'Another spelling, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      servers:
        - url: https://{Region}.acme.test
          variables:
            region: { default: eu }
#           ^^^^^^
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: kafka.acme.test:9093
    protocol: kafka-secure
    variables:
      port: { default: '9093' }
#     ^^^^
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: api.acme.test
    protocol: wss
    variables:
      version: { default: v1 }
#     ^^^^^^^
`,
      },
    ],
    good: [
      {
        title: 'Used in the host and in the path',
        text: `
servers:
  - url: https://{region}.acme.test/{version}
    variables:
      region: { default: eu }
      version: { default: v1 }
`,
      },
      {
        title: 'Near miss: used in the path, which AsyncAPI 3 keeps apart',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: api.acme.test
    pathname: /{version}
    protocol: wss
    variables:
      version: { default: v1 }
`,
      },
      {
        title: 'Near miss: no variable, but an extension',
        text: `
servers:
  - url: https://{region}.acme.test
    variables:
      region: { default: eu }
      x-order: { default: region }
`,
      },
    ],
  },
})

function hasUndefined(template: string, map: Node): boolean {
  return variablesIn(template).some((name) => map.child(name) === undefined)
}

/** All of them at once, and the map where nothing else is in it. */
function removal(unused: readonly Node[], map: Node): Fix {
  const isAll = unused.length === Object.keys(map.value as object).length
  const title = unused.length === 1 ? 'Remove the variable' : `Remove ${counted(unused.length, 'variable')}`
  return { title, kind: 'safe', edits: isAll ? [remove(map)] : unused.map(remove) }
}
