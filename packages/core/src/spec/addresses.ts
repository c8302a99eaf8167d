/** An IP address as its 4 or 16 bytes. */
export type AddressBytes = readonly number[]

/**
 * The bytes of an IP address as a URL may spell it; undefined when the host is a name. IPv4 is read as browsers
 * do (WHATWG URL, "IPv4 parser"): `127.1` and `0x7f000001` are 127.0.0.1. An IPv4-mapped IPv6 address is IPv4.
 */
export function addressOf(host: string): AddressBytes | undefined {
  return host.includes(':') ? parseIpv6(host) : parseIpv4(host)
}

/** True when the address lies in the block that `prefix` begins, `bits` bits long. */
export function isWithin(address: AddressBytes, prefix: AddressBytes, bits: number): boolean {
  return prefix.every((byte, index) => {
    const left = Math.min(8, Math.max(0, bits - 8 * index))
    return ((address[index] ?? 0) ^ byte) >> (8 - left) === 0
  })
}

function parseIpv4(host: string): AddressBytes | undefined {
  const parts = host.split('.').map(parseNumber)
  const last = parts.pop()
  if (last === undefined || parts.length > 3 || parts.some((part) => part === undefined || part > 255))
    return undefined
  const missing = 4 - parts.length
  if (last >= 256 ** missing) return undefined
  const tail = Array.from(
    { length: missing },
    (_, index) => Math.floor(last / 256 ** (missing - 1 - index)) % 256,
  )
  return [...(parts as number[]), ...tail]
}

function parseNumber(part: string): number | undefined {
  if (/^0x[\da-f]+$/i.test(part)) return Number.parseInt(part.slice(2), 16)
  if (/^0[0-7]+$/.test(part)) return Number.parseInt(part, 8)
  return /^\d+$/.test(part) ? Number(part) : undefined
}

function parseIpv6(host: string): AddressBytes | undefined {
  const halves = host.replace(/%.*$/, '').split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = [groups(halves[0]), groups(halves[1])]
  if (!head || !tail) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined
  const bytes = [...head, ...new Array<number>(missing).fill(0), ...tail]
  return isWithin(bytes, MAPPED, 96) ? bytes.slice(12) : bytes
}

/** ::ffff:0:0/96, RFC 4291, section 2.5.5.2. */
const MAPPED: AddressBytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

function groups(half: string | undefined): number[] | undefined {
  const bytes: number[] = []
  const parts = half === undefined || half === '' ? [] : half.split(':')
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part)
      if (!ipv4) return undefined
      bytes.push(...ipv4)
      continue
    }
    if (!/^[\da-f]{1,4}$/i.test(part)) return undefined
    const group = Number.parseInt(part, 16)
    bytes.push(group >> 8, group & 255)
  }
  return bytes
}
