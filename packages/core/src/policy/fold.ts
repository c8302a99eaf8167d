import { type Facts, NO_FACTS } from '../model/model.ts'
import type {
  Level,
  LevelStatement,
  LockStatement,
  OptionStatement,
  RuleStatement,
  Scope,
  Statement,
} from './statements.ts'
import { ALL_RULES, GATEWAY_DUTIES, RULE_LEVELS } from './words.ts'

/** Where a rule must not go below. */
export interface Floor {
  readonly level: Level
  /** Options as they were when the rule was locked; those that nobody had set are absent. */
  readonly options: ReadonlyMap<string, unknown>
  /** Names of the files that lock the rule. */
  readonly by: readonly string[]
}

/** What statements come to for one rule at one place: all that hold there, the last of them wins. */
export interface RuleState {
  readonly levels: readonly LevelStatement[]
  readonly options: ReadonlyMap<string, readonly OptionStatement[]>
  readonly floor: Floor | undefined
}

/** Whether what is said in a scope holds at the place that is asked about. */
export type Holds = (scope: Scope | undefined) => boolean

export const onlyEverywhere: Holds = (scope) => scope === undefined

/** True when a level is softer than another. */
export function isSofter(level: Level, than: Level): boolean {
  return RULE_LEVELS.indexOf(level) > RULE_LEVELS.indexOf(than)
}

export function levelOf(state: RuleState | undefined): Level {
  return state?.levels.at(-1)?.level ?? 'off'
}

/** Whether a statement softens what is locked: the level goes down, or an option changes. */
export function breaksFloor(state: RuleState | undefined, statement: RuleStatement): boolean {
  const floor = state?.floor
  if (!floor || floor.level === 'off') return false
  if (statement.kind === 'level') {
    return isSofter(statement.level, floor.level) && isSofter(statement.level, levelOf(state))
  }
  const now = state.options.get(statement.name)?.at(-1)?.value
  const same = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(statement.value)
  return !same(floor.options.get(statement.name)) && !same(now)
}

/** The state of a rule after a statement. */
export function apply(state: RuleState | undefined, statement: RuleStatement): RuleState {
  const before = state ?? { levels: [], options: new Map(), floor: undefined }
  if (statement.kind === 'level') return { ...before, levels: [...before.levels, statement] }
  const options = new Map(before.options)
  options.set(statement.name, [...(options.get(statement.name) ?? []), statement])
  return { ...before, options }
}

/**
 * Locks rules: none may go below what the locking file and all that it extends make of it, and what others have
 * softened before is put right.
 *
 * @param states are changed
 * @param before what was said before the lock
 */
export function lockRules(
  states: Map<string, RuleState>,
  lock: LockStatement,
  before: readonly Statement[],
  holds: Holds,
): void {
  const own = before.filter(({ kind, origin }) => kind !== 'lock' && lock.builtOn.has(origin.source))
  for (const [id, wanted] of foldRules(own, holds, new Set())) {
    if (!locks(lock.rules, id) || levelOf(wanted) === 'off') continue
    const state = states.get(id) ?? wanted
    const level = wanted.levels.at(-1)
    const isSoftened = level !== undefined && isSofter(levelOf(state), level.level)
    const levels = isSoftened ? [...state.levels, level] : state.levels
    // a lock by a file that this one does not build on stays in force
    const other = state.floor?.by.every((name) => lock.builtOn.has(name)) ? undefined : state.floor
    const options = other ? state.options : wanted.options
    states.set(id, { levels, options, floor: floorOf(wanted, lock, other) })
  }
}

function floorOf(wanted: RuleState, lock: LockStatement, other: Floor | undefined): Floor {
  const level = levelOf(wanted)
  const by = lock.origin.source
  if (other) {
    const stricter = isSofter(level, other.level) ? other.level : level
    return { level: stricter, options: other.options, by: [...other.by, by] }
  }
  const options = new Map([...wanted.options].map(([name, said]) => [name, said.at(-1)?.value]))
  return { level, options, by: [by] }
}

/**
 * What statements come to at a place, by rule id. A statement that would break a lock there is left out, unless it
 * is excused.
 */
export function foldRules(
  statements: readonly Statement[],
  holds: Holds,
  excused: ReadonlySet<Statement>,
): ReadonlyMap<string, RuleState> {
  const states = new Map<string, RuleState>()
  for (const [index, statement] of statements.entries()) {
    if (statement.kind === 'lock') {
      lockRules(states, statement, statements.slice(0, index), holds)
    } else if (statement.kind === 'level' || statement.kind === 'option') {
      const state = states.get(statement.rule)
      if (!holds(statement.scope) || (breaksFloor(state, statement) && !excused.has(statement))) continue
      states.set(statement.rule, apply(state, statement))
    }
  }
  return states
}

/** Whether a list of locked rules names a rule. */
export function locks(rules: ReadonlyMap<string, unknown>, id: string): boolean {
  return rules.has(id) || rules.has(ALL_RULES)
}

/** The facts that hold at a place: lists are joined, of single values the last one wins. */
export function foldFacts(statements: readonly Statement[], holds: Holds): Facts {
  const said = statements.flatMap((each) => (each.kind === 'fact' && holds(each.scope) ? [each] : []))
  const texts = (fact: string): readonly string[] => [
    ...new Set(
      said.flatMap(({ fact: of, value }) => (of === fact && typeof value === 'string' ? [value] : [])),
    ),
  ]
  const duties = GATEWAY_DUTIES.flatMap((duty) => {
    const word = texts(`gateway.${duty}`).at(-1)
    return word === undefined ? [] : [[duty, word] as const]
  })
  const inDescription = said.findLast(({ fact }) => fact === 'publicInDescription')?.value
  return {
    publicOperations: said.flatMap(({ value }) => (typeof value === 'object' ? [value] : [])),
    allowedHosts: texts('allowedHosts'),
    allowedIssuers: texts('allowedIssuers'),
    sensitiveNames: {
      credential: texts('sensitiveNames.credential'),
      personal: texts('sensitiveNames.personal'),
      financial: texts('sensitiveNames.financial'),
    },
    adminWords: texts('adminWords'),
    gateway: Object.fromEntries(duties),
    publicInDescription: typeof inDescription === 'boolean' ? inDescription : NO_FACTS.publicInDescription,
  }
}
