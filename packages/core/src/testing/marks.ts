import type { Span } from '../source/types.ts'

/** A span that an example marks: `^^^` stands for a finding, `~~~` for something that stays undecided. */
export interface Mark {
  readonly kind: 'finding' | 'undecided'
  readonly span: Span
}

const MARK_LINE = /^\s*#(?=[ ^~]*[\^~])[ ^~]*$/

/**
 * The marks of an example. A comment line of nothing but `#`, spaces, `^` and `~` marks spans of the nearest line
 * above it that is no such line, column by column. `#^^` begins at the column of the `#`, so that the first column
 * of a line can be marked as well.
 */
export function marksOf(text: string): readonly Mark[] {
  const marks: Mark[] = []
  let lineStart = 0
  let target = 0
  for (const line of text.split('\n')) {
    if (MARK_LINE.test(line)) marks.push(...marksIn(line, target))
    else target = lineStart
    lineStart += line.length + 1
  }
  return marks
}

function marksIn(line: string, target: number): readonly Mark[] {
  return [...line.matchAll(/#?(\^+|~+)/g)].map((run) => ({
    kind: run[1]?.startsWith('^') ? 'finding' : 'undecided',
    span: { start: target + run.index, end: target + run.index + run[0].length },
  }))
}
