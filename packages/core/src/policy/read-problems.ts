import type { Node } from '../source/node.ts'
import { type Checker, quote } from './checker.ts'
import { originOf } from './origin.ts'
import type { ProblemOverride } from './policy.ts'
import type { ProblemStatement } from './statements.ts'
import { didYouMean } from './suggest.ts'
import { fits, GLOB_PATTERN, isProblemCode, PROBLEM_CODES, PROBLEM_LEVELS } from './words.ts'

/** Reads `problems:`, the severities of what could not be judged; `base` is the folder that globs are relative to. */
export function readProblems(
  check: Checker,
  node: Node | undefined,
  base: string,
): readonly ProblemStatement[] {
  if (!node) return []
  return check.items(node, '`problems`').flatMap((item): readonly ProblemStatement[] => {
    const problem = readProblem(check, item, base)
    const origin = originOf(check.file, item)
    return problem ? [{ kind: 'problem', problem, scope: undefined, origin }] : []
  })
}

function readProblem(check: Checker, item: Node, base: string): ProblemOverride | undefined {
  const required = ['code', 'severity', 'reason'] as const
  const entries = check.entries(item, 'An entry of `problems`', [...required, 'files'], required)
  if (!entries?.code || !entries.severity || !entries.reason) return undefined
  const code = check.text(entries.code, '`code`')
  const severity = check.word(entries.severity, '`severity`', PROBLEM_LEVELS)
  const reason = check.text(entries.reason, '`reason`')
  const files = entries.files && check.text(entries.files, '`files`')
  if (entries.files && files !== undefined && !fits(GLOB_PATTERN, files)) {
    const form =
      'a pattern relative to this file, of `*`, `**` and `?`; write one entry for each alternative.'
    check.fail(entries.files, `${quote(files)} cannot be used: \`files\` is ${form}`)
    return undefined
  }
  if (code === undefined || severity === undefined || reason === undefined) return undefined
  if (isProblemCode(code)) return { code, files, base, severity, reason }
  check.fail(entries.code, `Unknown problem code ${quote(code)}.${didYouMean(code, PROBLEM_CODES)}`)
  return undefined
}
