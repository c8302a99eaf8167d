import { addressOf } from '@specward/core'

/** Second-level labels under which country registries hand out names: `acme.co.uk`, `acme.com.au`. */
const REGISTRY_LABELS: ReadonlySet<string> = new Set([
  ...['ac', 'co', 'com', 'edu', 'go', 'gob', 'gouv', 'gov', 'ltd', 'me', 'mil', 'ne', 'net', 'nhs'],
  ...['nom', 'or', 'org', 'plc', 'sch'],
])

/** Names below which every customer of a provider has one of their own. */
const SHARED_SUFFIXES: readonly string[] = [
  ...['azurewebsites.net', 'blob.core.windows.net', 'azure-api.net', 'cloudapp.azure.com'],
  ...['cloudfront.net', 'herokuapp.com', 'netlify.app', 'vercel.app', 'pages.dev', 'workers.dev'],
  ...['onrender.com', 'fly.dev', 'ngrok.io', 'ngrok-free.app', 'ngrok.app', 'github.io', 'web.app'],
  ...['firebaseapp.com', 'cloudfunctions.net', 'a.run.app', 'appspot.com'],
]

/**
 * The part of a host that somebody has registered: `acme.co.uk` for `api.acme.co.uk`. Where a registry is not known
 * here, the name comes out shorter, and two hosts count as one owner's rather than as two; that errs by silence.
 */
export function registrableDomain(host: string): string {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.')
  const shared = SHARED_SUFFIXES.find((suffix) => host.endsWith(`.${suffix}`))
  if (shared !== undefined) return labels.slice(-(shared.split('.').length + 1)).join('.')
  const isByCountry = labels.at(-1)?.length === 2 && REGISTRY_LABELS.has(labels.at(-2) ?? '')
  return labels.slice(isByCountry ? -3 : -2).join('.')
}

/** The longest name that there is (RFC 1035, section 2.3.4), and more than any address takes. */
const LONGEST_HOST = 253

/** True for an address, in any of the spellings that a URL may have. */
export function isIpAddress(host: string): boolean {
  return host.length <= LONGEST_HOST && addressOf(host) !== undefined
}

/** RFC 2606 and RFC 6761. */
const RESERVED = /(?:^|\.)example\.(?:com|net|org|edu)$|(?:^|\.)example$/

/** What stands before a reserved name where nobody has put a name of their own. */
const GENERIC: ReadonlySet<string> = new Set([
  ...[
    'api',
    'apis',
    'app',
    'demo',
    'dev',
    'development',
    'host',
    'hostname',
    'my',
    'myapi',
    'prod',
    'production',
  ],
  ...['sandbox', 'server', 'staging', 'stage', 'test', 'v1', 'v2', 'www', 'your', 'yourapi'],
])

const TO_FILL_IN =
  /^(?:placeholder|change-?me|(?:your|my)-?(?:api|broker|company|domain|host|hostname|instance|org|organi[sz]ation|server|site|subdomain|tenant|app))$/

/** True for a label of a host that its reader has to replace: `your-domain`. */
export function isToFillIn(label: string): boolean {
  return TO_FILL_IN.test(label)
}

/** RFC 5737 and RFC 3849. */
const DOCUMENTATION_ADDRESS = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:0?db8:/i

/**
 * True when a host stands for another that has yet to be filled in. A reserved name with labels of its own before
 * it (`orders.eu.example.com`) is how a published description keeps its true hosts to itself, and does not count.
 *
 * @param template the URL as written: what a variable brings along is there to be filled in
 */
export function isPlaceholderHost(host: string, template = host): boolean {
  if (/[<>]|\.invalid$/.test(host) || DOCUMENTATION_ADDRESS.test(host)) return true
  const written = template.toLowerCase().replaceAll(/\{[^{}]*\}/g, '')
  const labels = host.split('.')
  if (labels.some((label) => TO_FILL_IN.test(label) && written.includes(label))) return true
  if (!RESERVED.test(host)) return false
  const before = host.replace(RESERVED, '').split('.')
  return before.every((label) => label === '' || GENERIC.has(label))
}
