import {
  defineRule,
  type Model,
  type OAuthFlow,
  type SecurityRequirement,
  type SecurityScheme,
} from '@specward/core'
import { counted, listed } from '../wording.ts'
import { flowScopesOf } from './flow-scopes.ts'
import { offersAll, scatteredFinding } from './one-flow.ts'
import { requirementsInForce } from './scheme-uses.ts'

/** Flows that ought to go: what they lack is no loss, but what they alone offer is lost with them. */
const OUTDATED: ReadonlySet<string> = new Set(['implicit', 'password'])

export default defineRule({
  id: 'no-scope-missing-in-flow',
  title: 'A required scope cannot be had by one of the flows.',
  why: 'Clients that get their tokens by a flow which does not offer the scope can never call the operation. Such gaps are closed in a hurry: the check is dropped, or the clients get a broader scope than they need.',
  fix: 'Declare the scope in this flow as well. If clients of the flow are not meant to have it, give the flow a scheme of its own, so that the description says who can call what.',
  presets: { strict: 'info' },
  formats: ['oas3', 'asyncapi'],
  references: {
    owasp: ['API5:2023'],
    cwe: [863],
    controls: ['TOKEN-3'],
    specifications: ['OpenAPI 3.1.1, OAuth Flow Object'],
  },
  falsePositives:
    'Services may be meant to do less than people, or the other way round; a scheme for each says so. Flows that offer nothing of what is required are left alone, and so are the outdated implicit and password flows where they lack something.',
  select: 'securityScheme',
  check(scheme, { report, notApplicable, model }) {
    const flows = scheme.flows.filter(({ kind }) => !OUTDATED.has(kind))
    const { places } = flowScopesOf(scheme)
    const known = requirementsInForce(scheme, model).filter(
      // what no flow declares, `no-undefined-scope` tells of
      ({ scopes }) => scopes.length > 0 && scopes.every(({ name }) => places.has(name)),
    )
    if (scheme.flows.length < 2 || flows.length === 0 || known.length === 0) return notApplicable()
    const requirements = known.filter(({ scopes }) => offersAll(scheme, scopes))
    for (const requirement of known) {
      const scattered =
        scheme.flows.every(({ listsScopes }) => listsScopes) && scatteredFinding(requirement, scheme)
      if (scattered) report(scattered)
    }
    for (const flow of flows) {
      const gap = gapOf(flow, scheme.flows, requirements)
      if (!gap) continue
      const { missing, operations } = gap
      const those = operations === 1 ? 'it' : 'them'
      report({
        at: flow.node,
        covers: missing,
        message: `The ${flow.kind} flow of \`${scheme.name}\` does not offer ${listed(missing)}, which ${counted(operations, 'operation')} ${operations === 1 ? 'requires' : 'require'}: clients of this flow can never call ${those}.`,
        discriminator: flow.kind,
        related: placesOf(missing, scheme),
        fix: fixFor(flow, missing, scheme, model),
      })
    }
  },
  examples: {
    bad: [
      {
        title: 'Two scopes together, of which each flow offers one',
        text: `
paths:
  /orders:
    get:
      security:
        - oauth: [orders, audit]
#                         ^^^^^
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { audit: Audit }
`,
      },
      {
        title: 'People can write, services cannot',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: OK }
    post:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write }
        clientCredentials:
#       ^^^^^^^^^^^^^^^^^
          tokenUrl: https://id.example.com/token
          scopes:
            orders:read: Read
`,
      },
      {
        title: 'A scope that only the outdated flow offers',
        text: `
paths:
  /orders:
    get:
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: OK }
    put:
      security: [{ oauth: ['orders:write'] }]
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit:
          authorizationUrl: https://id.example.com/authorize
          scopes: { 'orders:read': Read, 'orders:write': Write }
        authorizationCode:
#       ^^^^^^^^^^^^^^^^^
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read }
`,
      },
      {
        title: 'Inherited from the document, by a scheme that is reached through `$ref`',
        text: `
security: [{ login: [orders] }, { login: [audit] }]
paths:
  /orders:
    get:
      responses:
        '200': { description: OK }
components:
  securitySchemes:
    login: { $ref: '#/components/securitySchemes/oauth' }
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders, audit: Audit }
        authorizationCode:
#       ^^^^^^^^^^^^^^^^^
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { orders: Orders }
`,
      },
      {
        title: 'AsyncAPI 3',
        format: 'asyncapi3',
        text: `
servers:
  production:
    host: events.example.com
    protocol: wss
    security:
      - $ref: '#/components/securitySchemes/oauth'
channels:
  orders: { address: /orders }
operations:
  sendOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      scopes: [orders, stream]
      flows:
        authorizationCode:
#       ^^^^^^^^^^^^^^^^^
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          availableScopes: { orders: Orders }
        clientCredentials:
          tokenUrl: https://id.example.com/token
          availableScopes: { orders: Orders, stream: Stream }
`,
      },
    ],
    good: [
      {
        title: 'The same scopes in both; an outdated flow, and one that offers nothing of it, are left alone',
        text: `
security: [{ oauth: ['orders:read', 'orders:write'] }]
paths:
  /orders:
    post:
      responses:
        '201': { description: Created }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        implicit: { authorizationUrl: 'https://id.example.com/authorize', scopes: { 'orders:read': Read } }
        deviceAuthorization: { scopes: {} }
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write, profile: Who signed in }
        clientCredentials:
          tokenUrl: https://id.example.com/token
          scopes: { 'orders:read': Read, 'orders:write': Write }
`,
      },
      {
        title: 'AsyncAPI 2: one flow',
        format: 'asyncapi2',
        text: `
servers:
  production: { url: 'wss://events.example.com', protocol: wss, security: [{ oauth: [orders] }] }
channels:
  orders:
    subscribe:
      message: { payload: { type: object } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: { orders: Orders } }
`,
      },
    ],
  },
})

interface Gap {
  readonly missing: readonly string[]
  /** How many operations are out of reach for clients of the flow. */
  readonly operations: number
}

/** What a flow lacks of what others offer; undefined when it lacks nothing, or offers nothing that is required. */
function gapOf(
  flow: OAuthFlow,
  flows: readonly OAuthFlow[],
  requirements: readonly SecurityRequirement[],
): Gap | undefined {
  if (!flow.listsScopes) return undefined
  const own = new Set(flow.scopes.map(({ name }) => name))
  const offered = new Set(flows.flatMap(({ scopes }) => scopes.map(({ name }) => name)))
  const required = requirements.flatMap(({ scopes }) => scopes.map(({ name }) => name))
  if (!required.some((name) => own.has(name))) return undefined
  const missing = [...new Set(required.filter((name) => !own.has(name) && offered.has(name)))]
  const lacking = new Set(missing)
  const concerned = requirements.filter(({ scopes }) => scopes.some(({ name }) => lacking.has(name)))
  const operations = new Set(concerned.flatMap((requirement) => requirement.operations))
  return missing.length === 0 ? undefined : { missing, operations: operations.size }
}

function placesOf(missing: readonly string[], scheme: SecurityScheme) {
  const { places } = flowScopesOf(scheme)
  return missing.slice(0, 3).flatMap((name) => {
    const node = places.get(name)
    return node ? [{ at: { node, part: 'key' }, message: `Another flow offers \`${name}\`.` } as const] : []
  })
}

function fixFor(flow: OAuthFlow, missing: readonly string[], scheme: SecurityScheme, model: Model) {
  const node = model.resolve(flow.node)
  const scopes = node?.child('availableScopes') ?? node?.child('scopes')
  if (!scopes?.isObject) return undefined
  const { places } = flowScopesOf(scheme)
  const edits = missing.map((key) => {
    const value = places.get(key)?.string ?? ''
    return { node: scopes, edit: { op: 'insert', path: scopes.path, key, value } as const }
  })
  return { title: 'Offer what is required by this flow as well', kind: 'suggested', edits } as const
}
