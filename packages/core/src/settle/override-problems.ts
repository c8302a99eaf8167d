import { matchesGlob } from '../policy/glob.ts'
import type { ProblemOverride } from '../policy/policy.ts'
import type { Problem } from '../problem.ts'
import { relativeName } from './file-name.ts'

/**
 * Gives problems the severity that the organisation has set for their code and file. Of several entries that
 * fit, the last one wins. An entry with `files` fits no problem that is without a file or outside its folder.
 */
export function overrideProblems(
  problems: readonly Problem[],
  overrides: readonly ProblemOverride[],
): readonly Problem[] {
  if (overrides.length === 0) return problems
  return problems.map((problem) => {
    const override = overrides.findLast((each) => fits(each, problem))
    return override ? { ...problem, severity: override.severity } : problem
  })
}

function fits(override: ProblemOverride, problem: Problem): boolean {
  if (override.code !== problem.code) return false
  if (override.files === undefined) return true
  if (!problem.uri?.startsWith(override.base)) return false
  return matchesGlob(override.files, relativeName(override.base, problem.uri))
}
