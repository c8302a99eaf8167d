import type { Header, Model, Node, Operation } from '@specward/core'
import { childInAnyCase, responseHeader, sentHeaders } from '../headers.ts'

/** A value that is sent, and where it is written. */
export interface CorsValue {
  readonly node: Node
  readonly value: string
}

/** What a response, or the gateway, says to browsers about calls from other websites. */
export interface CorsPolicy {
  readonly origins: readonly CorsValue[]
  /** Where it is written that whatever origin asks is sent back. */
  readonly reflects: Node | undefined
  readonly methods: readonly CorsValue[]
  readonly headers: readonly CorsValue[]
  /** `unknown`: the field is documented without a value. */
  readonly credentials: 'true' | 'unknown' | 'absent'
  readonly credentialsNode: Node | undefined
  readonly operations: readonly Operation[]
}

const known = new WeakMap<Model, readonly CorsPolicy[]>()

/** What is documented by response headers, and by extensions that make Amazon API Gateway or Kong send them. */
export function corsPolicies(model: Model): readonly CorsPolicy[] {
  let policies = known.get(model)
  if (!policies) {
    policies = [...ofResponses(model), ...ofAmazon(model), ...ofKong(model)]
    known.set(model, policies)
  }
  return policies
}

/** Where it is said that every origin may call: by `*`, or because any origin is sent back. */
export function anyOrigin({ origins, reflects }: CorsPolicy): CorsValue | undefined {
  if (reflects) return { node: reflects, value: 'any' }
  return origins.find(({ value }) => value === '*')
}

const FIELD = 'Access-Control-Allow-'

function ofResponses(model: Model): readonly CorsPolicy[] {
  const responses = new Map(
    ['Origin', 'Methods', 'Headers'].flatMap((field) =>
      sentHeaders(model, FIELD + field).map((sent) => [sent.response, sent.operations] as const),
    ),
  )
  return [...responses].map(([response, operations]) => {
    const origin = responseHeader(response, `${FIELD}Origin`)
    const credentials = responseHeader(response, `${FIELD}Credentials`)
    return {
      origins: valuesOf(origin),
      reflects: origin && reflection(origin, model),
      methods: valuesOf(responseHeader(response, `${FIELD}Methods`)),
      headers: valuesOf(responseHeader(response, `${FIELD}Headers`)),
      credentials: credentials ? readCredentials(credentials.values) : 'absent',
      credentialsNode: credentials?.node,
      operations,
    }
  })
}

function readCredentials(values: readonly Node[]): CorsPolicy['credentials'] {
  if (values.length === 0) return 'unknown'
  return values.some(({ value }) => value === true || value === 'true') ? 'true' : 'absent'
}

function valuesOf(header: Header | undefined): readonly CorsValue[] {
  return (header?.values ?? []).flatMap((node) =>
    node.string === undefined ? [] : { node, value: node.string.trim() },
  )
}

/** Patterns that every origin fits. */
const EVERYTHING = /^\^?(?:https\?:(?:\\?\/){2})?\(?(?:\.|\\S|\[\^\/\])[*+]\)?\$?$/

const SENDS_BACK =
  /\b(?:echo(?:es|ed)?|reflects?|reflected|mirrors?|mirrored|copies|copied|same as|identical to|(?:the )?value of)\b.{0,60}\borigin\b|\borigin\b.{0,40}\b(?:is |will be )?(?:echoed|reflected|mirrored|sent back)\b/i

const AFTER_A_CHECK =
  /\b(?:allow(?:ed)?[- ]?list(?:ed)?|white[- ]?list(?:ed)?|allowed|permitted|registered|trusted|configured|known|approved|if|when|unless|only)\b/i

/** Where it is said that the origin of the request is sent back without being looked at. */
function reflection(header: Header, model: Model): Node | undefined {
  const patterns = header.schema?.all('pattern') ?? []
  const open = patterns.find(({ string }) => string !== undefined && EVERYTHING.test(string))
  if (open) return open
  const { description = '' } = header
  if (!SENDS_BACK.test(description) || AFTER_A_CHECK.test(description)) return undefined
  return (model.resolve(header.node) ?? header.node).child('description')
}

/** `x-amazon-apigateway-cors` of HTTP APIs, and the header mappings of an integration. */
function ofAmazon({ document }: Model): readonly CorsPolicy[] {
  const own = document.operations.filter(({ kind }) => kind === 'http')
  const whole = document.node.child('x-amazon-apigateway-cors')
  const policies = whole?.isObject
    ? [
        listed(
          whole,
          { origins: 'allowOrigins', methods: 'allowMethods', headers: 'allowHeaders' },
          'allowCredentials',
          own,
        ),
      ]
    : []
  for (const operation of own) {
    const responses = operation.node.at('x-amazon-apigateway-integration', 'responses')
    for (const response of responses?.children() ?? []) {
      const parameters = response.child('responseParameters')
      if (!parameters?.isObject) continue
      const policy = ofMapping(parameters, operation)
      if (policy) policies.push(policy)
    }
  }
  return policies
}

/** `method.response.header.Access-Control-Allow-Origin: "'*'"`: what stands in single quotes is sent as it is. */
function ofMapping(parameters: Node, operation: Operation): CorsPolicy | undefined {
  const mapped = (field: string) =>
    [
      `method.response.header.${FIELD}${field}`,
      `overwrite:header.${FIELD}${field}`,
      `append:header.${FIELD}${field}`,
    ]
      .flatMap((key) => childInAnyCase(parameters, key) ?? [])
      .flatMap((node) => (node.string === undefined ? [] : { node, value: node.string.trim() }))
  const [origins, methods, headers, credentials] = ['Origin', 'Methods', 'Headers', 'Credentials'].map(mapped)
  if (!origins?.length && !methods?.length && !headers?.length) return undefined
  const sent = (values: readonly CorsValue[] = []) =>
    values.map(({ node, value }) => ({ node, value: value.replace(/^'(.*)'$/, '$1') }))
  const reflected = origins?.find(({ value }) => /^\$?(?:method\.)?request\.header\.origin$/i.test(value))
  const allowed = sent(credentials)[0]
  return {
    origins: sent(origins),
    reflects: reflected?.node,
    methods: sent(methods),
    headers: sent(headers),
    credentials: allowed?.value === 'true' ? 'true' : 'absent',
    credentialsNode: allowed?.node,
    operations: [operation],
  }
}

/** `x-kong-plugin-cors`, for the document, a path or an operation. With credentials, Kong sends any origin back for `*`. */
function ofKong({ document }: Model): readonly CorsPolicy[] {
  const own = document.operations.filter(({ kind }) => kind === 'http')
  const users = new Map<Node, Operation[]>()
  for (const operation of own) {
    const levels = [operation.node, operation.node.parent, document.node]
    const plugin = levels.map((node) => node?.child('x-kong-plugin-cors')).find((node) => node !== undefined)
    if (!plugin || plugin.child('enabled')?.value === false) continue
    const operations = users.get(plugin) ?? []
    operations.push(operation)
    users.set(plugin, operations)
  }
  return [...users].flatMap(([plugin, operations]) => {
    const config = plugin.child('config')
    if (!config?.isObject) return []
    const policy = listed(
      config,
      { origins: 'origins', methods: 'methods', headers: 'headers' },
      'credentials',
      operations,
    )
    const star = policy.origins.find(({ value }) => value === '*')
    return [{ ...policy, reflects: policy.credentials === 'true' ? star?.node : undefined }]
  })
}

function listed(
  node: Node,
  keys: Readonly<Record<'origins' | 'methods' | 'headers', string>>,
  credentials: string,
  operations: readonly Operation[],
): CorsPolicy {
  const values = (key: string): readonly CorsValue[] =>
    [...(node.child(key)?.children() ?? [])].flatMap((item) =>
      item.string === undefined ? [] : { node: item, value: item.string.trim() },
    )
  const allowed = node.child(credentials)
  return {
    origins: values(keys.origins),
    reflects: undefined,
    methods: values(keys.methods),
    headers: values(keys.headers),
    credentials: allowed?.value === true || allowed?.value === 'true' ? 'true' : 'absent',
    credentialsNode: allowed,
    operations,
  }
}
