import type { Rule } from '../policy/rule.ts'
import { type Mark, marksOf } from './marks.ts'
import { type CasePlace, type RuleCase, type RuleResult, type RunOptions, runRule } from './run-rule.ts'

/** One example of a rule, run and compared with its marks. */
export interface ExampleCheck {
  readonly title: string
  readonly kind: 'bad' | 'good'
  /** Where the rule and the example disagree, in words; empty when all is well. */
  readonly faults: readonly string[]
  readonly result: RuleResult
}

/** Runs every example of a rule. */
export async function checkExamples(rule: Rule, options: RunOptions = {}): Promise<readonly ExampleCheck[]> {
  const { bad, good } = rule.examples
  const checks = await Promise.all([
    ...bad.map((example) => checkCase(rule, 'bad', example, options)),
    ...good.map((example) => checkCase(rule, 'good', example, options)),
  ])
  return checks
}

/**
 * Runs one example and compares: every finding has to be marked by `^^^` and every such mark has to have a finding,
 * everything undecided by `~~~`; a bad example has findings, a good one none; and all of it could be read.
 */
export async function checkCase(
  rule: Rule,
  kind: 'bad' | 'good',
  example: RuleCase,
  options: RunOptions = {},
): Promise<ExampleCheck> {
  const result = await runRule(rule, example, options)
  const marks = marksOf(result.text)
  const faults = result.problems.map((problem) => `problem ${problem.code}: ${problem.message}`)
  faults.push(
    ...compare(result.text, marks, 'finding', result.findings, ({ message }) => message),
    ...compare(result.text, marks, 'undecided', result.undecided, ({ because }) => because),
  )
  const found = result.findings.length > 0
  if (kind === 'bad' && !found) faults.push('the rule finds nothing in this bad example')
  if (kind === 'good' && found) faults.push('the rule finds fault with this good example')
  return { title: example.title, kind, faults, result }
}

function compare<P extends CasePlace>(
  text: string,
  marks: readonly Mark[],
  kind: Mark['kind'],
  places: readonly P[],
  says: (place: P) => string,
): readonly string[] {
  const marked = new Set(
    marks.filter((mark) => mark.kind === kind).map(({ span }) => `${span.start}-${span.end}`),
  )
  const wanted = new Set(marked)
  const faults: string[] = []
  for (const place of places) {
    const { start, end } = firstLine(place)
    const key = `${start}-${end}`
    wanted.delete(key)
    if (marked.has(key)) continue
    faults.push(`${kind} is not marked: ${where(text, start, end)}: ${says(place)}`)
  }
  for (const key of wanted) {
    const [start = 0, end = 0] = key.split('-').map(Number)
    faults.push(`${kind} is marked, but the rule is silent: ${where(text, start, end)}`)
  }
  return faults
}

/** Marks stand on one line, so of a span that goes on the first line is compared. */
function firstLine({ span, text }: CasePlace): { readonly start: number; readonly end: number } {
  const length = text.search(/[\r\n]/)
  return length < 0 ? span : { start: span.start, end: span.start + length }
}

function where(text: string, start: number, end: number): string {
  const before = text.slice(0, start).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return `line ${before.length}, columns ${column} to ${column + end - start - 1} (\`${text.slice(start, end)}\`)`
}
