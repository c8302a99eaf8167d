import type { PolicyNotice, ProblemOverride } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { overrideProblems } from '../settle/override-problems.ts'
import { problemSetting } from './settings.ts'
import { type Compared, WAS } from './tree.ts'
import type { Comparable, TreeBase } from './types.ts'

/** Tells of problems that end the run no more because the policy calls them less grave than that of the base. */
export async function softerProblems(
  base: TreeBase,
  before: ReadonlyMap<string, Task>,
  compared: readonly Compared[],
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const notices: PolicyNotice[] = []
  for (const task of run.tasks) {
    const then = before.get(task.document.uri)
    if (!then || isSame(then.policy.problems, task.policy.problems)) continue
    const softer = run.ran.problems.filter(
      (problem) => isAbout(problem, task, run) && isSofter(problem, task, then),
    )
    if (softer.length === 0) continue
    const known = new Set((await problemsBefore(task, then, base, compared, run)).map(keyOf))
    for (const code of new Set(softer.map((each) => each.code))) {
      const group = softer.filter((each) => each.code === code)
      const fresh = group.filter((each) => !known.has(keyOf(each))).length
      notices.push(noticeOf(code, group.length, fresh, task, then, base))
    }
  }
  return notices
}

function isSame(some: readonly ProblemOverride[], others: readonly ProblemOverride[]): boolean {
  const of = (all: readonly ProblemOverride[]) => JSON.stringify(all.map((each) => ({ ...each, reason: '' })))
  return of(some) === of(others)
}

/** Whether a problem is one of a document, of what that refers to, or of the policy itself. */
function isAbout({ uri }: Problem, { document }: Task, { ran, tasks }: Comparable): boolean {
  if (uri === undefined || uri === document.uri) return true
  if (tasks.some((each) => each.document.uri === uri)) return false
  const files = ran.documents.find((each) => each.uri === document.uri)?.files
  return !ran.files.has(uri) || files === undefined || files.includes(uri)
}

/** Whether the policy has made it a warning that it would be none of by that of the base. */
function isSofter(problem: Problem, task: Task, before: Task): boolean {
  if (problem.severity !== 'warn') return false
  const grave: readonly Problem[] = [{ ...problem, severity: 'error' }]
  const [now] = overrideProblems(grave, task.policy.problems)
  const [then] = overrideProblems(grave, before.policy.problems)
  return now?.severity === 'warn' && then?.severity === 'error'
}

async function problemsBefore(
  task: Task,
  before: Task,
  base: TreeBase,
  compared: readonly Compared[],
  run: Comparable,
): Promise<readonly Problem[]> {
  const ofRulesets = before.policy.rulesets?.loaded.problems ?? []
  const found = compared.find(({ document }) => document.uri === task.document.uri)
  if (found?.was?.isSame) return run.ran.problems
  if (found?.was) return [...ofRulesets, ...found.was.ran.problems]
  if (!(await base.host.exists(task.document.uri))) return ofRulesets
  return [...ofRulesets, ...(await run.review(task, WAS)).problems]
}

function keyOf({ code, uri, message }: Problem): string {
  return JSON.stringify([code, uri ?? null, message])
}

function noticeOf(
  code: Problem['code'],
  number: number,
  fresh: number,
  task: Task,
  before: Task,
  { name }: TreeBase,
): PolicyNotice {
  const { uri, span } = problemSetting(task, before, code)
  const what = number === 1 ? '1 problem' : `${number} problems`
  const more = fresh === 0 ? 'none of them new' : `${fresh} of them new`
  const advice =
    fresh === 0
      ? ''
      : ` What is new would fail the run by the policy of ${name}: mend it, or soften the policy in a change of its own.`
  return {
    code: 'softened-since-base',
    severity: fresh === 0 ? 'warn' : 'error',
    message: `\`${code}\` is \`warn\` instead of \`error\` since ${name}. That lets ${what} pass, ${more}.${advice}`,
    uri,
    ...(span.end > 0 ? { span } : {}),
  }
}
