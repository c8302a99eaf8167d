/** Levels that the patient parser of YAML surely gets through: it calls itself for each, and the stack ends at some 1,000. */
const MOST_PATIENT = 300

/** White space, and indicators by which a line opens more than it is indented to. */
const BEGINNING = /[ \t]*(?:[-?][ \t]+)*/y

/** Ends a line below which a text stands as it is (YAML 1.2.2, section 8.1). */
const BLOCK_SCALAR = /(?:^|[ \t:?-])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$/

/** Where a bracket opens a list or mapping: in the place of a value, and not within words. */
const OPENING = /(?<=(?:^|[-:,?[{])[ \t]*)[[{]|[\]}]/g

interface Line {
  readonly start: number
  readonly column: number
  /** Columns of the indicators that it begins with, and of what comes after them. */
  readonly opened: readonly number[]
  /** All that is not indentation, comment or indicator. */
  readonly content: string
  readonly contentStart: number
}

/**
 * Offset at which a YAML text nests so deep that it would depend on the stack how much of it is read; undefined where it
 * does not. Goes by indentation, indicators and brackets alone, so that it can tell of broken texts as well.
 */
export function deepAt(text: string): number | undefined {
  const columns: number[] = []
  let brackets = 0
  /** Column of the line with the outermost bracket that is open: what is indented less ends it. */
  let bracketColumn = 0
  /** Column of the line below which a text stands as it is. */
  let scalarColumn: number | undefined
  for (const { start, column, opened, content, contentStart } of linesOf(text)) {
    if (scalarColumn !== undefined && column > scalarColumn) continue
    scalarColumn = BLOCK_SCALAR.test(content) ? column : undefined
    while ((columns.at(-1) ?? -1) >= column) columns.pop()
    columns.push(...opened)
    if (columns.length > MOST_PATIENT) return start + (columns[MOST_PATIENT] ?? column)
    if (column < bracketColumn) brackets = 0
    if (brackets === 0) bracketColumn = column
    for (const { 0: bracket, index } of content.matchAll(OPENING)) {
      if (bracket === '[' || bracket === '{') brackets += 1
      else if (brackets > 0) brackets -= 1
      if (brackets + columns.length > MOST_PATIENT) return contentStart + index
    }
  }
  return undefined
}

/** Lines with content, one after the other. */
function* linesOf(text: string): Generator<Line> {
  for (const { 0: line, index: start } of text.matchAll(/[^\r\n]+/g)) {
    BEGINNING.lastIndex = 0
    const [beginning = ''] = BEGINNING.exec(line) ?? []
    const content = line.slice(beginning.length)
    if (content === '' || content.startsWith('#')) continue
    const opened = [...beginning.matchAll(/[-?]/g)].map(({ index }) => index)
    opened.push(beginning.length)
    yield { start, column: opened[0] ?? 0, opened, content, contentStart: start + beginning.length }
  }
}
