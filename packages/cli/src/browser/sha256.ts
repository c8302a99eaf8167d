/**
 * SHA-256 (FIPS 180-4) in lower-case hexadecimal digits, of bytes or of the UTF-8 form of a text. That of browsers answers
 * later, and core asks for it in the midst of what it does; where there is Node, its own is used.
 */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const state = Uint32Array.from(INITIAL)
  const whole = bytes.length - (bytes.length % BLOCK)
  const words = new Uint32Array(64)
  for (let at = 0; at < whole; at += BLOCK) compress(state, bytes, at, words)
  const end = padded(bytes.subarray(whole), bytes.length)
  for (let at = 0; at < end.length; at += BLOCK) compress(state, end, at, words)
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

/** Bytes that are taken at a time. */
const BLOCK = 64

/** The first 32 bits of the fractional parts of the square roots of the first 8 primes (section 5.3.3). */
const INITIAL = primes(8).map((prime) => fraction(Math.sqrt(prime)))

/** The same of the cube roots of the first 64 (section 4.2.2). */
const ROUNDS = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)))

function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let next = 2; found.length < count; next++) {
    if (found.every((prime) => next % prime !== 0)) found.push(next)
  }
  return found
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32)
}

/** What is left of a message, followed by a bit that is set, and at the end by the length of all of it in bits. */
function padded(rest: Uint8Array, length: number): Uint8Array {
  const end = new Uint8Array(rest.length + 9 > BLOCK ? 2 * BLOCK : BLOCK)
  end.set(rest)
  end[rest.length] = 0x80
  const view = new DataView(end.buffer)
  view.setUint32(end.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(end.length - 4, (length * 8) >>> 0)
  return end
}

/** Takes one block into the state (section 6.2.2). */
function compress(state: Uint32Array, bytes: Uint8Array, at: number, words: Uint32Array): void {
  schedule(bytes, at, words)
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let round = 0; round < 64; round++) {
    const sum = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const one = (h + sum + ((e & f) ^ (~e & g)) + (ROUNDS[round] ?? 0) + (words[round] ?? 0)) | 0
    const other = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const two = (other + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + value
}

function schedule(bytes: Uint8Array, at: number, words: Uint32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK)
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(index * 4)
  for (let index = 16; index < 64; index++) {
    const [x, y] = [words[index - 15] ?? 0, words[index - 2] ?? 0]
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    words[index] = (words[index - 16] ?? 0) + low + (words[index - 7] ?? 0) + high
  }
}
