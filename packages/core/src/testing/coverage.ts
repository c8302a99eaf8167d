import type { JudgedDocument } from '../lint.ts'

/** Whether tests have shown both sides of a rule. */
export interface RuleCoverage {
  readonly id: string
  /** How many findings it had. */
  readonly findings: number
  /** Whether it spoke somewhere. */
  readonly fired: boolean
  /** Whether it judged something and had nothing to say. */
  readonly stayedSilent: boolean
}

export interface Coverage {
  readonly rules: readonly RuleCoverage[]
  /** Whole percent of rules that have fired and stayed silent, rounded down; 100 where there are none. */
  readonly percent: number
}

/**
 * What tests have shown of rules.
 *
 * @param findings ids of the rules that had them, once for each finding
 */
export function coverageOf(
  ids: readonly string[],
  documents: readonly JudgedDocument[],
  findings: readonly string[],
): Coverage {
  const counts = new Map<string, number>()
  for (const id of findings) counts.set(id, (counts.get(id) ?? 0) + 1)
  const tallies = new Map<string, { readonly judged: number; readonly flagged: number | undefined }>()
  for (const { id, judged, flagged } of documents.flatMap((document) => document.rules)) {
    const before = tallies.get(id) ?? { judged: 0, flagged: 0 }
    const sum = flagged === undefined || before.flagged === undefined ? undefined : before.flagged + flagged
    tallies.set(id, { judged: before.judged + judged, flagged: sum })
  }
  const rules = ids.map((id) => {
    const count = counts.get(id) ?? 0
    const { judged, flagged } = tallies.get(id) ?? { judged: 0, flagged: 0 }
    // of a rule of which nobody counted where it spoke, each finding is taken for a place of its own
    return { id, findings: count, fired: count > 0, stayedSilent: judged > (flagged ?? count) }
  })
  const both = rules.filter(({ fired, stayedSilent }) => fired && stayedSilent).length
  const percent = rules.length === 0 ? 100 : Math.floor((100 * both) / rules.length)
  return { rules, percent }
}
