/** Offset of the end of the line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

/** Offset of the beginning of the next line. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}

/** Offset of the first character of the line. */
export function lineStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--
  return at
}

export function skipBlanks(text: string, offset: number): number {
  let at = offset
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** Column of the first character of the line at an offset that is no blank; undefined for a blank line. */
export function indentAt(text: string, start: number): number | undefined {
  const at = skipBlanks(text, start)
  return at === lineEnd(text, at) ? undefined : at - start
}

/**
 * Where a quoted scalar ends. One that is not closed ends with its line where what follows is indented no further than
 * `limit`.
 */
export function quotedEnd(text: string, start: number, limit: number): number {
  const quote = text[start]
  let at = start + 1
  while (at < text.length) {
    const character = text[at]
    if (character === '\n' || character === '\r') {
      const next = nextLine(text, at)
      const indent = indentAt(text, next)
      if (indent !== undefined && indent <= limit) return at
      at = next
    } else if (character === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1
      at += 2
    } else at += character === '\\' && quote === '"' && !/[\r\n]/.test(text[at + 1] ?? '\n') ? 2 : 1
  }
  // what is never closed is what stands on its line
  return Math.min(lineEnd(text, start), text.length)
}

/** Where a plain scalar ends on its line: before a comment, before `: `, in brackets also before these and commas. */
export function plainEnd(text: string, start: number, inFlow: boolean): number {
  const end = lineEnd(text, start)
  let at = start
  for (; at < end; at++) {
    const character = text[at] ?? ''
    if (inFlow && ',[]{}'.includes(character)) break
    if (character === '#' && at > start && /\s/.test(text[at - 1] ?? '')) break
    if (character === ':' && isColon(text, at, inFlow)) break
  }
  while (at > start && /[ \t]/.test(text[at - 1] ?? '')) at--
  return at
}

/** Whether a colon stands between a key and its value. */
export function isColon(text: string, at: number, inFlow: boolean): boolean {
  if (text[at] !== ':') return false
  const next = text[at + 1]
  return next === undefined || /\s/.test(next) || (inFlow && ',[]{}'.includes(next))
}

/** Offset behind anchors and tags that stand before a node. */
export function skipProperties(text: string, offset: number): number {
  let at = offset
  for (;;) {
    const property = /[&!][^\s,[\]{}]*[ \t]*/y
    property.lastIndex = at
    const found = property.exec(text)
    if (!found || (found[0].trim() === '!' && !/\s$/.test(found[0]))) return at
    at += found[0].length
  }
}

/** Whether a list item begins here. */
export function isDash(text: string, at: number): boolean {
  return text[at] === '-' && (at + 1 >= text.length || /\s/.test(text[at + 1] ?? ''))
}
