import type { Span } from '../source/types.ts'

/** A span that a text marks: `^^^` stands for a finding, `~~~` for something that stays undecided. */
export interface Mark {
  readonly kind: 'finding' | 'undecided'
  readonly span: Span
  /** Which rule speaks; undefined where nobody said. */
  readonly rule: string | undefined
  /** Part of what it says; undefined where that does not matter. */
  readonly message: string | undefined
}

const MARK_LINE = /^\s*#(?=[ ^~]*[\^~])([ ^~]*?)(?:(?<=[\^~]) +([A-Za-z0-9@][\w.@/-]*)(?::\s*(.*?))?)?\s*$/u

/**
 * The marks of a text. A comment line of `#`, spaces, `^` and `~` marks spans of the nearest line above it that is no
 * such line, column by column. `#^^` begins at the column of the `#`, so that the first column of a line can be marked
 * as well. The id of a rule may follow, and after a colon a part of the message: `#  ^^^ no-plain: is plain`.
 */
export function marksOf(text: string): readonly Mark[] {
  const marks: Mark[] = []
  let lineStart = 0
  let target = 0
  for (const line of text.split('\n')) {
    const found = MARK_LINE.exec(line)
    if (found) marks.push(...marksIn(found, line, target))
    else target = lineStart
    lineStart += line.length + 1
  }
  return marks
}

function marksIn(
  [, carets = '', rule, message]: RegExpExecArray,
  line: string,
  target: number,
): readonly Mark[] {
  const runs = line.slice(0, line.indexOf('#') + 1 + carets.length)
  return [...runs.matchAll(/#?(\^+|~+)/g)].map((run) => ({
    kind: run[1]?.startsWith('^') ? 'finding' : 'undecided',
    span: { start: target + run.index, end: target + run.index + run[0].length },
    rule,
    message: message === '' ? undefined : message,
  }))
}

/** The comment line that marks a place, for the line below it; undefined where the place begins too far left. */
export function markLine(kind: Mark['kind'], column: number, length: number, label: string): string {
  const run = (kind === 'finding' ? '^' : '~').repeat(Math.max(1, length))
  if (column > 1) return `#${' '.repeat(column - 2)}${run} ${label}`
  return `#${run.slice(1) || run} ${label}`
}
