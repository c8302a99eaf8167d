// Looks at the characters between the tokens of a YAML text, which the event stream says nothing about.

const HASH = 35

/** Offset of the next character that is neither white space, line break nor comment. */
export function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === HASH) at = lineEnd(text, at)
    else if (code === 32 || code === 9 || code === 10 || code === 13) at += 1
    else return at
  }
}

/** Offset of the line break that ends the line of `from`, or of the end of the text. */
export function lineEnd(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
    at += 1
  }
  return text.length
}

/** Offset of the first of `wanted` that stands outside comments at or after `from`; `from` when there is none. */
export function findIndicator(text: string, from: number, wanted: string): number {
  for (let at = skipBlank(text, from); at < text.length; at = skipBlank(text, at + 1)) {
    if (wanted.includes(text.charAt(at))) return at
  }
  return from
}

/** End of the header of a block scalar: the indicator with its indentation and chomping marks. */
export function blockHeaderEnd(text: string, indicator: number): number {
  const header = /[|>][-+0-9]*/y
  header.lastIndex = indicator
  return indicator + (header.exec(text)?.[0].length ?? 1)
}

/**
 * End of the last content line of a block scalar, without its line break; undefined when there is none. The
 * lines stand at `start..end`. A line of white space counts as content if it is longer than the indentation
 * (`indent`; when that is not known, -1, it is taken from the first line with text).
 */
export function contentEnd(text: string, start: number, end: number, indent: number): number | undefined {
  const width = indent >= 0 ? indent : firstIndentation(text.slice(start, end))
  let last = end
  let at = end
  while (at > start) {
    const code = text.charCodeAt(at - 1)
    if (code === 10 || code === 13) {
      if (last - at > width) return last
      last = at - 1
    } else if (code !== 32 && code !== 9) return last
    at -= 1
  }
  return last - start > width && last > start ? last : undefined
}

/** Columns before the first text. */
function firstIndentation(lines: string): number {
  return /^(?:[ \t]*[\r\n])*( *)[^ \r\n]/.exec(lines)?.[1]?.length ?? 0
}
