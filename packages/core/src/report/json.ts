import type { Report } from './report.ts'

/** What JSON lets through as it is, and a terminal or a reader of logs would act on. */
const ACTIVE = /[\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu

/** The report as JSON: the same bytes for the same report, two spaces of indentation, a line break at the end. */
export function toJson(report: Report): string {
  return jsonText(report)
}

/** One text in quotes as JSON has it, safe to be looked at. */
export function quoted(text: string): string {
  return safe(JSON.stringify(text))
}

/** A value as JSON text that is safe to be looked at: two spaces of indentation, a line break at the end. */
export function jsonText(value: unknown): string {
  return `${safe(JSON.stringify(value, null, 2))}\n`
}

/** Levels at which a value is taken apart: the results of a run in SARIF are on the fifth. */
const PIECE_DEPTH = 5

/** The same text in pieces: of a long report, the whole can be longer than any text may be. */
export function* jsonPieces(value: unknown): Generator<string> {
  yield* piecesOf(value, '', PIECE_DEPTH)
  yield '\n'
}

/** The same as `JSON.stringify` makes it, in pieces. */
export function* compactPieces(value: unknown, depth: number = PIECE_DEPTH): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null'
    return
  }
  const isList = Array.isArray(value)
  let before = isList ? '[' : '{'
  for (const [key, each] of Object.entries(value)) {
    if (!isList && each === undefined) continue
    yield `${before}${isList ? '' : `${JSON.stringify(key)}:`}`
    yield* compactPieces(each, depth - 1)
    before = ','
  }
  if (before === ',') yield isList ? ']' : '}'
  else yield isList ? '[]' : '{}'
}

function* piecesOf(value: unknown, indent: string, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield safe(JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${indent}`)
    return
  }
  const isList = Array.isArray(value)
  const entries = Object.entries(value).filter(([, inner]) => isList || inner !== undefined)
  const inner = `${indent}  `
  let before = isList ? '[' : '{'
  for (const [key, each] of entries) {
    yield `${before}\n${inner}${isList ? '' : `${quoted(key)}: `}`
    yield* piecesOf(each, inner, depth - 1)
    before = ','
  }
  if (entries.length > 0) yield `\n${indent}${isList ? ']' : '}'}`
  else yield isList ? '[]' : '{}'
}

/** Such characters stand in strings alone, where the escape means the same. */
function safe(text: string): string {
  return text.replace(ACTIVE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
