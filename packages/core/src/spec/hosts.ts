export type HostReach = 'loopback' | 'private' | 'public' | 'unknown'

/** Suffixes that never resolve in the public DNS (RFC 6761, RFC 6762, RFC 8375, RFC 9476) or are customary inside networks. */
const PRIVATE_SUFFIXES = [
  '.local',
  '.internal',
  '.intranet',
  '.corp',
  '.lan',
  '.home',
  '.home.arpa',
  '.cluster.local',
  '.test',
  '.invalid',
]

/**
 * From where a host can be reached, judged by its name or address alone.
 * @param host without port; IPv6 with or without brackets; may hold `{variables}`
 */
export function reachOf(host: string): HostReach {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  if (name === '' || /^\{[^}]*\}$/.test(name)) return 'unknown'
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  if (name.includes(':')) return reachOfIpv6(name)
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name)
  if (octets) return reachOfIpv4(Number(octets[1]), Number(octets[2]))
  if (PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix))) return 'private'
  if (!name.includes('.')) return name.includes('{') ? 'unknown' : 'private'
  return /\}$/.test(name) ? 'unknown' : 'public'
}

/** RFC 1122 (this host, loopback), RFC 1918, RFC 6598, RFC 3927. */
function reachOfIpv4(first: number, second: number): HostReach {
  if (first === 127 || first === 0) return 'loopback'
  const isPrivate =
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254)
  return isPrivate ? 'private' : 'public'
}

/** RFC 4291 (loopback, link-local), RFC 4193 (unique local). */
function reachOfIpv6(address: string): HostReach {
  if (/^(?:0*:)*0*1$/.test(address) || address === '::') return 'loopback'
  return /^f[cd]|^fe[89ab]/.test(address) ? 'private' : 'public'
}
