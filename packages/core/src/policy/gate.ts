import type { Severity } from './rule.ts'
import { SEVERITIES } from './words.ts'

/** True when a finding of the severity fails a run with the gate. */
export function reaches(severity: Severity, gate: Severity | 'never'): boolean {
  return gateRank(severity) <= gateRank(gate)
}

/** 0 for `error` to 3 for `hint`; -1 for `never`. */
export function gateRank(severity: Severity | 'never'): number {
  return severity === 'never' ? -1 : SEVERITIES.indexOf(severity)
}
