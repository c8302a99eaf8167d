import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import type { Format } from '../spec/format.ts'
import type { OAuthFlow, Operation, SchemeUrl, SecurityScheme } from './concepts.ts'
import type { ModelContext } from './context.ts'
import type { View } from './view.ts'

/** Flow names of OpenAPI 2.0 in those of OpenAPI 3. */
const OAS2_FLOWS: Readonly<Record<string, string>> = {
  accessCode: 'authorizationCode',
  application: 'clientCredentials',
}

const FLOW_URLS = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const
const SCHEME_URLS = ['openIdConnectUrl', 'oauth2MetadataUrl'] as const

/**
 * Schemes that prove possession of a secret without sending it: challenge and response, signatures, certificates
 * (RFC 7616, RFC 4559, RFC 7804, RFC 7486, RFC 8120, RFC 9449, RFC 9635; SASL SCRAM and GSSAPI; TLS client certificates).
 */
const WITHOUT_SECRET: ReadonlySet<string> = new Set([
  'mutualTLS',
  'X509',
  'symmetricEncryption',
  'asymmetricEncryption',
  'scramSha256',
  'scramSha512',
  'gssapi',
])
const HTTP_WITHOUT_SECRET: ReadonlySet<string> = new Set([
  'digest',
  'negotiate',
  'scram-sha-1',
  'scram-sha-256',
  'hoba',
  'mutual',
  'dpop',
  'gnap',
  'signature',
  'aws4-hmac-sha256',
])

/**
 * Reads a Security Scheme Object.
 * @param node where it is declared; references are followed
 * @returns undefined when it could not be read
 */
export function readScheme(
  context: ModelContext,
  name: string,
  node: Node,
  operations: (scheme: SecurityScheme) => readonly Operation[],
): SecurityScheme | undefined {
  const view = context.view(node)
  if (!view) return undefined
  const written = view.string('type') ?? ''
  const type = written === 'basic' ? 'http' : written
  const httpScheme =
    written === 'basic' ? 'basic' : type === 'http' ? view.string('scheme')?.trim().toLowerCase() : undefined
  const carriesKey = type === 'apiKey' || type === 'httpApiKey'
  const known = context.graph.nameOf(view.node)
  const scheme: SecurityScheme = {
    concept: 'securityScheme',
    node: view.node,
    // of several names that lead to it, that of the scheme itself; what stands in a list has none
    identity: `scheme ${/^\d+$/.test(known) ? name : known}`,
    name,
    type,
    in: carriesKey ? view.string('in') : undefined,
    parameterName: carriesKey ? view.string('name') : undefined,
    httpScheme,
    bearerFormat: view.string('bearerFormat'),
    deprecated: view.isTrue('deprecated'),
    flows: readFlows(context, view),
    urls: readUrls(context, view),
    sendsSecret:
      !WITHOUT_SECRET.has(type) && !HTTP_WITHOUT_SECRET.has(httpScheme ?? '') && !isAwsSignature(view),
    get operations() {
      return operations(scheme)
    },
  }
  return scheme
}

/** Amazon API Gateway exports request signatures (Signature Version 4) as an API key with this extension. */
function isAwsSignature(scheme: View): boolean {
  return scheme.string('x-amazon-apigateway-authtype')?.toLowerCase() === 'awssigv4'
}

/** AsyncAPI 3: the name of a scheme that stands, or is referred to, in a `security` list. */
export function schemeName(graph: Graph, node: Node): string {
  const end = graph.resolve(node)
  return end && end !== node ? graph.nameOf(end) : (node.child('type')?.string ?? 'unnamed')
}

/** Types of the Security Scheme Object by specification; `basic` of OpenAPI 2.0 is read as `http`. */
const TYPES_OPENAPI = ['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect']
const TYPES_ASYNCAPI = [
  ...['userPassword', 'apiKey', 'X509', 'symmetricEncryption', 'asymmetricEncryption', 'httpApiKey', 'http'],
  ...['oauth2', 'openIdConnect', 'plain', 'scramSha256', 'scramSha512', 'gssapi'],
]

/** What keeps a scheme from protecting anything: a clause after its name; undefined when it is complete enough. */
export function flawOf(scheme: SecurityScheme, format: Format): string | undefined {
  const { type } = scheme
  const isAsync = format === 'asyncapi2' || format === 'asyncapi3'
  const types = isAsync ? TYPES_ASYNCAPI : TYPES_OPENAPI
  if (type === '') return 'has no `type`'
  if (!types.includes(type)) return `has the unknown type \`${type}\``
  if (type === 'http' && !scheme.httpScheme) return 'has no `scheme`'
  if (type === 'apiKey' && !scheme.in) return 'does not say where the key is sent (`in`)'
  if ((type === 'httpApiKey' || (type === 'apiKey' && !isAsync)) && !scheme.parameterName)
    return 'has no `name`'
  if (type === 'oauth2' && scheme.flows.length === 0) return 'has no OAuth flow'
  return undefined
}

function readFlows(context: ModelContext, scheme: View): readonly OAuthFlow[] {
  const flow = scheme.get('flow')
  if (flow?.string !== undefined) {
    const kind = Object.hasOwn(OAS2_FLOWS, flow.string) ? (OAS2_FLOWS[flow.string] as string) : flow.string
    return [{ node: flow, kind, ...scopesOf(context, scheme) }]
  }
  const flows: OAuthFlow[] = []
  for (const node of context.view(scheme.get('flows'))?.entries() ?? []) {
    const view = node.key.startsWith('x-') ? undefined : context.view(node)
    if (view) flows.push({ node, kind: node.key, ...scopesOf(context, view) })
  }
  return flows
}

/** Names of a `scopes` mapping (AsyncAPI 3: `availableScopes`). */
function scopesOf(context: ModelContext, flow: View): Pick<OAuthFlow, 'scopes' | 'listsScopes'> {
  const view = context.view(flow.get('availableScopes') ?? flow.get('scopes'))
  const scopes = [...(view?.entries() ?? [])]
    .filter((node) => !node.key.startsWith('x-'))
    .map((node) => ({ name: node.key, node }))
  return { scopes, listsScopes: view !== undefined }
}

function readUrls(context: ModelContext, scheme: View): readonly SchemeUrl[] {
  const urls: SchemeUrl[] = []
  const add = (view: View, fields: readonly string[]) => {
    for (const field of fields) {
      const node = view.get(field)
      if (node?.string !== undefined) urls.push({ field, url: node.string, node })
    }
  }
  add(scheme, [...SCHEME_URLS, ...FLOW_URLS])
  for (const flow of context.view(scheme.get('flows'))?.entries() ?? []) {
    const view = flow.key.startsWith('x-') ? undefined : context.view(flow)
    if (view) add(view, FLOW_URLS)
  }
  return urls
}
