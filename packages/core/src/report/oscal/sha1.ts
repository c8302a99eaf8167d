/** Bytes of a block. */
const BLOCK = 64

/**
 * SHA-1 (RFC 3174) of bytes that come in pieces. For names alone (UUID version 5 asks for it), never for protection.
 */
export function sha1(pieces: Iterable<Uint8Array>): Uint8Array {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  let rest = new Uint8Array()
  let length = 0
  for (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : joined(rest, piece)
    const whole = bytes.length - (bytes.length % BLOCK)
    mixAll(state, new DataView(bytes.buffer, bytes.byteOffset, whole))
    rest = bytes.slice(whole)
    length += piece.length
  }
  mixAll(state, padded(rest, length))
  const digest = new DataView(new ArrayBuffer(20))
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word)
  return new Uint8Array(digest.buffer)
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

function mixAll(state: number[], message: DataView): void {
  const words = new Uint32Array(80)
  for (let block = 0; block < message.byteLength; block += BLOCK) {
    for (let t = 0; t < 16; t++) words[t] = message.getUint32(block + t * 4)
    for (let t = 16; t < 80; t++) {
      const mixed = at(words, t - 3) ^ at(words, t - 8) ^ at(words, t - 14) ^ at(words, t - 16)
      words[t] = rotated(mixed, 1)
    }
    mix(state, words)
  }
}

/** One block into the five words of the state (section 6.1). */
function mix(state: number[], words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let t = 0; t < 80; t++) {
    const next = (rotated(a, 5) + choice(t, b, c, d) + e + at(words, t) + constant(t)) >>> 0
    e = d
    d = c
    c = rotated(b, 30)
    b = a
    a = next
  }
  for (const [index, word] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + word) >>> 0
}

/** The functions of section 5, by the round. */
function choice(t: number, b: number, c: number, d: number): number {
  if (t < 20) return (b & c) | (~b & d)
  if (t >= 40 && t < 60) return (b & c) | (b & d) | (c & d)
  return b ^ c ^ d
}

function constant(t: number): number {
  return [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(t / 20)] ?? 0
}

/** What no block was made of, with a one, zeros and the length of all in bits, to whole blocks (section 4). */
function padded(rest: Uint8Array, length: number): DataView {
  const message = new Uint8Array(Math.ceil((rest.length + 9) / BLOCK) * BLOCK)
  message.set(rest)
  message[rest.length] = 0x80
  const view = new DataView(message.buffer)
  view.setUint32(message.length - 8, Math.floor(length / 0x20000000))
  view.setUint32(message.length - 4, (length << 3) >>> 0)
  return view
}

function rotated(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0
}

function at(words: Uint32Array, index: number): number {
  return words[index] ?? 0
}
