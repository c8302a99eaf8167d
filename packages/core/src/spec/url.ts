/** A URL taken apart without being judged: any part may be missing or hold variables. */
export interface UrlParts {
  /** Lower-case, without ':'; '' when the URL has none. Variables keep their case. */
  readonly protocol: string
  /** User name and password as written; '' when there are none. */
  readonly userinfo: string
  /** Lower-case, IPv6 without brackets; '' when the URL is relative. */
  readonly host: string
  /** As written; '' when not given. */
  readonly port: string
  /** All that follows the host: path, query and fragment. */
  readonly path: string
}

/** Schemes that browsers and clients read as having a host even where slashes are missing (WHATWG URL, "special scheme"). */
const SPECIAL = /^(https?|wss?|ftp):[/\\]*/i

/** With the underscore that RFC 3986 does not allow, for what Kafka calls its listeners: `SASL_SSL://`. */
const WITH_AUTHORITY = /^((?:[a-z0-9+._-]|\{[^{}]*\})*):?\/\//i

const HOST_AND_PORT = /^(?:[^/?#@]*@)?(?:\[[^\]]*\]|(?:[^:/?#@{}]|\{[^{}]*\})+):(?:\d+|\{[^{}]*\})(?=[/?#]|$)/

/**
 * Takes a URL apart, tolerant of what stands in real descriptions: upper case (`HTTP://`), variables anywhere
 * (`{scheme}://{host}:{port}`), no scheme (`//host`), no slashes (`broker.example.com:1883`), relative paths.
 *
 * @param isAuthority true where a text without `//` begins with a host all the same: the `host` of OpenAPI 2.0,
 *   servers of AsyncAPI.
 */
export function splitUrl(url: string, isAuthority = false): UrlParts {
  const text = url.trim()
  const special = SPECIAL.exec(text)
  if (special) return withAuthority(special[1] ?? '', text.slice(special[0].length))
  const authority = WITH_AUTHORITY.exec(text)
  if (authority) return withAuthority(authority[1] ?? '', text.slice(authority[0].length))
  if (text.startsWith('/') || text.startsWith('.') || text === '') return relative(text)
  if (isAuthority || HOST_AND_PORT.test(text) || text.startsWith('{')) return withAuthority('', text)
  const opaque = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text)
  return opaque ? { ...relative(opaque[2] ?? ''), protocol: (opaque[1] ?? '').toLowerCase() } : relative(text)
}

function relative(path: string): UrlParts {
  return { protocol: '', userinfo: '', host: '', port: '', path }
}

function withAuthority(protocol: string, rest: string): UrlParts {
  const authority = /^(?:[^/?#\\{]|\{[^{}]*\}|\{)*/.exec(rest)?.[0] ?? ''
  const at = authority.lastIndexOf('@')
  // the first stands for a list of brokers, `b1:9092,b2:9092`
  const [hostAndPort = ''] = authority.slice(at + 1).split(',', 1)
  const port = /:((?:\d|\{[^{}]*\})*)$/.exec(hostAndPort)
  const isInBrackets = port !== null && hostAndPort.indexOf(']') > port.index
  const host = port && !isInBrackets ? hostAndPort.slice(0, port.index) : hostAndPort
  return {
    protocol: lowerCase(protocol),
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: lowerCase(host.replace(/^\[(.*)\]$/, '$1')),
    port: port && !isInBrackets ? (port[1] ?? '') : '',
    path: rest.slice(authority.length),
  }
}

/** Names of variables mean what they say. */
function lowerCase(text: string): string {
  return text.replaceAll(/\{[^{}]*\}|[^{]+|\{/g, (piece) =>
    piece.startsWith('{') ? piece : piece.toLowerCase(),
  )
}
