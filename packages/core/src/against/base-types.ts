import { isSofter } from '../policy/fold.ts'
import type { Severity } from '../policy/rule.ts'

/** A finding as a base knows it. */
export interface BaseFinding {
  readonly ruleId: string
  readonly severity: Severity
  readonly fingerprint: string
  /** Of a finding that tells of several things, what each alone would have as its fingerprint. */
  readonly parts?: readonly string[]
  /** A few words for people: an operation, else a JSON Pointer; '' where nobody wrote it down. */
  readonly place: string
}

/** What a base knows of one document. */
export interface BaseDocument {
  /** As the base calls it: relative to the folder of a baseline, or a URI. */
  readonly name: string
  readonly findings: readonly BaseFinding[]
  /** Whether there is no such document any more, so that another one may be what became of it. */
  readonly isGone: boolean
}

/** What findings are known again by, beside their document. */
export function keyOf({ ruleId, fingerprint }: Pick<BaseFinding, 'ruleId' | 'fingerprint'>): string {
  return `${ruleId}\n${fingerprint}`
}

/** What is asked for: a finding as a base or a run knows it. */
type Known = Pick<BaseFinding, 'ruleId' | 'fingerprint' | 'parts'>

/**
 * Tells with which severity findings are listed; undefined for one that is not. One that tells of several things is
 * listed if it is as a whole, or if everything that it tells of is: what has lost some of its things is not new.
 */
export function listedSeverity(findings: readonly BaseFinding[]): (finding: Known) => Severity | undefined {
  const whole = new Map<string, Severity>()
  const pieces = new Map<string, Severity>()
  for (const each of findings) {
    note(whole, keyOf(each), each.severity)
    for (const fingerprint of each.parts ?? [each.fingerprint]) {
      note(pieces, keyOf({ ruleId: each.ruleId, fingerprint }), each.severity)
    }
  }
  return (finding) => {
    const found = whole.get(keyOf(finding))
    if (found !== undefined) return found
    const { ruleId, parts = [finding.fingerprint] } = finding
    const all = parts.map((fingerprint) => pieces.get(keyOf({ ruleId, fingerprint })))
    return all.reduce((a, b) => (a === undefined || b === undefined ? undefined : isSofter(a, b) ? a : b))
  }
}

/**
 * What findings tell of, each by what it alone is known by.
 * @returns of what a finding tells of, those that are among it
 */
export function piecesAmong(findings: readonly Known[]): (finding: Known) => readonly string[] {
  const all = new Set(findings.flatMap(piecesOf))
  return (finding) => piecesOf(finding).filter((piece) => all.has(piece))
}

function piecesOf({ ruleId, fingerprint, parts = [fingerprint] }: Known): readonly string[] {
  return parts.map((part) => keyOf({ ruleId, fingerprint: part }))
}

/** Of two that are listed alike, the graver one counts. */
function note(severities: Map<string, Severity>, key: string, severity: Severity): void {
  const before = severities.get(key)
  if (before === undefined || isSofter(before, severity)) severities.set(key, severity)
}
