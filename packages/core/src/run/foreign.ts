import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { isJudged, isLost, judgeByRulesets, talliesOf } from '../evaluate/rulesets.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import { relativeName } from '../settle/file-name.ts'
import { type SettleRulesetsOptions, settleRulesets } from '../settle/rulesets.ts'
import type { SourceFile } from '../source/types.ts'
import { digestOf } from './digest.ts'
import { nothingJudged } from './problems.ts'
import type { Tools } from './tools.ts'

/** The format of a document that no ruleset knows one for. */
const UNKNOWN = 'unknown'

/**
 * A document that is no API description, or that cannot be read as one: rulesets have something to say about it. What
 * is something else is their business alone where they are named.
 */
export async function judgeOther(
  task: Task,
  file: SourceFile,
  kind: 'unreadable' | 'other',
  tools: Tools,
): Promise<DocumentResult | undefined> {
  const { policy, root } = task
  const { problems, loader, host } = tools
  if (!policy.rulesets || (kind === 'other' && !policy.rulesets.named)) return undefined
  const foreign = await runRulesets(task, file, { operations: [] }, false, tools)
  if (!foreign) return undefined
  const format = foreign.formats[0] ?? UNKNOWN
  if (kind === 'other') {
    const told = problems.splice(0).filter(({ code }) => code !== 'not-an-api-description')
    append(
      problems,
      foreign.isJudged ? told : [...told, nothingJudged(file, foreign.formats[0], policy, foreign.isLost)],
    )
  }
  const { findings, rules, expressions } = foreign
  const digest = digestOf([file], root, loader, (text) => host.sha256(text))
  return { uri: file.uri, format, digest, operations: 0, policy, findings, undecided: [], rules, expressions }
}

/**
 * A file that a glob matched and that is no API description. Rulesets that are named for the run and have rules for
 * its format, such as those for Arazzo, judge it; undefined where there is none.
 */
export async function judgeCandidate(
  task: Task,
  file: SourceFile,
  tools: Tools,
): Promise<DocumentResult | undefined> {
  if (!task.policy.rulesets?.named) return undefined
  const [problems, files]: [Problem[], Map<string, SourceFile>] = [[], new Map()]
  const result = await judgeOther(task, file, 'other', { ...tools, problems, files })
  if (!result || result.format === UNKNOWN) return undefined
  append(tools.problems, problems)
  for (const each of [file, ...files.values()]) tools.files.set(each.uri, each)
  return result
}

/** What stands beside an API description is the business of rulesets only where they are named and are for it. */
export async function runOnCompanion(task: Task, file: SourceFile, tools: Tools) {
  if (!task.policy.rulesets?.named) return undefined
  const problems: Problem[] = []
  const foreign = await runRulesets(task, file, { operations: [] }, true, { ...tools, problems })
  if (!foreign?.isJudged) return undefined
  append(tools.problems, problems)
  return foreign
}

/** The rulesets of the policy on one document; undefined where there are none. */
export async function runRulesets(
  { policy: { rulesets, refHosts, privateHosts, refLock }, root }: Task,
  file: SourceFile,
  known: Pick<SettleRulesetsOptions, 'operations' | 'placeOf'>,
  isFollowed: boolean,
  { request, host, loader, watch, files, problems, left }: Tools,
) {
  if (!rulesets) return undefined
  const { signal } = request
  const result = await watch.async('rulesets', () =>
    judgeByRulesets(rulesets, file, {
      loader,
      root,
      refHosts,
      privateHosts,
      refLock,
      nameOf: (uri) => relativeName(request.workingDirectory, uri),
      now: () => host.now(),
      signal,
      onFile: (read) => files.set(read.uri, read),
      isFollowed,
    }),
  )
  append(problems, result.problems)
  if (result.trace !== undefined) left.traces.push(result.trace)
  const fileOf = (uri: string): SourceFile | undefined => files.get(uri)
  const sha256 = (text: string): string => host.sha256(text)
  const findings = watch.sync('settle', () =>
    settleRulesets(result.findings, { rulesets, fileOf, ...known, sha256 }),
  )
  const rules = talliesOf(result, rulesets, file.uri)
  return {
    findings,
    rules,
    formats: result.formats,
    expressions: { expressions: result.expressions, fallbacks: result.fallbacks },
    isJudged: isJudged(result, rulesets),
    isLost: isLost(result, rulesets),
  }
}
