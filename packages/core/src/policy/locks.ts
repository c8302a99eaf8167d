import { quote } from './checker.ts'
import { ExceptionBook, type Verdict } from './exceptions.ts'
import { apply, breaksFloor, lockRules, onlyEverywhere, type RuleState } from './fold.ts'
import { nameIn } from './folders.ts'
import { type Origin, originName } from './origin.ts'
import type { ConfigurationError, PolicyNotice } from './policy.ts'
import { type LockedList, SettingLocks } from './setting-locks.ts'
import type { LockStatement, PolicySource, Statement } from './statements.ts'
import { ALL_RULES } from './words.ts'

/** What the sources of a policy come to once locks and exceptions have been heard. */
export interface Enforced {
  /** What holds, in order. */
  readonly statements: readonly Statement[]
  /** Of those, what an exception allows against a lock. */
  readonly excused: ReadonlySet<Statement>
  readonly errors: readonly ConfigurationError[]
  readonly notices: readonly PolicyNotice[]
  /** By rule id, as far as no override has a say. */
  readonly rules: ReadonlyMap<string, RuleState>
  readonly settings: SettingLocks
  /** Where rules are locked, by id. */
  readonly lockedAt: ReadonlyMap<string, Origin>
}

export interface EnforceOptions {
  /** URI of the folder that file names in messages are relative to. */
  readonly root: string
  /** `2027-01-31`; undefined when nobody told. */
  readonly today?: string | undefined
}

/** Holds each source against what the sources before it have locked. */
export function enforceLocks(sources: readonly PolicySource[], options: EnforceOptions): Enforced {
  const enforcer = new Enforcer(options)
  for (const source of sources) enforcer.add(source)
  return enforcer.result()
}

/** What a statement does that it may not do. */
interface Breach {
  /** The rule or setting, as locks and exceptions name it. */
  readonly subject: string
  readonly lockedAt: Origin
  /** What is at fault. */
  readonly at: Origin
  /** `cannot be \`off\` here: it is locked at \`error\`` */
  readonly said: string
}

class Enforcer {
  readonly #options: EnforceOptions
  readonly #statements: Statement[] = []
  readonly #excused = new Set<Statement>()
  readonly #errors = new Map<string, ConfigurationError>()
  readonly #notices: PolicyNotice[] = []
  readonly #rules = new Map<string, RuleState>()
  readonly #lockedAt = new Map<string, Origin>()
  readonly #final = new Map<string, Origin>()
  readonly #settings = new SettingLocks()

  constructor(options: EnforceOptions) {
    this.#options = options
  }

  add(source: PolicySource): void {
    const book = new ExceptionBook(source.exceptions, this.#options)
    for (const exception of source.exceptions) {
      const subject = 'rule' in exception.of ? exception.of.rule : exception.of.setting
      const forbidden = this.#forbids(subject)
      if (forbidden) this.#fail(exception.origin, `${this.#noException(subject, forbidden)} Remove this one.`)
    }
    for (const statement of source.statements) {
      if (statement.kind === 'lock') this.#lock(statement)
      else if (this.#isAllowed(statement, source, book)) this.#accept(statement)
    }
    this.#notices.push(...book.notices())
  }

  result(): Enforced {
    return {
      statements: this.#statements,
      excused: this.#excused,
      errors: [...this.#errors.values()],
      notices: this.#notices,
      rules: this.#rules,
      settings: this.#settings,
      lockedAt: this.#lockedAt,
    }
  }

  #isAllowed(statement: Statement, source: PolicySource, book: ExceptionBook): boolean {
    for (const breach of this.#breaches(statement, source)) {
      const verdict = book.judge(breach, statement)
      if (verdict.outcome === 'expired') return false
      if (verdict.outcome !== 'allowed') this.#fail(breach.at, this.#message(breach, verdict, source))
      else if (breach.subject !== 'overrides') this.#excused.add(statement)
    }
    return true
  }

  *#breaches(statement: Statement, source: PolicySource): Generator<Breach> {
    const { scope, origin } = statement
    const at = origin.place ? origin : (source.extendedAt ?? origin)
    const overrides = scope && this.#settings.lockedAt('overrides')
    if (overrides) {
      const said = 'cannot be added here: they are locked'
      yield { subject: 'overrides', lockedAt: overrides, at: scope.origin, said }
    }
    if (statement.kind === 'level' || statement.kind === 'option') {
      const state = this.#rules.get(statement.rule)
      const lockedAt = this.#lockedAt.get(statement.rule)
      if (!lockedAt || !breaksFloor(state, statement)) return
      const said =
        statement.kind === 'level'
          ? `cannot be \`${statement.level}\` here: it is locked at \`${state?.floor?.level}\``
          : `cannot be given another \`${statement.name}\` here: it is locked`
      yield { subject: statement.rule, lockedAt, at, said }
    } else {
      const breach = this.#settings.breach(statement)
      if (breach) yield { subject: breach.setting, lockedAt: breach.lockedAt, at, said: breach.said }
    }
  }

  #accept(statement: Statement): void {
    this.#statements.push(statement)
    if (statement.kind === 'level' || statement.kind === 'option') {
      if (onlyEverywhere(statement.scope)) {
        this.#rules.set(statement.rule, apply(this.#rules.get(statement.rule), statement))
      }
    } else this.#settings.add(statement)
  }

  #lock(statement: LockStatement): void {
    const before = [...this.#statements]
    lockRules(this.#rules, statement, before, onlyEverywhere)
    for (const [id, at] of statement.rules) {
      if (id === ALL_RULES) continue
      if (this.#rules.get(id)?.floor?.by.includes(statement.origin.source)) this.#lockedAt.set(id, at)
      else {
        const advice = 'so there is nothing to lock; give it a severity under `rules`.'
        this.#fail(at, `\`${id}\` is off here, ${advice}`)
      }
    }
    const all = statement.rules.get(ALL_RULES)
    for (const [id, { floor }] of this.#rules) {
      if (all && floor?.by.includes(statement.origin.source) && !statement.rules.has(id)) {
        this.#lockedAt.set(id, all)
      }
    }
    for (const [subject, at] of statement.noExceptions) this.#final.set(subject, at)
    this.#settings.lock(statement, this.#refuseEarlier(statement, before).gate)
    this.#statements.push(statement)
  }

  /** Files that come before a lock and are no part of what it is built on may not soften its settings either. */
  #refuseEarlier(lock: LockStatement, before: readonly Statement[]): SettingLocks {
    const locked = new SettingLocks()
    for (const each of before) if (lock.builtOn.has(each.origin.source)) locked.add(each)
    locked.lock(lock)
    for (const each of before) {
      if (lock.builtOn.has(each.origin.source)) continue
      const breach = overridesBreach(lock, each) ?? locked.breach(each)
      if (!breach || (!each.scope && isReplaced(each, before))) continue
      const where = originName(breach.lockedAt, this.#options.root)
      const advice = `Extend ${nameIn(this.#options.root, lock.origin.source)} before this file, or leave it out.`
      this.#fail(
        each.scope?.origin ?? each.origin,
        `\`${breach.setting}\` ${breach.said} in ${where}. ${advice}`,
      )
    }
    return locked
  }

  #forbids(subject: string): Origin | undefined {
    const isRule = this.#lockedAt.has(subject)
    return this.#final.get(subject) ?? (isRule ? this.#final.get(ALL_RULES) : undefined)
  }

  #noException(subject: string, at: Origin): string {
    return `There are no exceptions from ${quote(subject)}, by ${originName(at, this.#options.root)}.`
  }

  #message({ subject, lockedAt, said }: Breach, verdict: Verdict, source: PolicySource): string {
    const where = originName(lockedAt, this.#options.root)
    const what = `\`${subject}\` ${said} in ${where}.`
    const final = this.#forbids(subject)
    if (final) return `${what} ${this.#noException(subject, final)}`
    if (verdict.outcome === 'elsewhere') {
      return `${what} The exception on line ${verdict.line} is for ${verdict.files} alone: set this in an override with those \`files\`.`
    }
    if (source.statements[0] && !source.statements[0].origin.place) {
      return `${what} Name the preset before the policy that locks it.`
    }
    const kind = this.#lockedAt.has(subject) ? 'rule' : 'setting'
    return `${what} If it has to be, record it under \`exceptions\`, with \`${kind}: ${subject}\`, \`reason\`, \`owner\` and \`expires\`.`
  }

  #fail(origin: Origin, message: string): void {
    const { source: uri, place } = origin
    const error = { message, uri, ...(place ? { line: place.line, column: place.column } : {}) }
    this.#errors.set(JSON.stringify(error), error)
  }
}

/** Whether a later statement takes the place of one that sets a single value. */
function isReplaced(statement: Statement, all: readonly Statement[]): boolean {
  const { kind } = statement
  if (kind === 'gate') return all.findLast((each) => each.kind === 'gate') !== statement
  if (kind === 'attestation-setting' || kind === 'waiver-setting') {
    const { setting } = statement
    return all.findLast((each) => each.kind === kind && each.setting === setting) !== statement
  }
  if (kind !== 'fact' || statement.fact !== 'publicInDescription') return false
  return all.findLast((each) => each.kind === 'fact' && each.fact === statement.fact) !== statement
}

/** An override that stands in a file before the one that locks them. */
function overridesBreach(lock: LockStatement, { scope }: Statement): LockedList | undefined {
  const lockedAt = scope && lock.settings.get('overrides')
  return lockedAt && { setting: 'overrides', lockedAt, said: 'cannot be added here: they are locked' }
}
