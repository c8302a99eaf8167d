import { sha1 } from './sha1.ts'

/** Of the names that Specward makes; itself of version 4, drawn once. */
const NAMESPACE = '6f0f4ad0-3c1b-4f59-9d0e-5b2a7c8e41d6'

/**
 * UUID version 5 (RFC 9562, section 5.5) of a name: the same for the same name, wherever and whenever.
 * @param name a long one in pieces, which cut no character in half
 */
export function uuidOf(name: string | Iterable<string>, namespace = NAMESPACE): string {
  const space = Uint8Array.from(namespace.replaceAll('-', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  const digest = sha1(bytesOf(space, typeof name === 'string' ? [name] : name)).subarray(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function* bytesOf(space: Uint8Array, name: Iterable<string>): Generator<Uint8Array> {
  yield space
  const encoder = new TextEncoder()
  for (const piece of name) yield encoder.encode(piece)
}
