import type { ReadResult } from '../host.ts'

/** Values that a file may hold for each megabyte that it may have: one for 16 bytes, and real ones have one for 30. */
const VALUES_PER_MEGABYTE = 65_536

const COMMA = 0x2c
const DASH = 0x2d
const LINE_FEED = 0x0a
const QUESTION = 0x3f
const BRACE = 0x7b
const BRACKET = 0x5b
const SPACE = 0x20

/** Characters before which, or after which, a value may begin; of a dash and a question mark the next one decides. */
const MARKS = new Uint8Array(256)
for (const code of [COMMA, LINE_FEED, BRACE, BRACKET]) MARKS[code] = 1
for (const code of [DASH, QUESTION]) MARKS[code] = 2

/**
 * Whether a text may hold more values than fit in memory, which millions of empty lists do in a file of a few megabytes.
 * Counts what may part values, also within strings: fast, and never too few.
 *
 * @param megabytes size that a file may have
 */
export function mayHoldTooMuch(content: Exclude<ReadResult, { error: unknown }>, megabytes: number): boolean {
  const most = megabytes * VALUES_PER_MEGABYTE
  return 'text' in content ? marksInText(content.text, most) > most : marksInBytes(content.bytes, most) > most
}

function marksInBytes(bytes: Uint8Array, most: number): number {
  if (bytes.length <= most) return 0
  let marks = 0
  for (let at = 0; at < bytes.length && marks <= most; at += 1) {
    const mark = MARKS[bytes[at] as number] as number
    if (mark === 1 || (mark === 2 && bytes[at + 1] === SPACE)) marks += 1
  }
  return marks
}

function marksInText(text: string, most: number): number {
  if (text.length <= most) return 0
  let marks = 0
  for (let at = 0; at < text.length && marks <= most; at += 1) {
    const mark = MARKS[text.charCodeAt(at)] ?? 0
    if (mark === 1 || (mark === 2 && text.charCodeAt(at + 1) === SPACE)) marks += 1
  }
  return marks
}
