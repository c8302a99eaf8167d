import type { Policy } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { overrideProblems } from '../settle/override-problems.ts'
import { type Limits, raising } from '../source/limits.ts'
import type { SourceFile } from '../source/types.ts'

/** A run in which there was no API description at all. */
export function noDocument(message: string | true, skipped: number): Problem {
  if (message !== true) return { code: 'no-file-matched', severity: 'error', message }
  const what =
    skipped === 1 ? 'The file that was found is' : `None of the ${skipped} files that were found is`
  return {
    code: 'no-file-matched',
    severity: 'error',
    message: `${what} ${skipped === 1 ? 'no' : 'an'} API description, so nothing was judged.`,
  }
}

/** A run in which no rule looked at a document must not pass for a clean one. */
export function nothingJudged(
  { uri }: SourceFile,
  format: string | undefined,
  { rulesets }: Policy,
  isLost = false,
): Problem {
  const severity = 'error'
  if (isLost) {
    const message =
      'Nothing was judged: the rules that could have been run here are lost, as is told beside this.'
    return { code: 'nothing-judged', severity, message, uri }
  }
  const kind =
    format === undefined
      ? 'this file, in which no format is recognised'
      : `descriptions of this format (${format})`
  const advice = rulesets?.named
    ? 'Name a ruleset that is for it, or leave the file out.'
    : 'Turn rules on in specward.yaml, or leave the file out.'
  const message = `Nothing was judged: no rule that is on is for ${kind}. ${advice}`
  return { code: 'nothing-judged', severity, message, uri }
}

/** A document on which no rule was run, because reading it and all that it refers to took too long. */
export function outOfTime(uri: string, limits: Limits): Problem {
  const message =
    `Reading this document and what it refers to took longer than ${limits.documentTime} s, so that nothing of it was ` +
    `judged. ${raising('documentTime', limits)}`
  return { code: 'document-timeout', severity: 'error', message, uri }
}

/** An exception of our own. */
export function crashed(uri: string, error: unknown): Problem {
  const what = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal-error',
    severity: 'error',
    message: `Specward failed on this document, which is a fault of Specward: ${what}`,
    uri,
  }
}

/** What of rulesets could not be used, each once, with the severity that a policy sets. */
export function rulesetProblems(tasks: readonly Task[]): readonly Problem[] {
  const policies = new Map(tasks.map(({ policy }) => [policy.rulesets?.loaded, policy]))
  return [...policies.values()].flatMap((policy) =>
    overrideProblems(policy.rulesets?.loaded.problems ?? [], policy.problems),
  )
}
