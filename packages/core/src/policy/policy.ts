import type { Facts } from '../model/model.ts'
import type { ProblemCode } from '../problem.ts'
import type { LoadedRulesets } from '../ruleset-engine.ts'
import type { RefLock } from '../source/bounds.ts'
import type { Path, SourceFile, Span } from '../source/types.ts'
import type { AttestationSettings } from './attestation-settings.ts'
import type { OwnDefinition, Rule, Severity } from './rule.ts'
import type { LevelStatement, Scope, Statement } from './statements.ts'
import type { WaiverSettings } from './waiver-settings.ts'

/** Everything that decides how one document is judged; read, checked and merged. */
export interface Policy {
  /** Rules that are on, sorted by id. */
  readonly rules: readonly ActiveRule[]
  readonly facts: Facts
  /** Hosts from which `$ref` may be read over http(s), with their port where that is not the usual one. */
  readonly refHosts: readonly string[]
  /** Those of them that may have an address of a private network. */
  readonly privateHosts?: readonly string[] | undefined
  /** What `specward.lock` beside the configuration knows of URLs. */
  readonly refLock?: RefLock | undefined
  readonly problems: readonly ProblemOverride[]
  /** What is asked of those who answer for what no description shows; the defaults where it is undefined. */
  readonly attestations?: AttestationSettings | undefined
  /** What is asked of those who accept findings; the defaults where it is undefined. */
  readonly waivers?: WaiverSettings | undefined
  /** Ids of all rules that there are, on or off. */
  readonly ruleIds?: ReadonlySet<string> | undefined
  /** What the policy was made from, in order: `specward:recommended`, URIs of files. */
  readonly sources: readonly string[]
  /** Gate that the configuration asks for; undefined when it says nothing. */
  readonly failOn: Severity | 'never' | undefined
  /** Of all settings that can change a result, also of those for other documents. */
  readonly digest: string
  /**
   * Severity of a rule at one place, where overrides know places; undefined when the severity among `rules` holds
   * everywhere.
   */
  readonly severityAt?: ((ruleId: string, place: RulePlace) => Severity | 'off' | undefined) | undefined
  /**
   * The last that is said of whether a rule is on: for the document as a whole or, with a place, there. Undefined where
   * nobody says anything; what a preset says has no place in a file.
   */
  readonly lastWord?: (ruleId: string, place?: RulePlace) => LevelStatement | undefined
  /** What is to be told about the policy itself; the same for all documents under one configuration. */
  readonly notices?: readonly PolicyNotice[]
  /** The configuration and what it extends, for the places of notices. */
  readonly files?: readonly SourceFile[]
  /** Overrides for places. */
  readonly scopes?: readonly Scope[]
  /** All that is said, in order: also for other documents. */
  readonly statements?: readonly Statement[]
  /** Rulesets of another tool that are part of the policy. */
  readonly rulesets?: PolicyRulesets | undefined
}

/** Rulesets of another tool, with what the policy says about their rules. */
export interface PolicyRulesets {
  readonly loaded: LoadedRulesets
  /** URI of the ruleset that nobody named, found near the document. */
  readonly discovered: string | undefined
  /** Whether they were named for the run: then they are held against what is no API description as well. */
  readonly named: boolean
  /** Rules that are off wherever they might find something. */
  readonly off: ReadonlySet<string>
  /** What the policy sets for a rule at a place; undefined where the ruleset alone has a say. */
  severityAt(ruleId: string, place: RulePlace): Severity | 'off' | undefined
}

/** Where a finding stands. */
export interface RulePlace {
  /** URI of the file. */
  readonly uri: string
  readonly path: Path
}

/** Something about the policy itself, told in the report. */
export interface PolicyNotice {
  readonly code:
    | 'exception-in-use'
    | 'exception-expired'
    | 'exception-ends-soon'
    | 'exception-unused'
    | 'exception-unchecked'
    | 'override-unused'
    | 'attestation-incomplete'
    | 'attestation-changed'
    | 'attestation-expired'
    | 'attestation-ends-soon'
    | 'attestation-unchecked'
    | 'waiver-incomplete'
    | 'waiver-over-broad'
    | 'waiver-expired'
    | 'waiver-ends-soon'
    | 'waiver-too-long'
    | 'waiver-stale'
    | 'waiver-forbidden'
    | 'waiver-not-approved'
    | 'waiver-ambiguous'
    | 'waiver-moved'
    | 'waiver-unchecked'
    | 'ignore-incomplete'
    | 'ignore-forbidden'
    | 'ignore-unused'
    | 'ignore-ambiguous'
    | 'preset-caveat'
    | 'given-unmatched'
    | 'key-ignored'
    | 'where-unmatched'
    | 'schema-unresolved'
    | 'ruleset-suspect'
    | 'baseline-stale'
    | 'baseline-outdated'
    | 'base-incomplete'
    | 'base-document-gone'
    | 'base-document-unjudged'
    | 'softened-since-base'
  readonly severity: 'error' | 'warn' | 'info'
  readonly message: string
  /** Undefined for what no file says: a preset that the command line names. */
  readonly uri: string | undefined
  readonly span?: Span
}

export interface ActiveRule {
  readonly rule: Rule
  readonly category: string
  readonly severity: Severity
  readonly options: Readonly<Record<string, unknown>>
  /** Of a rule that the policy defines: where, and the definition as data. */
  readonly own?: OwnDefinition
}

/** Severity of a problem, set by the organisation with a reason. */
export interface ProblemOverride {
  readonly code: ProblemCode
  /** Glob over file names relative to `base`; undefined for all files. */
  readonly files: string | undefined
  /** URI of the folder of the configuration that says so, ending in `/`. */
  readonly base: string
  readonly severity: 'error' | 'warn'
  readonly reason: string
}

/** Something wrong with the configuration: ends the run with exit code 2. */
export interface ConfigurationError {
  readonly message: string
  /** Absent when no file is at fault: a preset named on the command line, a rule that is registered twice. */
  readonly uri?: string
  /** 1-based; absent when the file as a whole is at fault. */
  readonly line?: number
  readonly column?: number
}
