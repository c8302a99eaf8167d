import { lineEnd } from './yaml-scan.ts'

/** Offset of the first character after the line break at `end`. */
function nextLine(text: string, end: number): number {
  return end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
}

/** End of the last of the blank lines that follow the line which ends at `end`; `end` when none follows. */
export function blankRunEnd(text: string, end: number): number {
  let last = end
  for (let start = nextLine(text, last); start < text.length; start = nextLine(text, last)) {
    const lineStop = lineEnd(text, start)
    if (text.slice(start, lineStop).trim() !== '') return last
    last = lineStop
  }
  return last
}

/** End of the last comment after `end` that is indented by more than `column`, and so is about what stands before. */
export function innerCommentsEnd(text: string, end: number, column: number): number {
  let result = end
  let last = end
  for (let start = nextLine(text, last); start < text.length; start = nextLine(text, last)) {
    last = lineEnd(text, start)
    const line = text.slice(start, last)
    const content = line.trimStart()
    if (content === '') continue
    if (!content.startsWith('#') || line.length - content.length <= column) return result
    result = last
  }
  return result
}

/**
 * End of the lines after `end` that a block scalar would take for its own, were it the last thing before
 * them: indented comments, white space, and empty lines when it keeps them.
 */
export function absorbedEnd(text: string, end: number, column: number, keepsBlanks: boolean): number {
  let result = end
  let last = end
  for (let start = nextLine(text, last); start < text.length; start = nextLine(text, last)) {
    last = lineEnd(text, start)
    const line = text.slice(start, last)
    const content = line.trimStart()
    if (content === '') {
      if (keepsBlanks || line !== '') result = last
    } else if (content.startsWith('#') && line.length - content.length > column) result = last
    else return result
  }
  return result
}

/**
 * True when a literal block may end at `offset`: neither white space nor a comment after it would become
 * part of it.
 */
export function literalSafe(text: string, offset: number): boolean {
  const end = lineEnd(text, offset)
  if (end === text.length || end > offset) return false
  let start = nextLine(text, end)
  while (start < text.length && lineEnd(text, start) === start) start = nextLine(text, start)
  const content = text.slice(start, lineEnd(text, start)).trimStart()
  return start >= text.length || (content !== '' && !content.startsWith('#'))
}
