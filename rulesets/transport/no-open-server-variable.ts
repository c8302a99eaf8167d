import { defineRule, type Fix, reachOf, splitUrl } from '@specward/core'
import { listed } from '../wording.ts'
import { isFirst, type ServerVariable, secretsSentTo, variablesIn, variablesOf } from './server-parts.ts'

export default defineRule({
  id: 'no-open-server-variable',
  title: 'A server variable lets credentials be sent anywhere, or unencrypted.',
  why: 'Clients put whatever they are given into the variable. Whoever can set it, by a configuration, a link or a prompt, has the credentials sent to a host of their own, or over HTTP.',
  fix: 'List the permitted values under `enum`, or keep the part of the host that was registered out of the variable: `https://{tenant}.acme.com`.',
  presets: { recommended: 'info', strict: 'warn' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API7:2023', 'API8:2023'],
    cwe: [522],
    controls: ['TRANSPORT-3', 'INV-4'],
    specifications: ['OpenAPI 3.1.1, section 4.8.6'],
  },
  falsePositives:
    'Where each customer runs the product on a host of their own, an open host cannot be avoided. A host whose last two labels are fixed, and a default on the machine itself, are not reported.',
  select: 'server',
  check(expansion, { report, notApplicable, model }) {
    const { server, reach, host } = expansion
    if (!isFirst(expansion) || !server.template.includes('{') || reach === 'loopback' || host === '') {
      return notApplicable()
    }
    const variables = variablesOf(server, model)
    const open = variablesIn(server.template).filter((name) => isOpen(variables.get(name)))
    if (open.length === 0) return notApplicable()
    const isAsync = model.document.format.startsWith('asyncapi')
    const parts = splitUrl(withoutListed(server.template, variables), isAsync)
    const protocolVariable = open.find((name) => parts.protocol.includes(`{${name}}`))
    const hostVariables =
      reachOf(parts.host) === 'unknown' ? open.filter((name) => parts.host.includes(`{${name}}`)) : []
    const [name] = hostVariables.length > 0 ? hostVariables : [protocolVariable]
    const variable = name === undefined ? undefined : variables.get(name)
    if (name === undefined || !variable) return
    const secrets = secretsSentTo(server)
    if (secrets.length === 0) return notApplicable()
    const whose = `the credentials of ${listed(secrets.map((scheme) => scheme.name))}`
    report({
      at: variable.node,
      message:
        hostVariables.length > 0
          ? `\`${name}\` in \`${server.template}\` may be any host, so ${whose} can be sent anywhere.`
          : `\`${name}\` in \`${server.template}\` may be \`http\` as well, so ${whose} can be sent unencrypted.`,
      discriminator: name,
      fix: fixFor(variable),
    })
  },
  examples: {
    bad: [
      {
        title: 'The host is anybody',
        text: `
servers:
  - url: https://{host}/v1
    variables:
      host: { default: api.acme.com }
#     ^^^^
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'The protocol has no `enum`, in a path item that is reached through `$ref`',
        text: `
paths:
  /orders: { $ref: '#/components/pathItems/Orders' }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
  pathItems:
    Orders:
      servers:
        - url: '{scheme}://api.acme.com'
          variables:
            scheme: { default: https }
#           ^^^^^^
      get:
        security: [{ key: [] }]
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
    url: '{broker}:9093'
    protocol: kafka-secure
    variables:
      broker: { default: kafka.acme.com }
#     ^^^^^^
    security: [{ user: [] }]
components:
  securitySchemes:
    user: { type: userPassword }
`,
      },
      {
        title: 'AsyncAPI 3: the registered part is open',
        format: 'asyncapi3',
        text: `
servers:
  main:
    host: 'api.{brand}.com'
    protocol: wss
    variables:
      brand: { default: acme }
#     ^^^^^
    security: [{ type: http, scheme: bearer }]
`,
      },
    ],
    good: [
      {
        title: 'Near miss: tenants below a fixed domain',
        text: `
servers:
  - url: https://{tenant}.acme.com/{version}
    variables:
      tenant: { default: demo }
      version: { default: v1 }
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
      {
        title: 'Listed values, a relative URL, and no credentials',
        text: `
servers:
  - url: '{scheme}://{host}'
    variables:
      scheme: { default: https, enum: [https] }
      host: { default: eu.acme.com, enum: [eu.acme.com, us.acme.com] }
  - url: '{basePath}/orders'
    variables: { basePath: { default: /v1 } }
security: [{ token: [] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
  /mirror:
    servers:
      - url: https://{mirror}
        variables: { mirror: { default: a.acme.com } }
    get:
      security: []
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
`,
      },
    ],
  },
})

/** Undefined variables are judged by another rule. */
function isOpen(variable: ServerVariable | undefined): boolean {
  return variable !== undefined && (variable.listed === undefined || variable.listed.length === 0)
}

function withoutListed(template: string, variables: ReadonlyMap<string, ServerVariable | undefined>): string {
  return template.replaceAll(
    /\{([^{}]+)\}/g,
    (whole, name: string) => variables.get(name)?.listed?.[0] ?? whole,
  )
}

/** A list of the one value that is known; whoever applies it adds the others. */
function fixFor({ node, default: value }: ServerVariable): Fix | undefined {
  if (value === undefined || node.child('enum')) return undefined
  const edit = { op: 'insert', path: node.path, key: 'enum', value: [value] } as const
  return { title: `Permit \`${value}\` alone`, kind: 'suggested', edits: [{ node, edit }] }
}
