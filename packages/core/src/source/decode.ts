import type { Problem } from '../problem.ts'
import { unreadable } from './file.ts'
import { parseSource } from './parse.ts'
import type { SourceFile } from './types.ts'
import { firstInvalidByte } from './utf8.ts'

/** Share of control characters above which bytes are taken for something other than text. */
const CONTROL_SHARE = 0.1
const SAMPLE = 8_192

/**
 * Reads the bytes of a YAML or JSON file as UTF-8, or as UTF-16 where a byte order mark says so, and parses
 * the text. Never rejects for what the bytes hold.
 */
export async function decodeSource(
  uri: string,
  bytes: Uint8Array,
  parse: (uri: string, text: string) => Promise<SourceFile> = parseSource,
): Promise<SourceFile> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return parse(uri, utf16(bytes.subarray(2)))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return parse(uri, utf16(swapped(bytes.subarray(2))))
  if (isBinary(bytes)) return unreadable(uri, '', 'yaml', [binary(uri)])
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return notUtf8(uri, bytes)
  }
  return parse(uri, text)
}

function utf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes)
}

/** The bytes of UTF-16 BE in the order of UTF-16 LE; a last odd byte is left out. */
function swapped(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length & ~1)
  for (let at = 0; at < result.length; at += 2) {
    result[at] = bytes[at + 1] ?? 0
    result[at + 1] = bytes[at] ?? 0
  }
  return result
}

function isBinary(bytes: Uint8Array): boolean {
  if (bytes.indexOf(0) !== -1) return true
  const sample = bytes.subarray(0, SAMPLE)
  let controls = 0
  for (const byte of sample) if ((byte < 32 && (byte < 9 || byte > 13)) || byte === 127) controls += 1
  return controls > sample.length * CONTROL_SHARE
}

function binary(uri: string): Problem {
  const message = 'This is not a text file. Name the YAML or JSON description instead.'
  return { code: 'file-binary', severity: 'error', message, uri }
}

/** The text with U+FFFD for what is wrong, so that positions can be shown, and the place of the first wrong byte. */
function notUtf8(uri: string, bytes: Uint8Array): SourceFile {
  const decoder = new TextDecoder('utf-8')
  const text = decoder.decode(bytes)
  const offset = firstInvalidByte(bytes)
  const start = decoder.decode(bytes.subarray(0, offset)).length
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  const message = `The file is not UTF-8: byte ${offset} (0x${byte}) fits no character. Save the file as UTF-8.`
  const problem: Problem = {
    code: 'file-not-utf8',
    severity: 'error',
    message,
    uri,
    span: { start, end: Math.min(start + 1, text.length) },
  }
  return unreadable(uri, text, 'yaml', [problem])
}
