import { append } from '../append.ts'
import { lazy } from '../lazy.ts'
import { ConfigurationFailure } from '../policy/configuration-failure.ts'
import { isSofter } from '../policy/fold.ts'
import { reaches } from '../policy/gate.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import type { SettledFinding } from '../settle/types.ts'
import { createLoader, type Loader } from '../source/load.ts'
import { answersGone } from './answers.ts'
import { keyOf } from './base-types.ts'
import { gateSetting, type Setting, settingFinder } from './settings.ts'
import { softerAcceptance } from './softer-acceptance.ts'
import { type ByBase, softerBounds } from './softer-bounds.ts'
import { softerProblems } from './softer-problems.ts'
import { type Compared, findingsOf } from './tree.ts'
import type { Comparable, Ran, TreeBase } from './types.ts'
import { unseenPolicy } from './unseen-policy.ts'

export interface Softened {
  /** For each document, what the policy of today does not find and that of the base does. */
  readonly hidden: readonly (readonly SettledFinding[])[]
  readonly notices: readonly PolicyNotice[]
  /** The policies of the base, by document. */
  readonly before: ReadonlyMap<string, Task>
}

/** A finding that the policy of the base would have as it is, and that of today has not or has as less. */
export interface Lost {
  readonly finding: SettledFinding
  readonly setting: Setting
  readonly isNew: boolean
  readonly isGone: boolean
  /** Whether the gate of the base would stop it. */
  readonly fails: boolean
}

/** Judges the documents of today by the policy of the base as well, where the two policies differ. */
export async function softenedSince(
  base: TreeBase,
  compared: readonly Compared[],
  loader: Loader,
  run: Comparable,
): Promise<Softened> {
  const policies = await policiesOf(base, compared, run)
  if ('notice' in policies) return { hidden: [], notices: [policies.notice], before: new Map() }
  const hidden: (readonly SettledFinding[])[] = []
  const lost: Lost[] = []
  const notices: PolicyNotice[] = []
  const isOther = ({ task }: Compared, before: Task) => before.policy.digest !== task.policy.digest
  const others = compared.flatMap((each) => {
    const before = policies.tasks.get(each.document.uri)
    return before && isOther(each, before) ? [asBefore(each.task, before)] : []
  })
  run.expect(others, { files: 'now', policy: 'base' })
  for (const each of compared) {
    const before = policies.tasks.get(each.document.uri)
    const by = before && isOther(each, before) ? await judgedBefore(each, before, run) : undefined
    const bounds = by && (await softerBounds(each.task, problemsOf(each, run), by, base))
    const all = by ? await lostIn(each, by, base, run) : []
    // what is found in a part of a description alone is not lost when all of it is read
    const gone = bounds?.isPartial ? all.filter(({ isGone, setting }) => !(isGone && setting.isGuess)) : all
    append(lost, gone)
    append(notices, bounds?.notices ?? [])
    hidden.push(
      gone
        .filter(({ isGone }) => isGone)
        .map(({ finding, isNew, setting }) => suppressed(finding, setting, isNew)),
    )
    if (before) append(notices, gateNotices(each, before, base, run))
  }
  append(notices, await softerProblems(base, policies.tasks, compared, run))
  append(notices, await softerAcceptance(base, policies.tasks, compared, run))
  append(notices, await unseenPolicy(base, policies.tasks, compared, run))
  append(notices, await answersGone(base, policies.tasks, loader, run))
  return { hidden, notices: [...once(notices), ...lostNotices(lost, base)], before: policies.tasks }
}

async function policiesOf(base: TreeBase, compared: readonly Compared[], run: Comparable) {
  const judged = new Set([...compared.map(({ task }) => task.document.uri), ...run.ran.incomplete])
  // what no commit can hold has no other policy than that of today
  const documents = run.tasks
    .map(({ document }) => document)
    .filter(({ uri }) => judged.has(uri) && base.holds(uri))
  try {
    const tasks = await run.plan(documents, base.policyHost, createLoader(base.policyHost))
    return { tasks: new Map(tasks.map((task) => [task.document.uri, task])) }
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    const [first] = error.errors
    const message = `The policy of ${base.name} cannot be used (${(first?.message ?? '').replace(/\.$/, '')}), so that nobody can tell what has been softened since. If a package is missing, install it; if the file is broken there, mend it on that branch first.`
    return { notice: { code: 'base-incomplete', severity: 'error', message, uri: first?.uri } as const }
  }
}

type Task = Compared['task']

/** A document under the policy of the base. */
function asBefore({ document, root }: Task, { policy, config }: Task): Task {
  return { document, policy, config, root }
}

/** Judges a document as it is by the policy of the base, and as it was where that is asked for. */
async function judgedBefore({ task, was }: Compared, before: Task, run: Comparable): Promise<ByBase> {
  const by = asBefore(task, before)
  const earlier = async (): Promise<Ran | undefined> => {
    if (!was || was.isSame) return undefined
    return run.review({ ...by, document: { uri: was.uri, named: false } }, { files: 'base', policy: 'base' })
  }
  const now = await run.review(by, { files: 'now', policy: 'base' })
  return { before, now, earlier: lazy(earlier), isSame: was?.isSame === true }
}

/** Those that are told of a document, or of a file that belongs to it alone or not. */
function problemsOf({ document: { uri, files = [] } }: Compared, { ran }: Comparable): readonly Problem[] {
  return ran.problems.filter((each) => each.uri === undefined || each.uri === uri || files.includes(each.uri))
}

async function lostIn(
  { task, document, was }: Compared,
  { before, now: ran, earlier }: ByBase,
  base: TreeBase,
  run: Comparable,
): Promise<readonly Lost[]> {
  const found = findingsOf(ran)
  const today = new Map(document.findings.map((finding) => [keyOf(finding), finding]))
  const lost = found.filter((finding) => {
    const now = today.get(keyOf(finding))
    return now === undefined || isSofter(now.severity, finding.severity)
  })
  if (lost.length === 0) return []
  const known = await earlier()
  const keys = new Set(known && findingsOf(known).map(keyOf))
  const gate = run.failOn ?? before.policy.failOn ?? 'error'
  const settingFor = settingFinder(task, before, base.name)
  return lost.map((finding) => {
    const isNew = !was?.isSame && !keys.has(keyOf(finding))
    const now = today.get(keyOf(finding))
    return {
      finding,
      isNew,
      isGone: now === undefined,
      setting: settingFor(finding, now?.severity),
      fails: reaches(finding.severity, gate),
    }
  })
}

export function suppressed(
  finding: SettledFinding,
  { reason, uri, span }: Setting,
  isNew: boolean,
): SettledFinding {
  return {
    ...finding,
    suppressed: { kind: 'policy', reason, uri, span },
    ...(isNew ? {} : { isKnown: true }),
  }
}

export function lostNotices(lost: readonly Lost[], base: Pick<TreeBase, 'name'>): readonly PolicyNotice[] {
  const bySetting = new Map<string, Lost[]>()
  for (const each of lost) {
    const key = JSON.stringify([each.setting.uri, each.setting.span, each.setting.reason])
    const group = bySetting.get(key)
    if (group) group.push(each)
    else bySetting.set(key, [each])
  }
  return [...bySetting.values()].flatMap((group) => {
    const [first] = group
    return first ? [lostNotice(first.setting, group, base)] : []
  })
}

function lostNotice(
  { reason, uri, span }: Setting,
  group: readonly Lost[],
  base: Pick<TreeBase, 'name'>,
): PolicyNotice {
  const fresh = group.filter(({ isNew }) => isNew)
  const fails = fresh.some((each) => each.fails)
  const number = group.length === 1 ? '1 finding' : `${group.length} findings`
  const what = group.every(({ isGone }) => isGone) ? 'accepts' : 'softens or accepts'
  const more = fresh.length === 0 ? 'none of them new' : `${fresh.length} of them new`
  const advice = fails
    ? ` What is new would fail the run by the policy of ${base.name}: mend it, or soften the policy in a change of its own.`
    : ''
  return {
    code: 'softened-since-base',
    severity: fails ? 'error' : 'warn',
    message: `${reason}. That ${what} ${number}, ${more}.${advice}`,
    uri,
    ...(span.end > 0 ? { span } : {}),
  }
}

/** A gate that lets more pass than that of the base. */
function gateNotices(
  { task, document }: Compared,
  before: Task,
  base: TreeBase,
  { failOn }: Comparable,
): readonly PolicyNotice[] {
  if (failOn !== undefined) return []
  const [was, is] = [before.policy.failOn ?? 'error', task.policy.failOn ?? 'error']
  const passes = (severity: Severity): boolean => reaches(severity, was) && !reaches(severity, is)
  const fresh = document.findings.some((each) => !each.isKnown && !each.suppressed && passes(each.severity))
  if (!(['error', 'warn', 'info', 'hint'] as const).some(passes)) return []
  const advice = fresh
    ? ` What is new would fail the run by the policy of ${base.name}: mend it, or soften the policy in a change of its own.`
    : ''
  const { uri, span } = gateSetting(task, before)
  return [
    {
      code: 'softened-since-base',
      severity: fresh ? 'error' : 'warn',
      message: `The gate is \`${is}\` instead of \`${was}\` since ${base.name}.${advice}`,
      uri,
      ...(span.end > 0 ? { span } : {}),
    },
  ]
}

/** Of notices about one place, the gravest: documents share their policy. */
function once(notices: readonly PolicyNotice[]): readonly PolicyNotice[] {
  const found = new Map<string, PolicyNotice>()
  for (const notice of notices) {
    const key = JSON.stringify([notice.uri, notice.span, notice.message.split('.', 1)])
    if (found.get(key)?.severity !== 'error') found.set(key, notice)
  }
  return [...found.values()]
}
