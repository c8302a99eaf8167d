import { USUAL_LIMITS } from '../source/limits.ts'
import {
  DEFAULT_ATTESTATION_SETTINGS,
  softensAttestations,
  withAttestationStatement,
} from './attestation-settings.ts'
import type { Origin } from './origin.ts'
import type { Severity } from './rule.ts'
import type { FactStatement, LockStatement, Statement } from './statements.ts'
import { DEFAULT_WAIVER_SETTINGS, softensWaivers, withWaiverStatement } from './waiver-settings.ts'
import { GATES, LOCKED_SETTINGS, type LockedSetting } from './words.ts'

/** A statement that softens a setting against a lock. */
export interface LockedList {
  readonly setting: LockedSetting
  readonly lockedAt: Origin
  readonly said: string
}

/** The gate where nobody names one. */
export const DEFAULT_GATE = 'error'

/** True when a gate lets more pass than another. */
export function isLaxer(gate: Severity | 'never', than: Severity | 'never'): boolean {
  const strictness = (each: Severity | 'never'): number => (each === 'never' ? -1 : GATES.indexOf(each))
  return strictness(gate) < strictness(than)
}

/** The settings beside rules that are locked, and what they held when they were. */
export class SettingLocks {
  readonly #locked = new Map<LockedSetting, Origin>()
  /** What was said about each setting until now, in a form that can be compared. */
  readonly #said = new Map<LockedSetting, Set<string>>()
  #gate: Severity | 'never' = DEFAULT_GATE
  #floor: Severity | 'never' = 'never'
  #inDescription = true
  #attestations = DEFAULT_ATTESTATION_SETTINGS
  #waivers = DEFAULT_WAIVER_SETTINGS
  #limits = USUAL_LIMITS

  get all(): ReadonlyMap<LockedSetting, Origin> {
    return this.#locked
  }

  /** The gate that must not be made laxer; `never` where none is locked. */
  get gateFloor(): Severity | 'never' {
    return this.#floor
  }

  lockedAt(setting: LockedSetting): Origin | undefined {
    return this.#locked.get(setting)
  }

  /** The gate as far as it has been said. */
  get gate(): Severity | 'never' {
    return this.#gate
  }

  /** Locks settings as they are; `gate` is what the locking file makes of the gate. */
  lock(statement: LockStatement, gate: Severity | 'never' = this.#gate): void {
    for (const [setting, at] of statement.settings) this.#locked.set(setting, at)
    if (statement.settings.has('failOn')) this.#floor = isLaxer(gate, this.#floor) ? this.#floor : gate
  }

  add(statement: Statement): void {
    if (statement.kind === 'gate') this.#gate = statement.gate
    if (statement.kind === 'attestation-setting')
      this.#attestations = withAttestationStatement(this.#attestations, statement)
    if (statement.kind === 'waiver-setting') this.#waivers = withWaiverStatement(this.#waivers, statement)
    if (statement.kind === 'limit') this.#limits = { ...this.#limits, [statement.name]: statement.value }
    const setting = settingOf(statement)
    if (!setting) return
    if (setting === 'policy.publicInDescription' && statement.kind === 'fact') {
      this.#inDescription = statement.value === true
    }
    const said = this.#said.get(setting) ?? new Set()
    this.#said.set(setting, said.add(JSON.stringify(contentOf(statement))))
  }

  /** The lock that a statement would break. */
  breach(statement: Statement): LockedList | undefined {
    const setting = settingOf(statement)
    const lockedAt = setting && this.#locked.get(setting)
    if (!setting || !lockedAt) return undefined
    if (statement.kind === 'gate') return this.gateBreach(statement.gate)
    const said = this.#softening(setting, statement)
    return said === undefined ? undefined : { setting, lockedAt, said }
  }

  /** The lock that a gate would break. */
  gateBreach(gate: Severity | 'never'): LockedList | undefined {
    const lockedAt = this.#locked.get('failOn')
    if (!lockedAt || !isLaxer(gate, this.#floor) || !isLaxer(gate, this.#gate)) return undefined
    const said = `cannot be \`${gate}\` here: it is locked at \`${this.#floor}\``
    return { setting: 'failOn', lockedAt, said }
  }

  #softening(setting: LockedSetting, statement: Statement): string | undefined {
    if (statement.kind === 'attestation-setting' || statement.kind === 'waiver-setting') {
      const isSofter =
        statement.kind === 'waiver-setting'
          ? softensWaivers(this.#waivers, statement)
          : softensAttestations(this.#attestations, statement)
      const said = `cannot be softened here (\`${statement.setting}: ${statement.value}\`): they are locked`
      return isSofter ? said : undefined
    }
    if (statement.kind === 'limit') {
      const { name, value } = statement
      const said = `cannot be raised here (\`${name}: ${value}\`): they are locked`
      return value > this.#limits[name] ? said : undefined
    }
    const said = this.#said.get(setting)
    if (said?.has(JSON.stringify(contentOf(statement)))) return undefined
    switch (setting) {
      case 'problems':
        if (statement.kind === 'problem' && statement.problem.severity === 'error') return undefined
        return 'cannot be made `warn` here: they are locked'
      case 'policy.publicInDescription':
        if (this.#inDescription || (statement.kind === 'fact' && statement.value === false)) return undefined
        return 'cannot be `true` here: it is locked at `false`'
      case 'policy.allowedHosts':
      case 'policy.allowedIssuers':
        // where none is named, any will do: the first one makes the policy stricter
        return said ? 'cannot be added to here: the list is locked' : undefined
      case 'policy.gateway':
        return 'cannot be added to or changed here: it is locked'
      default:
        return 'cannot be added to here: the list is locked'
    }
  }
}

function settingOf(statement: Statement): LockedSetting | undefined {
  switch (statement.kind) {
    case 'gate':
      return 'failOn'
    case 'problem':
      return 'problems'
    case 'ref-host':
      return 'refs'
    case 'limit':
      return 'limits'
    case 'attestation-setting':
      return 'attestations'
    case 'waiver-setting':
      return 'waivers'
    case 'fact':
      return factSetting(statement)
    default:
      return undefined
  }
}

function factSetting({ fact }: FactStatement): LockedSetting | undefined {
  const name = fact.startsWith('gateway.') ? 'policy.gateway' : `policy.${fact}`
  return LOCKED_SETTINGS.find((setting) => setting === name)
}

/** What a statement says, as far as it matters whether it was said before. */
function contentOf(statement: Statement): unknown {
  if (statement.kind === 'fact') {
    const { fact, value } = statement
    return typeof value === 'object' ? value.operation : [fact, value]
  }
  if (statement.kind === 'ref-host') return [statement.host, statement.isPrivate]
  if (statement.kind !== 'problem') return undefined
  const { code, files, severity } = statement.problem
  return [code, files ?? null, severity]
}
