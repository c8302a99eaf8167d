import { append } from '../append.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import { isSofter } from '../policy/fold.ts'
import { reaches } from '../policy/gate.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import type { Task } from '../policy/task.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { BaseRecord } from './base-record.ts'
import { type BaseFinding, listedSeverity } from './base-types.ts'
import type { Setting } from './settings.ts'
import { type Lost, lostNotices, suppressed } from './softened.ts'
import { findingsOf } from './tree.ts'
import type { Comparable } from './types.ts'

/** A document of the run with what the report holds of it. */
interface Reported {
  readonly task: Task
  readonly document: DocumentResult
  readonly listed: readonly BaseFinding[]
}

export interface SwitchedOff {
  /** By URI of the document: what rules would find that ran for the report and are off now. */
  readonly hidden: ReadonlyMap<string, readonly SettledFinding[]>
  readonly notices: readonly PolicyNotice[]
}

/**
 * Judges documents once more by the rules that ran for a report and are off now. A report does not tell the policy of
 * each of its documents: that a rule was on for one is certain where it has found something there, or where there is no
 * other document. Else, where the rule is on for none of them any more, what is new is told and fails nothing.
 */
export async function switchedOffSince(
  record: BaseRecord,
  reported: readonly Reported[],
  name: string,
  run: Comparable,
): Promise<SwitchedOff> {
  const hidden = new Map<string, readonly SettledFinding[]>()
  const lost: Lost[] = []
  const severities = gravest([...record.documents.values()].flat())
  const stillOn = new Set(run.tasks.flatMap(({ policy }) => policy.rules.map(({ rule }) => rule.id)))
  const isWhole = reported.length === record.documents.size
  for (const each of reported) {
    const found = new Set(each.listed.map(({ ruleId }) => ruleId))
    const isSure = (id: string): boolean => found.has(id) || record.documents.size === 1
    const on = new Set(each.task.policy.rules.map(({ rule }) => rule.id))
    const isLikely = (id: string): boolean => isWhole && !stillOn.has(id)
    const off = [...record.rules].filter((id) => !on.has(id) && (isSure(id) || isLikely(id)))
    const task = run.withRules(each.task, new Map(off.map((id) => [id, severities.get(id)])))
    if (!task) continue
    const severityOf = listedSeverity(each.listed)
    const asked = new Set(off)
    const gone = findingsOf(await run.judge(task, run.host, run.loader)).filter(({ ruleId }) =>
      asked.has(ruleId),
    )
    const those = gone.map((finding): Lost => {
      const isNew = severityOf(finding) === undefined
      const fails = isSure(finding.ruleId) && reaches(finding.severity, run.failOn ?? record.failOn)
      return { finding, setting: settingOf(finding.ruleId, each.task, name), isNew, isGone: true, fails }
    })
    append(lost, those)
    hidden.set(
      each.document.uri,
      those.map(({ finding, setting, isNew }) => suppressed(finding, setting, isNew)),
    )
  }
  return { hidden, notices: lostNotices(lost, { name }) }
}

/** The gravest severity with which each rule is listed. */
function gravest(listed: readonly BaseFinding[]): ReadonlyMap<string, Severity> {
  const severities = new Map<string, Severity>()
  for (const { ruleId, severity } of listed) {
    const before = severities.get(ruleId)
    if (before === undefined || isSofter(before, severity)) severities.set(ruleId, severity)
  }
  return severities
}

function settingOf(ruleId: string, { policy, config, document }: Task, name: string): Setting {
  const word = policy.lastWord?.(ruleId)
  if (word?.level !== 'off' || !word.origin.place) {
    const reason = `Rules are not on any more since ${name}`
    return { reason, uri: config ?? document.uri, span: { start: 0, end: 0 } }
  }
  const { source, place } = word.origin
  return { reason: `\`${ruleId}\` is \`off\` since ${name}`, uri: source, span: place.span }
}
