const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const MASK = 0xffffffffffffffffn

/**
 * 64 bits of some texts as 16 hexadecimal digits (FNV-1a over their UTF-16 code units). Tells things apart where a
 * name is too long; no protection against anybody who looks for a collision.
 */
export function stableHash(...texts: readonly string[]): string {
  let hash = OFFSET
  for (const text of texts) {
    for (let index = 0; index < text.length; index++) hash = mix(hash, text.charCodeAt(index))
    hash = mix(hash, 0x10000)
  }
  return hash.toString(16).padStart(16, '0')
}

function mix(hash: bigint, unit: number): bigint {
  return ((hash ^ BigInt(unit)) * PRIME) & MASK
}
