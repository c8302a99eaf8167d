const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** CRC-32 of ASCII text, as in zip and Ethernet (ISO/IEC 8802-3, polynomial 0xEDB88320 reflected). */
export function crc32(text: string): number {
  let rest = 0xffffffff
  for (let at = 0; at < text.length; at++) {
    rest ^= text.charCodeAt(at) & 0xff
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0)
  }
  return (rest ^ 0xffffffff) >>> 0
}

/** A number in base 62, digits first, then capitals, padded with zeros to `length`. */
export function toBase62(number: number, length: number): string {
  let digits = ''
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) digits = BASE62.charAt(rest % 62) + digits
  return digits.padStart(length, '0')
}

/**
 * Bytes of base64 or base64url, with or without padding (RFC 4648, sections 4 and 5), as characters U+0000 to
 * U+00FF; undefined when the text is neither.
 */
export function fromBase64(text: string): string | undefined {
  const digits = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  if (digits.length % 4 === 1) return undefined
  let bytes = ''
  let bits = 0
  let count = 0
  for (const digit of digits) {
    const value = BASE64.indexOf(digit)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes += String.fromCharCode((bits >> count) & 0xff)
    }
  }
  return bytes
}
