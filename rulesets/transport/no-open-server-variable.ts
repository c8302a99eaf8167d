import {
  defineRule,
  type Fix,
  type Model,
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
    const open = new Map<string, Opening>()
    for (const expansion of model.select('server')) {
      const opening = openingOf(expansion, model)
      if (!opening) continue
      const key = `${opening.variable.name} ${expansion.server.template}`
      const known = open.get(key)
      if (!known) open.set(key, opening)
      else for (const operation of opening.operations) known.operations.push(operation)
    }
    if (open.size === 0 && document.servers.every(({ template }) => !template.includes('{')))
      return notApplicable()
    for (const { variable, isHost, template, secrets, operations } of open.values()) {
      const whose = `the credentials of ${listed(secrets.map(({ name }) => name))}`
      report({
        at: variable.node,
        message: isHost
          ? `\`${variable.name}\` in \`${template}\` may be any host, so ${whose} can be sent anywhere.`
          : `\`${variable.name}\` in \`${template}\` may be \`http\` as well, so ${whose} can be sent unencrypted.`,
        discriminator: `${variable.name} ${template}`,
        operations: operations.map(({ label }) => label),
        fix: fixFor(variable),
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
  const operations = server.operations.filter(({ kind }) => kind === 'http' || kind === 'message')
  return { variable, isHost: ofHost !== undefined, template, secrets, operations }
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

/** A list of the one value that is known; whoever applies it adds the others. */
function fixFor({ node, default: value }: ServerVariable): Fix | undefined {
  if (value === undefined || node.child('enum')) return undefined
  const edit = { op: 'insert', path: node.path, key: 'enum', value: [value] } as const
  return { title: `Permit \`${value}\` alone`, kind: 'suggested', edits: [{ node, edit }] }
}
