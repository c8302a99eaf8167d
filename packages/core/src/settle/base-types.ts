import type { Severity } from '../policy/rule.ts'

/** A finding as a base knows it. */
export interface BaseFinding {
  readonly ruleId: string
  readonly severity: Severity
  readonly fingerprint: string
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
