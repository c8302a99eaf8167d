import {
  defineRule,
  type Fix,
  type FixEdit,
  type Model,
  type Node,
  type Operation,
  reachOf,
  type SecurityScheme,
  type ServerExpansion,
  splitUrl,
} from '@specward/core'
import { listed } from '../wording.ts'
import { isFirst, type ServerVariable, secretsSentTo, variablesIn, variablesOf } from './server-parts.ts'

export default defineRule({
  id: 'no-open-server-variable',
  title: 'A server variable lets credentials be sent anywhere, or unencrypted.',
  why: 'Clients put whatever they are given into the variable. Whoever can set it, by a configuration, a link or a prompt, has the credentials sent to a host of their own, or over HTTP.',
  fix: 'List the permitted values under `enum`, or keep the part of the host that was registered out of the variable: `https://{tenant}.acme.com`.',
  presets: { recommended: 'info', strict: 'warn', 'internal-api': 'off' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API7:2023', 'API8:2023'],
    cwe: [522],
    controls: ['TRANSPORT-3', 'INV-4'],
    specifications: ['OpenAPI 3.1.1, section 4.8.6'],
  },
  falsePositives:
    'Where each customer runs the product on a host of their own, an open host cannot be avoided. A host whose last two labels are fixed, and a default on the machine itself, are not reported.',
  select: 'document',
  check(document, { report, notApplicable, model }) {
    const open = new Map<string, Opening & { readonly places: Node[] }>()
    for (const expansion of model.select('server')) {
      const opening = openingOf(expansion, model)
      if (!opening) continue
      const key = `${opening.variable.name} ${expansion.server.template}`
      const known = open.get(key)
      if (!known) {
        open.set(key, { ...opening, places: [opening.variable.node] })
        continue
      }
      known.places.push(opening.variable.node)
      for (const operation of opening.operations) known.operations.push(operation)
      // the same server may be written down at several operations
      const nodes = new Set(known.open.map(({ node }) => node))
      for (const each of opening.open) if (!nodes.has(each.node)) known.open.push(each)
    }
    if (open.size === 0 && document.servers.every(({ template }) => !template.includes('{')))
      return notApplicable()
    for (const {
      variable,
      places,
      open: variables,
      isHost,
      template,
      secrets,
      operations,
    } of open.values()) {
      const whose = `the credentials of ${listed(secrets.map(({ name }) => name))}`
      report({
        at: variable.node,
        covers: places,
        message: isHost
          ? `\`${variable.name}\` in \`${template}\` may be any host, so ${whose} can be sent anywhere.`
          : `\`${variable.name}\` in \`${template}\` may be \`http\` as well, so ${whose} can be sent unencrypted.`,
        discriminator: `${variable.name} ${template}`,
        operations: operations.map(({ label }) => label),
        fix: fixFor(variables),
      })
    }
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

interface Opening {
  readonly variable: ServerVariable
  /** All that are open in the protocol and the host: closing one would leave the next. */
  readonly open: ServerVariable[]
  /** True where the host is open, false where it is the protocol alone. */
  readonly isHost: boolean
  readonly template: string
  readonly secrets: readonly SecurityScheme[]
  readonly operations: Operation[]
}

/** The variable by which credentials can be led astray; it is the same for all URLs of a server. */
function openingOf(expansion: ServerExpansion, model: Model): Opening | undefined {
  const { server, reach, host } = expansion
  const { template } = server
  if (!template.includes('{') || !isFirst(expansion) || reach === 'loopback' || host === '') return undefined
  const variables = variablesOf(server, model)
  const open = variablesIn(template).filter((name) => isOpen(variables.get(name)))
  if (open.length === 0) return undefined
  const parts = splitUrl(withoutListed(template, variables), model.document.format.startsWith('asyncapi'))
  const ofHost =
    reachOf(parts.host) === 'unknown' ? open.find((name) => parts.host.includes(`{${name}}`)) : undefined
  const name = ofHost ?? open.find((each) => parts.protocol.includes(`{${each}}`))
  const variable = name === undefined ? undefined : variables.get(name)
  const secrets = variable ? secretsSentTo(server) : []
  if (!variable || secrets.length === 0) return undefined
  const leading = ofHost ? `${parts.protocol}${parts.host}` : parts.protocol
  const led = [...new Set(open)].filter((each) => leading.includes(`{${each}}`))
  const operations = server.operations.filter(({ kind }) => kind === 'http' || kind === 'message')
  return {
    variable,
    open: led.flatMap((each) => variables.get(each) ?? []),
    isHost: ofHost !== undefined,
    template,
    secrets,
    operations,
  }
}

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

/** A list of the one value that is known for each; whoever applies it adds the others. */
function fixFor(variables: readonly ServerVariable[]): Fix | undefined {
  const edits = variables.flatMap(({ node, default: value }): readonly FixEdit[] =>
    value === undefined || node.child('enum')
      ? []
      : [{ node, edit: { op: 'insert', path: node.path, key: 'enum', value: [value] } }],
  )
  if (edits.length < variables.length) return undefined
  const values = listed([...new Set(variables.map((each) => each.default ?? ''))])
  return { title: `Permit ${values} alone`, kind: 'suggested', edits }
}
