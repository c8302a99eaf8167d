import { KIND, type Tape, TapeBuilder } from './tape.ts'

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58

/** Index of a text that `JSON.parse` accepts. */
export function buildJsonTape(text: string): Tape {
  const tape = new TapeBuilder(text.length >> 4)
  const open: number[] = []
  const length = text.length
  let backslash = text.indexOf('\\')
  let at = 0
  while (at < length) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === COMMA || code === COLON) {
      at += 1
    } else if (code === QUOTE) {
      const end = stringEnd(text, at)
      if (backslash !== -1 && backslash < at) backslash = text.indexOf('\\', at)
      const escaped = backslash !== -1 && backslash < end
      tape.add(escaped ? KIND.escaped : KIND.doubleQuoted, at, end)
      at = end
    } else if (code === 0x7b || code === 0x5b) {
      open.push(tape.add(code === 0x7b ? KIND.flowMapping : KIND.flowList, at, at + 1))
      at += 1
    } else if (code === 0x7d || code === 0x5d) {
      at += 1
      tape.close(open.pop() ?? 0, at)
    } else {
      const end = literalEnd(text, at)
      tape.add(KIND.plain, at, end)
      at = end
    }
  }
  return tape.build()
}

/** Offset after the closing quote of the string that opens at `open`; the end of the text if none closes it. */
export function stringEnd(text: string, open: number): number {
  let quote = text.indexOf('"', open + 1)
  while (quote !== -1) {
    let before = quote - 1
    while (text.charCodeAt(before) === BACKSLASH) before -= 1
    if ((quote - before) % 2 === 1) return quote + 1
    quote = text.indexOf('"', quote + 1)
  }
  return text.length
}

function literalEnd(text: string, start: number): number {
  let at = start + 1
  for (;;) {
    const code = text.charCodeAt(at)
    // NaN at the end of the text compares false with everything, so the test is written to stop there.
    if (!(code > 32) || code === COMMA || code === 0x5d || code === 0x7d) return at
    at += 1
  }
}
