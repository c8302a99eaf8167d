import { BlockList, isIP } from 'node:net'

/** What an address is good for: anybody, the network of an organisation or machine, or no description at all. */
export type Reach = 'public' | 'private' | 'never'

/** https://www.iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry */
const PRIVATE = listOf([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['::1', 128],
  ['fc00::', 7],
  ['fec0::', 10],
])

/** Link-local with the metadata of clouds, multicast, unspecified, for documentation, reserved. */
const NEVER = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // metadata of Alibaba Cloud, within the addresses of carriers
  ['100.100.100.200', 32],
  // Azure
  ['168.63.129.16', 32],
  ['::', 128],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  // Teredo: the address of a relay says nothing of who answers
  ['2001::', 32],
  ['fe80::', 10],
  ['ff00::', 8],
  // metadata of Amazon and Google, within the unique local addresses
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
])

function listOf(subnets: readonly (readonly [address: string, bits: number])[]): BlockList {
  const list = new BlockList()
  for (const [address, bits] of subnets)
    list.addSubnet(address, bits, address.includes(':') ? 'ipv6' : 'ipv4')
  return list
}

/** Who can be at an IP address, as `dns.lookup` gives it. What is no address is for nobody. */
export function reachOf(address: string): Reach {
  const plain = address.replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 0) return 'never'
  const embedded = family === 6 ? embeddedIPv4(plain) : undefined
  if (embedded !== undefined) return reachOf(embedded)
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (NEVER.check(plain, type)) return 'never'
  return PRIVATE.check(plain, type) ? 'private' : 'public'
}

/** The IPv4 address that an IPv6 address stands for: mapped, compatible, by NAT64 or 6to4. */
function embeddedIPv4(address: string): string | undefined {
  const groups = groupsOf(address)
  const head = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':')
  const [high = 0, low = 0] = groups.slice(6)
  // `::` and `::1` are addresses of their own
  if (head === '0:0:0:0:0:0' && high === 0 && low <= 1) return undefined
  if (['0:0:0:0:0:ffff', '0:0:0:0:0:0', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0'].includes(head))
    return dotted(high, low)
  return groups[0] === 0x2002 ? dotted(groups[1] ?? 0, groups[2] ?? 0) : undefined
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [before = '', after] = hex.split('::')
  const numbers = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((each) => Number.parseInt(each, 16))
  if (after === undefined) return numbers(before)
  const [head, tail] = [numbers(before), numbers(after)]
  return [...head, ...new Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail]
}
