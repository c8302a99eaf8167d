import type { Span } from '../source/types.ts'
import type { Mark } from './marks.ts'

/** What a rule said, and where. */
export interface Said {
  readonly kind: Mark['kind']
  readonly span: Span
  readonly rule: string
  readonly message: string
}

/** What marks and rules do not agree on. */
export interface Difference<S extends Said> {
  /** Marked, but no rule says so. */
  readonly missing: readonly Mark[]
  /** Said, but not marked. */
  readonly unmarked: readonly S[]
}

/** Holds what rules said about a text against its marks. A mark may stand for several findings at its place. */
export function compareMarks<S extends Said>(
  text: string,
  marks: readonly Mark[],
  said: readonly S[],
): Difference<S> {
  const byPlace = new Map<string, S[]>()
  for (const each of said) {
    const key = placeOf(each.kind, firstLine(each.span, text))
    byPlace.set(key, [...(byPlace.get(key) ?? []), each])
  }
  const met = new Set<S>()
  const missing = marks.filter((mark) => {
    const fitting = (byPlace.get(placeOf(mark.kind, mark.span)) ?? []).filter((each) => fits(mark, each))
    for (const each of fitting) met.add(each)
    return fitting.length === 0
  })
  return { missing, unmarked: said.filter((each) => !met.has(each)) }
}

function fits({ rule, message }: Mark, said: Said): boolean {
  return (
    (rule === undefined || rule === said.rule) && (message === undefined || said.message.includes(message))
  )
}

function placeOf(kind: string, { start, end }: Span): string {
  return `${kind} ${start}-${end}`
}

/** Marks stand on one line, so of a span that goes on the first line is compared. */
export function firstLine(span: Span, text: string): Span {
  const length = text.slice(span.start, span.end).search(/[\r\n]/)
  return length < 0 ? span : { start: span.start, end: span.start + length }
}
