import type { ReadResult } from '../host.ts'

const MARK = '\uFEFF'

/**
 * A text in the form in which the file that it takes the place of was read: with its byte order mark, and in its
 * encoding (UTF-8, or UTF-16 with a mark). Undefined where nothing was read, or what was read is no text.
 */
export function encodeLike(
  read: ReadResult,
  text: string,
): Exclude<ReadResult, { error: unknown }> | undefined {
  if ('error' in read) return undefined
  if ('text' in read) return { text: read.text.startsWith(MARK) ? MARK + text : text }
  const { bytes } = read
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { bytes: utf16(MARK + text, true) }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { bytes: utf16(MARK + text, false) }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return { bytes: new TextEncoder().encode(marked ? MARK + text : text) }
}

/** Whether what was read is this text, with or without a byte order mark. */
export function isReadingOf(read: ReadResult, text: string): boolean {
  const made = encodeLike(read, text)
  return made !== undefined && isSameReading(read, made)
}

/** Whether two readings brought the same. */
export function isSameReading(one: ReadResult, other: ReadResult): boolean {
  if ('text' in one || 'text' in other) return 'text' in one && 'text' in other && one.text === other.text
  if ('error' in one || 'error' in other) return false
  const [a, b] = [one.bytes, other.bytes]
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittle)
  return bytes
}
