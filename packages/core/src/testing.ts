import type { Rule } from './policy/rule.ts'
import { checkCase } from './testing/check.ts'
import type { RuleCase, RunOptions } from './testing/run-rule.ts'

export { parseSource } from './source/parse.ts'
export { checkCase, checkExamples, type ExampleCheck } from './testing/check.ts'
export type { Coverage, RuleCoverage } from './testing/coverage.ts'
export type { TestDifference, TestOutcome } from './testing/judge-test.ts'
export {
  type CaseFinding,
  type CasePlace,
  type CaseUndecided,
  type RuleCase,
  type RuleResult,
  type RunOptions,
  runRule,
} from './testing/run-rule.ts'
export { completeExample } from './testing/skeleton.ts'
export { type PolicyTestRequest, type PolicyTestResult, testPolicy } from './testing/test-policy.ts'

/** The two functions that vitest, Jest and `node:test` have in common. */
export interface TestRunner {
  describe(name: string, body: () => void): void
  it(name: string, body: () => Promise<void>): void
}

/**
 * Makes a test of every example of a rule, and of further cases: `testRule(rule, { describe, it })`.
 *
 * In an example, a comment line of carets marks the span that a finding must have on the line above it, and one of
 * tildes what must stay undecided:
 *
 * ```yaml
 * servers:
 *   - url: http://api.example.com
 * #        ^^^^^^^^^^^^^^^^^^^^^^
 * ```
 */
export function testRule(
  rule: Rule,
  runner: TestRunner,
  more: { readonly bad?: readonly RuleCase[]; readonly good?: readonly RuleCase[] } & RunOptions = {},
): void {
  const cases = {
    bad: [...rule.examples.bad, ...(more.bad ?? [])],
    good: [...rule.examples.good, ...(more.good ?? [])],
  }
  runner.describe(rule.id, () => {
    for (const kind of ['bad', 'good'] as const) {
      for (const example of cases[kind]) {
        runner.it(`${kind}: ${example.title}`, async () => {
          const { faults, result } = await checkCase(rule, kind, example, more)
          if (faults.length > 0) throw new Error(`${faults.join('\n')}\n\n${result.text}`)
        })
      }
    }
  })
}
