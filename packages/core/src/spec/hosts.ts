import { type AddressBytes, addressOf, isWithin } from './addresses.ts'

/** From where a host can be reached: judged by its name or address alone. */
export type HostReach = 'loopback' | 'private' | 'public' | 'unknown'

interface Block {
  readonly prefix: AddressBytes
  readonly bits: number
}

const LOOPBACK: readonly Block[] = [
  // RFC 1122, section 3.2.1.3; RFC 4291, sections 2.5.2 and 2.5.3. `0.0.0.0` and `::` reach the own machine.
  { prefix: [127], bits: 8 },
  { prefix: [0, 0, 0, 0], bits: 32 },
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], bits: 128 },
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], bits: 128 },
]

const PRIVATE: readonly Block[] = [
  // RFC 1918.
  { prefix: [10], bits: 8 },
  { prefix: [172, 16], bits: 12 },
  { prefix: [192, 168], bits: 16 },
  // RFC 6598, shared address space; RFC 3927, link-local.
  { prefix: [100, 64], bits: 10 },
  { prefix: [169, 254], bits: 16 },
  // RFC 4193, unique local; RFC 4291, section 2.5.6, link-local.
  { prefix: [0xfc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], bits: 7 },
  { prefix: [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], bits: 10 },
]

/**
 * Endings that never resolve in the public DNS: `local` (RFC 6762), `home.arpa` (RFC 8375), `test` (RFC 6761),
 * `internal` (reserved by ICANN in 2024), those that RFC 6762, appendix G, finds in use on private networks, and
 * those of cluster name services (`orders.default.svc`, `orders.service.consul`).
 */
const PRIVATE_ENDINGS = [
  ...['local', 'home.arpa', 'test', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'localdomain'],
  ...['svc', 'consul'],
]

/** RFC 6761, section 6.3, and the names that systems put into their hosts file beside it. */
const LOOPBACK_NAME = /(?:^|\.)localhost$|^localhost6?\.localdomain6?$|^(?:ip6-)?(?:localhost6?|loopback)$/

/**
 * From where a host can be reached. A name of one label (`kafka`, as in a compose file) is private. `unknown` for
 * '' and where an open variable decides: `{host}`, but not `{region}.example.com`.
 *
 * @param host name or address, with or without brackets, port, user information and a dot at the end, in any case.
 */
export function reachOf(host: string): HostReach {
  const name = bareHost(host)
  if (name === '') return 'unknown'
  const address = addressOf(name)
  if (address) {
    if (LOOPBACK.some((block) => contains(block, address))) return 'loopback'
    return PRIVATE.some((block) => contains(block, address)) ? 'private' : 'public'
  }
  if (LOOPBACK_NAME.test(name)) return 'loopback'
  if (PRIVATE_ENDINGS.some((ending) => name.endsWith(`.${ending}`))) return 'private'
  if (name.includes('{')) return /\}[^{}.]*(?:\.[^{}.]+){2,}$/.test(name) ? 'public' : 'unknown'
  return name.includes('.') ? 'public' : 'private'
}

function contains(block: Block, address: AddressBytes): boolean {
  // An address of the other family has another length.
  const isIpv6 = block.prefix.length === 16
  return isIpv6 === (address.length === 16) && isWithin(address, block.prefix, block.bits)
}

/** Host alone: without user information, port, brackets, percent-encoding and the dot at the end; lower-case. */
function bareHost(host: string): string {
  const authority = host.trim().replace(/^.*@/s, '')
  const bracketed = /^\[([^\]]*)\]/.exec(authority)?.[1]
  const isBareIpv6 = bracketed === undefined && authority.split(':').length > 2 && !authority.includes('{')
  const name = bracketed ?? (isBareIpv6 ? authority : authority.replace(/:[^:]*$/, ''))
  return decode(name).toLowerCase().replace(/\.$/, '')
}

function decode(text: string): string {
  return text.replaceAll(/%([2-7][\da-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
