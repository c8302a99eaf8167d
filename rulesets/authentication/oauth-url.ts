import { type Format, splitUrl } from '@specward/core'

/**
 * Why no client can use a URL of an OAuth or OpenID Connect scheme; a clause that follows the URL. Undefined when it
 * can be used, as far as its form tells.
 */
export function flawOfUrl(url: string, format: Format): string | undefined {
  const text = url.trim()
  if (text === '') return 'is empty'
  if (/[\s"\\^`|]|^https?(?!:)[:/]*\/\//i.test(text)) return 'is not a URL'
  const { protocol, host, port } = splitUrl(text)
  if (text.startsWith('//') && host !== '') return isAbsoluteOnly(format) ? NEEDS_ABSOLUTE : undefined
  if (protocol === '' && (host !== '' || beginsWithHost(text))) {
    return NO_SCHEME
  }
  if (protocol === '') return isAbsoluteOnly(format) ? NEEDS_ABSOLUTE : undefined
  if (protocol !== 'https' && protocol !== 'http')
    return `is no web address, but of the scheme \`${protocol}\``
  if (host === '' || !isHost(host)) return 'names no host'
  if (port !== '' && !(Number(port) >= 1 && Number(port) <= 65_535)) return 'has a port that does not exist'
  // RFC 6749, sections 3.1 and 3.2
  return text.includes('#') ? 'has a fragment, which OAuth forbids' : undefined
}

/** What stands in a URL to be filled in: `{tenant}`, `<your-domain>`, `$TENANT`. */
export function blankOf(url: string): string | undefined {
  return /\{[^{}]*\}|<[^<>]*>|\$\w+|%[A-Z_]+%/.exec(url)?.[0]
}

/** The flaw of `id.example.com/token`. */
export const NO_SCHEME = 'has no scheme, so clients take its host for a path'

const NEEDS_ABSOLUTE = 'is relative, and nothing says to what'

/** OpenAPI resolves relative URLs from version 3.0 on (Relative References in URLs). */
function isAbsoluteOnly(format: Format): boolean {
  return format === 'oas2' || format.startsWith('asyncapi')
}

/** Endings of files, which a relative URL may have in its first segment: `token.php`. */
const FILE = /\.(?:php|aspx?|ashx|jsp|do|action|json|html?|cgi|pl|py|svc)$/i

function beginsWithHost(text: string): boolean {
  const [first = ''] = text.split(/[/?#]/)
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(first) && !FILE.test(first)
}

/** A name of any number of labels, or an address; international names as they are written. */
function isHost(host: string): boolean {
  if (host.includes(':')) return /^[\da-f:.]+$/.test(host)
  return (
    host.length <= 253 &&
    host
      .split('.')
      .every((label, at, all) => isLabel(label) || (label === '' && at > 0 && at === all.length - 1))
  )
}

function isLabel(label: string): boolean {
  return /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u.test(label)
}
