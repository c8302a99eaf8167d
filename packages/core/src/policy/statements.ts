import type { Origin } from './origin.ts'
import type { ProblemOverride } from './policy.ts'
import type { Severity } from './rule.ts'
import type { FactName, LockedSetting } from './words.ts'

export type Level = Severity | 'off'

/** Where an override holds. */
export interface Scope {
  /** URI of the folder that `files` is relative to, ending in `/`. */
  readonly base: string
  /** Globs; one with a leading `!` leaves out. Undefined: all files. */
  readonly files: readonly string[] | undefined
  /** Keys of JSON Pointers, `*` for any; undefined: the whole document. */
  readonly pointers: readonly (readonly string[])[] | undefined
  readonly reason: string | undefined
  /** The entry of `overrides`. */
  readonly origin: Origin
}

interface Said {
  readonly origin: Origin
  /** Undefined: for every document. */
  readonly scope: Scope | undefined
}

export interface PublicOperation {
  readonly operation: string
  readonly reason: string
}

export interface LevelStatement extends Said {
  readonly kind: 'level'
  readonly rule: string
  readonly level: Level
}

export interface OptionStatement extends Said {
  readonly kind: 'option'
  readonly rule: string
  readonly name: string
  readonly value: unknown
  /** Where the rule is named. */
  readonly ruleOrigin: Origin
}

export interface FactStatement extends Said {
  readonly kind: 'fact'
  readonly fact: FactName
  readonly value: string | boolean | PublicOperation
}

export interface RefHostStatement extends Said {
  readonly kind: 'ref-host'
  /** In lower case, with its port where that is not the usual one. */
  readonly host: string
  /** Whether it may have an address of a private network. */
  readonly isPrivate: boolean
}

export interface ProblemStatement extends Said {
  readonly kind: 'problem'
  readonly problem: ProblemOverride
}

export interface GateStatement extends Said {
  readonly kind: 'gate'
  readonly gate: Severity | 'never'
}

export interface AttestationStatement extends Said {
  readonly kind: 'attestation-setting'
  readonly setting: 'outdated' | 'longest' | 'endsSoon'
  readonly value: string | number
}

export type WaiverSettingName =
  | 'stale'
  | `longest.${Severity}`
  | 'endsSoon'
  | 'approval'
  | 'forbid'
  | 'forbidInline'

export interface WaiverStatement extends Said {
  readonly kind: 'waiver-setting'
  readonly setting: WaiverSettingName
  /** Of a list, one item. */
  readonly value: string | number
}

/** Holds what its file says, with all that the file extends, against all others. */
export interface LockStatement extends Said {
  readonly kind: 'lock'
  /** Names of the sources that its file extends, directly or not, and of the file itself. */
  readonly builtOn: ReadonlySet<string>
  /** By rule id; `*` for all. */
  readonly rules: ReadonlyMap<string, Origin>
  readonly settings: ReadonlyMap<LockedSetting, Origin>
  /** Rules and settings for which there are no exceptions; `*` for all rules. */
  readonly noExceptions: ReadonlyMap<string, Origin>
}

/** One thing that a source of a policy says. What is said later wins; lists are joined. */
export type Statement =
  | LevelStatement
  | OptionStatement
  | FactStatement
  | RefHostStatement
  | ProblemStatement
  | GateStatement
  | AttestationStatement
  | WaiverStatement
  | LockStatement

export type RuleStatement = LevelStatement | OptionStatement

/** A recorded exception from what a shared policy locks. */
export interface PolicyException {
  readonly of: { readonly rule: string } | { readonly setting: LockedSetting }
  readonly reason: string
  readonly owner: string
  /** Last day on which it holds: `2027-01-31`. */
  readonly expires: string
  readonly approver: string | undefined
  readonly ticket: string | undefined
  /** Globs of the overrides that it is for; undefined: for the file as a whole. */
  readonly files: readonly string[] | undefined
  readonly origin: Origin
}

/** A preset, or a file, with what it says itself. */
export interface PolicySource {
  /** Name of a preset with its prefix, or URI of a file. */
  readonly name: string
  readonly statements: readonly Statement[]
  readonly exceptions: readonly PolicyException[]
  /** The line of `extends` that names it; undefined for the configuration itself and for presets that nobody named. */
  readonly extendedAt: Origin | undefined
}

/** The name of what a rule or a setting is called in locks and exceptions. */
export function subjectOf(exception: PolicyException): string {
  return 'rule' in exception.of ? exception.of.rule : exception.of.setting
}
