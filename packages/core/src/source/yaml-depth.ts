/** Levels that the patient parser of YAML surely gets through: it calls itself for each, and the stack ends at some 1,000. */
const MOST_PATIENT = 300

const DASH = 0x2d
const QUESTION = 0x3f
const SPACE = 0x20
const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * Offset at which a YAML text nests so deep that it would depend on the stack how much of it is read; undefined where it
 * does not. Goes by indentation, indicators and brackets alone, whatever they stand in, so that it can tell of broken
 * texts as well.
 */
export function deepAt(text: string): number | undefined {
  const columns: number[] = []
  let brackets = 0
  /** Column of the line with the outermost bracket that is open: what is indented less ends it. */
  let bracketColumn = 0
  for (let at = 0; at < text.length; ) {
    const start = at
    let code = text.charCodeAt(at)
    let isFirst = true
    // a line opens what it is indented to, and one more with each indicator that it begins with
    for (;;) {
      while (code === SPACE || code === TAB) code = text.charCodeAt(++at)
      if (code === LINE_FEED || code === CARRIAGE_RETURN || Number.isNaN(code)) break
      if (isFirst) {
        while ((columns.at(-1) ?? -1) >= at - start) columns.pop()
        if (at - start < bracketColumn) brackets = 0
        if (brackets === 0) bracketColumn = at - start
      }
      isFirst = false
      columns.push(at - start)
      const next = text.charCodeAt(at + 1)
      if ((code !== DASH && code !== QUESTION) || (next !== SPACE && next !== TAB)) break
      if (columns.length > MOST_PATIENT) return at
      code = next
      at += 1
    }
    for (
      ;
      code !== LINE_FEED && code !== CARRIAGE_RETURN && !Number.isNaN(code);
      code = text.charCodeAt(++at)
    ) {
      if (code === 0x5b || code === 0x7b) brackets += 1
      else if ((code === 0x5d || code === 0x7d) && brackets > 0) brackets -= 1
      if (brackets + columns.length > MOST_PATIENT) return at
    }
    at += 1
  }
  return undefined
}
