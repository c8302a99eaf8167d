import type { Rule } from '../policy/rule.ts'
import { compareMarks, firstLine, type Said } from './compare.ts'
import { type Mark, marksOf } from './marks.ts'
import { type RuleCase, type RuleResult, type RunOptions, runRule } from './run-rule.ts'

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
  const said = [
    ...result.findings.map(
      ({ span, message }) => ({ kind: 'finding', span, message, rule: rule.id }) as const,
    ),
    ...result.undecided.map(({ span, because }) => {
      return { kind: 'undecided', span, message: because, rule: rule.id } as const
    }),
  ]
  for (const kind of ['finding', 'undecided'] as const) {
    faults.push(...faultsOf(result.text, marks.filter(of(kind)), said.filter(of(kind))))
  }
  const found = result.findings.length > 0
  if (kind === 'bad' && !found) faults.push('the rule finds nothing in this bad example')
  if (kind === 'good' && found) faults.push('the rule finds fault with this good example')
  return { title: example.title, kind, faults, result }
}

function of(kind: Mark['kind']): (each: { readonly kind: Mark['kind'] }) => boolean {
  return (each) => each.kind === kind
}

function faultsOf(text: string, marks: readonly Mark[], said: readonly Said[]): readonly string[] {
  const { missing, unmarked } = compareMarks(text, marks, said)
  return [
    ...unmarked.map(({ kind, span, message }) => {
      const { start, end } = firstLine(span, text)
      return `${kind} is not marked: ${where(text, start, end)}: ${message}`
    }),
    ...missing.map(({ kind, span }) => {
      return `${kind} is marked, but the rule is silent: ${where(text, span.start, span.end)}`
    }),
  ]
}

function where(text: string, start: number, end: number): string {
  const before = text.slice(0, start).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return `line ${before.length}, columns ${column} to ${column + end - start - 1} (\`${text.slice(start, end)}\`)`
}
