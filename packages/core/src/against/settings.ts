import { nodeOf } from '../policy/at.ts'
import type { Policy } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import { coversFile, coversPath } from '../policy/scope.ts'
import type { Statement } from '../policy/statements.ts'
import type { Task } from '../policy/task.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { Span } from '../source/types.ts'

/** What of a policy was changed, and where it is said. */
export interface Setting {
  readonly reason: string
  readonly uri: string
  /** Of no length where the file as a whole is meant. */
  readonly span: Span
  /** True where nothing that is said explains it. */
  readonly isGuess?: boolean
}

const WHOLE_FILE: Span = { start: 0, end: 0 }

/** Finds the setting since which a finding is none any more, or is as grave as `now`. */
export function settingFinder(
  task: Task,
  before: Task,
  baseName: string,
): (finding: SettledFinding, now: Severity | undefined) => Setting {
  const changed = newIn(task.policy, before.policy)
  const active = new Set(task.policy.rules.map(({ rule }) => rule.id))
  return (finding, now) => {
    const fresh = changed.filter((each) => isAbout(each, finding, task.document.uri))
    return settingAmong(fresh, finding, now, active.has(finding.ruleId), { task, before, baseName })
  }
}

interface Policies {
  readonly task: Task
  readonly before: Task
  readonly baseName: string
}

function settingAmong(
  fresh: readonly Statement[],
  finding: SettledFinding,
  now: Severity | undefined,
  isOn: boolean,
  { task, before, baseName }: Policies,
): Setting {
  const { ruleId } = finding
  const since = `since ${baseName}`
  const level = fresh.findLast((each) => each.kind === 'level' && each.rule === ruleId)
  if (level?.kind === 'level') {
    const how =
      level.level === 'off' ? 'is `off`' : `is \`${now ?? level.level}\` instead of \`${finding.severity}\``
    return placed(level, `\`${ruleId}\` ${how} ${since}`, task, before)
  }
  const option = fresh.findLast((each) => each.kind === 'option' && each.rule === ruleId)
  if (option?.kind === 'option')
    return placed(option, `The option \`${option.name}\` of \`${ruleId}\` was changed ${since}`, task, before)
  const fact = isOn ? fresh.findLast((each) => each.kind === 'fact') : undefined
  if (fact?.kind === 'fact') return placed(fact, `\`policy.${fact.fact}\` was changed ${since}`, task, before)
  const reason = isOn ? `The policy was softened ${since}` : `Rules are not on any more ${since}`
  const uri = task.config ?? before.config ?? task.document.uri
  return { reason, uri, span: WHOLE_FILE, isGuess: isOn }
}

/** Where the gate is set; the file as a whole where it is set no more. */
export function gateSetting(task: Task, before: Task): Setting {
  const gate = (task.policy.statements ?? []).findLast((each) => each.kind === 'gate')
  return gate ? placed(gate, '', task, before) : wholeFile(task, before)
}

/** Where a problem is made less grave; the file as a whole where that is not said any more. */
export function problemSetting(task: Task, before: Task, code: string): Setting {
  return settingSaid(task, before, (each) => each.kind === 'problem' && each.problem.code === code)
}

/** Where one of some settings for waivers or attestations is said. */
export function acceptanceSetting(
  task: Task,
  before: Task,
  section: 'waivers' | 'attestations',
  settings: readonly string[],
): Setting {
  const kind = section === 'waivers' ? 'waiver-setting' : 'attestation-setting'
  const isMeant = (each: Statement): boolean =>
    each.kind === kind && 'setting' in each && settings.includes(each.setting)
  return settingSaid(task, before, isMeant)
}

/** Where a setting of a kind is said that the other policy does not have; the file as a whole where none is. */
export function settingSaid(task: Task, before: Task, isMeant: (statement: Statement) => boolean): Setting {
  const said = newIn(task.policy, before.policy).findLast(isMeant)
  return said ? placed(said, '', task, before) : wholeFile(task, before)
}

function wholeFile(task: Task, before: Task): Setting {
  return { reason: '', uri: task.config ?? before.config ?? task.document.uri, span: WHOLE_FILE }
}

function placed({ origin }: Statement, reason: string, task: Task, before: Task): Setting {
  if (origin.place) return { reason, uri: origin.source, span: origin.place.span }
  return { reason, uri: task.config ?? before.config ?? task.document.uri, span: WHOLE_FILE }
}

/** What a policy says in a file that another one does not say, wherever it stands. */
function newIn(policy: Policy, other: Policy): readonly Statement[] {
  const said = new Set((other.statements ?? []).map(identity))
  return (policy.statements ?? []).filter((each) => each.origin.place && !said.has(identity(each)))
}

function identity(statement: Statement): string {
  const { scope } = statement
  return JSON.stringify([
    { ...statement, origin: null, ruleOrigin: null, scope: null },
    scope ? [scope.base, scope.files ?? null, scope.pointers ?? null] : null,
  ])
}

function isAbout({ scope }: Statement, finding: SettledFinding, document: string): boolean {
  if (!scope) return true
  if (!scope.pointers) return coversFile(scope, document)
  const { file, path } = nodeOf(finding.at)
  return coversFile(scope, file.uri) && coversPath(scope, path)
}
