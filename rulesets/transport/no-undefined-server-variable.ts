import { defineRule, type Format, type Node, type Server } from '@specward/core'
import { listed } from '../wording.ts'
import { addressNode, isFirst, variablesIn, variablesOf } from './server-parts.ts'

/** Their schemas forbid an empty `enum`, so `spec-conformance` speaks. */
const DEMANDS_VALUES: ReadonlySet<Format> = new Set(['oas3.1', 'oas3.2'])

export default defineRule({
  id: 'no-undefined-server-variable',
  title: 'A server URL has a variable whose values are not defined.',
  why: 'Whoever reads the description fills in something of their own, and clients send requests with their credentials to a host that nobody has named. No rule can say whether that URL is encrypted or trusted.',
  fix: 'Define the variable under `variables` of the server, with a `default` that its `enum` lists.',
  presets: { recommended: 'warn', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API8:2023'],
    cwe: [1173],
    controls: ['INV-3'],
    specifications: ['OpenAPI 3.1.1, section 4.8.6', 'AsyncAPI 3.0.0, Server Variable Object'],
  },
  falsePositives:
    'A variable without `default`, which OpenAPI demands and AsyncAPI does not, is judged by `spec-conformance`, and so is an empty `enum` from OpenAPI 3.1 on.',
  select: 'server',
  check(expansion, { report, notApplicable, model, format }) {
    const { server } = expansion
    if (!isFirst(expansion)) return notApplicable()
    const names = variablesIn(server.template)
    if (names.length === 0) return notApplicable()
    const variables = variablesOf(server, model)
    for (const name of names) {
      const variable = variables.get(name)
      const said = (at: Node, message: string) => report({ at, message, discriminator: name })
      if (!variables.has(name)) {
        const like = [...variables.keys()].find((other) => other.toLowerCase() === name.toLowerCase())
        const hint = like === undefined ? '' : `; \`${like}\` is another name`
        said(
          holderOf(name, server) ?? addressNode(server, model.document),
          `\`{${name}}\` in \`${server.template}\` is defined nowhere under \`variables\`${hint}.`,
        )
      } else if (variable?.listed?.length === 0) {
        if (DEMANDS_VALUES.has(format)) continue
        const at = variable.node.child('enum') ?? variable.node
        said(at, `The \`enum\` of server variable \`${name}\` is empty, so no value is permitted.`)
      } else if (variable?.listed && variable.default !== undefined) {
        if (isListed(variable.default, variable.listed)) continue
        const at = variable.node.child('default') ?? variable.node
        said(
          at,
          `Server variable \`${name}\` is \`${variable.default}\` by default, which its \`enum\` does not list: ${listed(variable.listed)}.`,
        )
      }
    }
  },
  examples: {
    bad: [
      {
        title: 'No definition',
        text: `
servers:
  - url: https://{region}.acme.test
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^
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
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^
          variables: { region: { default: eu } }
      get:
        responses:
          '200': { description: OK }
`,
      },
      {
        title: 'A default that is not permitted, and an empty list',
        format: 'oas3.0',
        text: `
servers:
  - url: https://{region}.acme.test/{version}
    variables:
      region:
        default: us
#                ^^
        enum: [eu, apac]
      version:
        default: v1
        enum: []
#             ^^
`,
      },
      {
        title: 'AsyncAPI 2',
        format: 'asyncapi2',
        text: `
servers:
  main:
    url: kafka.acme.test:{port}
#        ^^^^^^^^^^^^^^^^^^^^^^
    protocol: kafka-secure
`,
      },
      {
        title: 'AsyncAPI 3: a variable of the path',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: api.acme.test
    pathname: /{version}
#             ^^^^^^^^^^
    protocol: wss
`,
      },
    ],
    good: [
      {
        title: 'Defined, with a default among the permitted values',
        text: `
servers:
  - url: https://{region}.acme.test/{version}
    variables:
      region: { default: eu, enum: [eu, us] }
      version: { default: v1 }
`,
      },
      {
        title: 'Near miss: a number where a text was meant',
        text: `
servers:
  - url: https://api.acme.test:{port}/{version}
    variables:
      port: { default: 8443, enum: ['8443', '443'] }
      version: { default: 1.0, enum: ['1.0', '2.0'] }
`,
      },
      {
        title: 'AsyncAPI 3: the variable is defined elsewhere; a client has to fill it in',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: '{tenant}.acme.test'
    protocol: wss
    variables:
      tenant: { $ref: '#/components/serverVariables/tenant' }
components:
  serverVariables:
    tenant: { description: Name of the tenant }
`,
      },
    ],
  },
})

/** A number that YAML has read out of `1.0` is still the version that was meant. */
function isListed(value: string, values: readonly string[]): boolean {
  return values.some((each) => each === value || (each.trim() !== '' && Number(each) === Number(value)))
}

/** AsyncAPI 3 splits the URL in two. */
function holderOf(name: string, { node }: Server): Node | undefined {
  return ['url', 'host', 'pathname']
    .map((key) => node.child(key))
    .find((part) => part?.string?.includes(`{${name}}`))
}
