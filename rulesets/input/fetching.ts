import { type Operation, tokens } from '@specward/core'

/** Acts and things by which an operation is named that goes to an address of the caller. */
const FETCHERS: ReadonlySet<string> = new Set(
  'fetch fetcher screenshot screenshots unfurl scrape scraper crawl crawler proxy'.split(' '),
)

/** Acts of operations whose name ends with where the content comes from: `importFromUrl`. */
const TAKERS: ReadonlySet<string> = new Set(
  'import upload load create add ingest copy pull download'.split(' '),
)

const FROM_URL = /\bfrom (?:(?:an? |remote |external )*)ur[li]$/

/** Those that connect to a host. */
const PROBES: ReadonlySet<string> = new Set(
  'ping traceroute portscan pinghost checkport whois dnslookup'.split(' '),
)

const OBJECT =
  '(?:the |an? |any |this |that )?(?:given |specified |provided |supplied |requested |remote |external |target )*(?:urls?|uris?|web ?pages?|web ?sites?|pages?|sites?|links?|feeds?|remote \\w+)'

/** Said of an operation: that it goes to an address. */
const SAID = new RegExp(
  String.raw`\b(?:fetches|fetch|downloads?|crawls?|scrapes?|visits?|renders?|screenshots?|opens?|loads?) ${OBJECT}\b(?! (?:of|by|for|list|with|number|details|info|metadata|history|size)\b)|\b(?:takes?|makes?|captures?) a screenshot of ${OBJECT}\b`,
  'i',
)

/** In each match of that: compiling it takes longer than most runs. */
const FETCHES = /fetch|download|crawl|scrape|visit|render|screenshot|open|load/i

const SAID_TO_CONNECT =
  /\bconnects? to (?:the |an? |any )?(?:given |specified |provided |supplied )?(?:host|server|address)\b/i

/** Said of an input: that the server goes there. */
export const SAID_OF_INPUT =
  /\b(?:url|uri|link|address)\b[^.]{0,40}\b(?:the (?:server|service|api|system|backend)|we)\b(?: \w{1,20}){0,2} (?:downloads?|fetches|fetch|loads?|crawls?|scrapes?|retrieves?|pulls?|imports?)\b/i

/** Names that are those of a URL where the operation fetches by its name. */
const SOURCES: ReadonlySet<string> = new Set(['src', 'target', 'link', 'href', 'site', 'website'])

const HOSTS: ReadonlySet<string> = new Set(['host', 'hostname', 'ip', 'ip address', 'address'])

/** How an operation tells that it goes to an address that it is sent; each is looked at once. */
export type Fetching = 'named' | 'said' | undefined

const known = new WeakMap<Operation, { readonly fetching: Fetching; readonly probes: boolean }>()

export function fetchingOf(operation: Operation): Fetching {
  return lookAt(operation).fetching
}

/** Whether an input names the host that an operation connects to. */
export function isProbedHost(operation: Operation, name: string): boolean {
  return lookAt(operation).probes && HOSTS.has(tokens(name).join(' '))
}

export function isSource(name: string): boolean {
  return SOURCES.has(tokens(name).join(' '))
}

export function isSaidToBeFetched(words: string): boolean {
  return SAID_OF_INPUT.test(words)
}

function isSaid(words: string): boolean {
  return FETCHES.test(words) && SAID.test(words)
}

function lookAt(operation: Operation) {
  let seen = known.get(operation)
  if (!seen) {
    const isCalled = operation.kind === 'http' && ['get', 'post'].includes(operation.method)
    seen = isCalled ? read(operation) : { fetching: undefined, probes: false }
    known.set(operation, seen)
  }
  return seen
}

function read({ path, operationId = '', summary = '', description = '' }: Operation) {
  const last = path.slice(path.lastIndexOf('/') + 1)
  const segment = last.startsWith('{') ? [] : tokens(last)
  const name = tokens(operationId)
  const act = name[0] ?? ''
  const words = `${summary}. ${description}`.slice(0, 2000)
  const ends = [segment[0] ?? '', segment.at(-1) ?? '']
  const isNamed =
    ends.some((word) => FETCHERS.has(word)) ||
    (act !== 'fetch' && FETCHERS.has(act)) ||
    (TAKERS.has(act) && FROM_URL.test(name.join(' ')))
  const fetching: Fetching = isNamed ? 'named' : isSaid(words) ? 'said' : undefined
  // what a thing of the caller pings, the server does not
  const isOwn = !path.includes('{')
  const isProbe = ends.some((word) => PROBES.has(word)) || PROBES.has(segment.join(''))
  const probes = isOwn && (isProbe || SAID_TO_CONNECT.test(words))
  return { fetching, probes }
}
