import type { Unusual } from './types.ts'

const LF = 10
const CR = 13
const SPACE = 32
const DASH = 45
const HASH = 35
const PUNCTUATION = new Set(',:[]{}'.split('').map((mark) => mark.charCodeAt(0)))
const MARKER = /---[ ]*(?:\r?\n|#|$)/y

/**
 * What is unusual between two scalars of a YAML text: anything but spaces, line breaks, comments, the punctuation of
 * lists and mappings, and the marker that starts a document.
 */
export function gapFault(text: string, from: number, to: number): Unusual | undefined {
  let at = from
  /** Whether a marker may stand here, which starts the document. */
  let start = from === 0
  while (at < to) {
    const code = text.charCodeAt(at)
    if (code === SPACE || code === LF || code === CR) at += 1
    else if (PUNCTUATION.has(code)) {
      start = false
      at += 1
    } else if (code === DASH) {
      const after = afterDash(text, at, start)
      if (after < 0) return 'alias, anchor, tag or marker'
      start = false
      at = after
    } else if (code === HASH && startsComment(text, at)) {
      const end = text.indexOf('\n', at)
      at = end === -1 ? to : end
    } else return code === 9 ? 'tab' : 'alias, anchor, tag or marker'
  }
  return undefined
}

function startsComment(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  return before === SPACE || before === LF
}

/** Offset after the dash of a list item, or after the marker that starts the first document; -1 for another marker. */
function afterDash(text: string, at: number, start: boolean): number {
  if (text.charCodeAt(at + 1) !== DASH) return at + 1
  MARKER.lastIndex = at
  const first = start && (at === 0 || text.charCodeAt(at - 1) === LF)
  return first && MARKER.test(text) ? at + 3 : -1
}
