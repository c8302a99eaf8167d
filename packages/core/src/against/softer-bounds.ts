import { groupBy } from '../group.ts'
import type { Policy, PolicyNotice } from '../policy/policy.ts'
import { REF_LOCK } from '../policy/ref-lock.ts'
import type { Statement } from '../policy/statements.ts'
import type { Task } from '../policy/task.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import { grouped, LIMIT_NAMES, LIMITS, USUAL_LIMITS } from '../source/limits.ts'
import { type Setting, settingSaid } from './settings.ts'
import type { Ran, TreeBase } from './types.ts'

/** What of a policy lets descriptions do more than that of the base. */
interface Loosened {
  /** A sentence without its end. */
  readonly says: string
  readonly setting: Setting
  /** Codes of the problems that the base has instead. */
  readonly codes: ReadonlySet<ProblemCode>
}

/** What a limit ends in. */
const OF_LIMITS: ReadonlySet<ProblemCode> = new Set([
  'file-too-large',
  'nesting-too-deep',
  'alias-limit',
  'file-limit',
  'reference-limit',
  'rule-timeout',
  'document-timeout',
  'ref-unreadable',
])

/** What a reference ends in that must not be followed. */
const OF_REFERENCES: ReadonlySet<ProblemCode> = new Set([
  'ref-host-not-allowed',
  'ref-private-address',
  'ref-not-locked',
  'ref-digest-mismatch',
  'ref-unreadable',
])

/** How a document was judged by the policy of the base. */
export interface ByBase {
  readonly before: Task
  /** As it is. */
  readonly now: Ran
  /** As it was; undefined where it is the same or not there. */
  readonly earlier: () => Promise<Ran | undefined>
  /** Whether all that it consists of is the same in the base. */
  readonly isSame: boolean
}

export interface SofterBounds {
  readonly notices: readonly PolicyNotice[]
  /** Whether the policy of the base sees less of the document for it, so that it finds other things in it. */
  readonly isPartial: boolean
}

/**
 * Tells of what a description may read from the network and ask of the machine, where that is more than in the base: an
 * error where something new makes use of it, which the policy of the base would have left unjudged.
 *
 * @param problems of the document, by the policy of today
 */
export async function softerBounds(
  task: Task,
  problems: readonly Problem[],
  by: ByBase,
  { name }: TreeBase,
): Promise<SofterBounds> {
  const loosened = [
    ...raisedLimits(task, by.before, name),
    ...moreHosts(task, by.before, name),
    ...lockGone(task, by.before, name),
  ]
  if (loosened.length === 0) return { notices: [], isPartial: false }
  const today = new Set(problems.map(keyOf))
  const passed = by.now.problems.filter((each) => each.severity === 'error' && !today.has(keyOf(each)))
  const fresh = passed.length > 0 ? await newAmong(passed, by) : []
  const notices = loosened.map(({ says, setting: { uri, span }, codes }): PolicyNotice => {
    const fails = fresh.some(({ code }) => codes.has(code))
    const advice = fails
      ? ` Something new would not be judged by the policy of ${name}: do without it, or soften the policy in a change of its own.`
      : ''
    return {
      code: 'softened-since-base',
      severity: fails ? 'error' : 'warn',
      message: `${says}.${advice}`,
      uri,
      ...(span.end > 0 ? { span } : {}),
    }
  })
  const isPartial = passed.some(({ code }) => loosened.some(({ codes }) => codes.has(code)))
  return { notices, isPartial }
}

/** Those of the problems of a document that it did not have in the base. */
async function newAmong(
  passed: readonly Problem[],
  { earlier, isSame }: ByBase,
): Promise<readonly Problem[]> {
  if (isSame) return []
  const known = groupBy((await earlier())?.problems ?? [], keyOf)
  return [...groupBy(passed, keyOf)].flatMap(([key, all]) => all.slice(known.get(key)?.length ?? 0))
}

/** Messages tell of limits and lines, which may be others: of the same in one file, those are new that are more than before. */
function keyOf({ code, uri }: Problem): string {
  return JSON.stringify([code, uri ?? null])
}

function raisedLimits(task: Task, before: Task, base: string): readonly Loosened[] {
  const [now, then] = [task.policy.limits ?? USUAL_LIMITS, before.policy.limits ?? USUAL_LIMITS]
  return LIMIT_NAMES.filter((name) => now[name] > then[name]).map((name) => {
    const is = `${grouped(now[name])} ${LIMITS[name].unit} instead of ${grouped(then[name])}`
    const isMeant = (each: Statement): boolean => each.kind === 'limit' && each.name === name
    return {
      says: `\`limits.${name}\` is ${is} since ${base}`,
      setting: settingSaid(task, before, isMeant),
      codes: OF_LIMITS,
    }
  })
}

function moreHosts(task: Task, before: Task, base: string): readonly Loosened[] {
  const then = new Set(before.policy.refHosts)
  const isPrivate = privateIn(task.policy)
  const wasPrivate = privateIn(before.policy)
  return task.policy.refHosts.flatMap((host): readonly Loosened[] => {
    const isNew = !then.has(host)
    const isOpened = isPrivate.has(host) && !wasPrivate.has(host)
    if (!isNew && !isOpened) return []
    const says = isNew
      ? `Descriptions may refer to \`${host}\` since ${base}${isOpened ? ', also in a private network' : ''}`
      : `\`${host}\` may have an address of a private network since ${base}`
    const isMeant = (each: Statement): boolean => each.kind === 'ref-host' && each.host === host
    return [{ says, setting: settingSaid(task, before, isMeant), codes: OF_REFERENCES }]
  })
}

function privateIn({ privateHosts = [] }: Policy): ReadonlySet<string> {
  return new Set(privateHosts)
}

/** A lock file that lists nothing lets nothing be fetched; without one, everything is as the server has it. */
function lockGone(task: Task, before: Task, base: string): readonly Loosened[] {
  if (before.policy.refLock?.digests === undefined || task.policy.refLock?.digests !== undefined) return []
  const says = `There is no \`${REF_LOCK}\` for this policy any more since ${base}, so that what is fetched may be anything`
  return [{ says, setting: settingSaid(task, before, () => false), codes: OF_REFERENCES }]
}
