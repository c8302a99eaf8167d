import type { Node, Operation } from '@specward/core'

/** A line by which a gateway is told to let callers in without the authentication that `security` asks for. */
export interface GatewayFlag {
  readonly node: Node
  /** What the gateway does because of it: "Tyk does not authenticate". */
  readonly effect: string
}

/** Plugins of Kong that authenticate, with the setting that names a consumer for callers who are not authenticated. */
const KONG_PLUGINS =
  /^x-kong-(?:plugin|security)-(?:basic-auth|hmac-auth|jwt|jwt-signer|key-auth|key-auth-enc|ldap-auth|ldap-auth-advanced|mtls-auth|oauth2|oauth2-introspection|openid-connect)$/

/** What an object says for all below it, by object: path items and documents are asked for every operation. */
const shared = new WeakMap<Node, GatewayFlag | 'none'>()

function sharedFlag(node: Node): GatewayFlag | undefined {
  let flag = shared.get(node)
  if (flag === undefined) {
    flag = wso2DisabledAt(node) ?? kongFlag(node) ?? wso2OptionalAt(node) ?? 'none'
    shared.set(node, flag)
  }
  return flag === 'none' ? undefined : flag
}

/** The flag that holds for an operation, at the operation, its path item, or the document. */
export function flagOf(operation: Operation, document: Node): GatewayFlag | undefined {
  const { node } = operation
  const pathItem = node.parent
  return (
    amazonFlag(operation) ??
    alibabaFlag(node) ??
    wso2Flag(node) ??
    kongFlag(node) ??
    (pathItem && sharedFlag(pathItem)) ??
    tykFlag(operation, document) ??
    sharedFlag(document) ??
    schemeFlag(operation)
  )
}

/**
 * What an extension makes a gateway do that lets callers in; undefined for any other extension, and for what depends on
 * the operation.
 * @param extension the node of the extension itself
 */
export function authenticationOff(extension: Node): string | undefined {
  const { key, parent } = extension
  if (!parent) return undefined
  const isAmazons =
    key === 'x-amazon-apigateway-auth' && extension.child('type')?.string?.toUpperCase() === 'NONE'
  if (isAmazons) return AMAZON
  if (key === 'x-google-allow' && extension.string?.toLowerCase() === 'all')
    return 'Google Cloud Endpoints lets every call through that no operation describes'
  const flags = [alibabaFlag(parent), wso2Flag(parent), kongFlag(parent), wso2OptionalAt(parent)]
  return flags.find((flag) => flag && isWithin(flag.node, extension))?.effect
}

function isWithin(node: Node, above: Node): boolean {
  for (let up: Node | undefined = node; up; up = up.parent) if (up === above) return true
  return false
}

const AMAZON = 'Amazon API Gateway is told to let everybody in'

function alibabaFlag(operation: Node): GatewayFlag | undefined {
  const type = operation.child('x-aliyun-apigateway-auth-type')
  return type?.string === 'ANONYMOUS'
    ? { node: type, effect: 'Alibaba Cloud API Gateway is told to let everybody in' }
    : undefined
}

/** What a security scheme that the operation asks for says of the plugin that is made of it. */
function schemeFlag({ security }: Operation): GatewayFlag | undefined {
  for (const { requirements } of security.alternatives) {
    for (const { scheme } of requirements) {
      const flag = scheme && kongFlag(scheme.node)
      if (flag) return flag
    }
  }
  return undefined
}

/** Amazon API Gateway; API keys are asked for apart from the authorization type. */
function amazonFlag({ node, security }: Operation): GatewayFlag | undefined {
  const type = node.at('x-amazon-apigateway-auth', 'type')
  if (type?.string?.toUpperCase() !== 'NONE') return undefined
  const byKey = security.alternatives.some(({ requirements }) =>
    requirements.every(({ scheme }) => scheme?.parameterName?.toLowerCase() === 'x-api-key'),
  )
  return byKey ? undefined : { node: type, effect: AMAZON }
}

function wso2Flag(operation: Node): GatewayFlag | undefined {
  const type = operation.child('x-auth-type')
  if (type?.string?.toLowerCase() === 'none')
    return { node: type, effect: 'WSO2 API Manager asks for no token' }
  return wso2DisabledAt(operation) ?? wso2OptionalAt(operation)
}

function wso2DisabledAt(node: Node): GatewayFlag | undefined {
  const flag = node.child('x-wso2-disable-security')
  return flag?.value === true ? { node: flag, effect: 'WSO2 API Manager asks for no token' } : undefined
}

/** Beside a client certificate that is asked for in any case, a token that is optional lets nobody in. */
function wso2OptionalAt(node: Node): GatewayFlag | undefined {
  const optional = node.at('x-wso2-application-security', 'optional')
  if (optional?.value !== true) return undefined
  let root = node
  while (root.parent) root = root.parent
  if (root.child('x-wso2-mutual-ssl')?.string?.toLowerCase() === 'mandatory') return undefined
  return { node: optional, effect: 'WSO2 API Manager takes calls without a token' }
}

function kongFlag(node: Node): GatewayFlag | undefined {
  for (const key of Object.keys(node.value ?? {})) {
    if (!KONG_PLUGINS.test(key)) continue
    const anonymous = node.at(key, 'config', 'anonymous')
    if (anonymous?.string)
      return { node: anonymous, effect: 'Kong lets callers in whom it could not authenticate' }
  }
  return undefined
}

function tykFlag({ operationId }: Operation, document: Node): GatewayFlag | undefined {
  const tyk = document.child('x-tyk-api-gateway')
  if (!tyk) return undefined
  const authentication = tyk.at('server', 'authentication', 'enabled')
  if (authentication?.value === false) return { node: authentication, effect: 'Tyk does not authenticate' }
  if (operationId === undefined) return undefined
  const ignored = tyk.at('middleware', 'operations', operationId, 'ignoreAuthentication', 'enabled')
  return ignored?.value === true ? { node: ignored, effect: 'Tyk does not authenticate' } : undefined
}
