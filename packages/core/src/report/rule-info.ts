import type { DeclaredPreset, References, Severity } from '../policy/rule.ts'
import { SEVERITIES } from '../policy/words.ts'
import type { Report } from './report.ts'

/** What formats tell about a rule beside its findings. */
export interface RuleInfo {
  /** One sentence that says what is wrong. */
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly presets: Readonly<Partial<Record<DeclaredPreset, Severity>>>
  readonly references: References
  readonly category?: string
  /** Where the rule may be wrong. */
  readonly falsePositives?: string | undefined
  /** Of a rule that is not ours: URL of its documentation. */
  readonly documentationUrl?: string | undefined
}

/** Rules by id; undefined for one that nobody knows. */
export type RuleLookup = (ruleId: string) => RuleInfo | undefined

/** What formats for tools that know the repository alone need beside the report. */
export interface RepositoryOptions {
  readonly rules: RuleLookup
  /** Path from the root of the repository to the working directory, ending in `/`; '' when they are one. */
  readonly prefix: string
}

/** The severity that a rule has where nobody sets another. */
export function defaultSeverity(rule: RuleInfo | undefined): Severity {
  return rule?.presets.recommended ?? rule?.presets.strict ?? 'warn'
}

/** The gravest severity that each rule has among the findings. */
export function gravestByRule(report: Report): ReadonlyMap<string, Severity> {
  const gravest = new Map<string, Severity>()
  for (const { ruleId, severity } of report.findings) {
    const before = gravest.get(ruleId)
    if (before === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(before)) {
      gravest.set(ruleId, severity)
    }
  }
  return gravest
}

/** Ids of the rules that ran or found something, sorted. */
export function ruleIdsOf(report: Report): readonly string[] {
  const ids = [...report.rules.map(({ id }) => id), ...report.findings.map(({ ruleId }) => ruleId)]
  return [...new Set(ids)].sort()
}
