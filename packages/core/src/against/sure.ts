import type { DocumentResult } from '../assess/document-result.ts'
import type { Ran } from './types.ts'

/**
 * True when it is certain that a rule would have found in a document what there is to be found: it ran to the end, and
 * nothing was left unjudged or undecided.
 */
export function isSure(
  document: DocumentResult,
  ruleId: string,
  { incomplete }: Pick<Ran, 'incomplete'>,
): boolean {
  if (incomplete.has(document.uri)) return false
  const tally = document.rules.find(({ id }) => id === ruleId)
  return tally !== undefined && tally.stopped === undefined && tally.undecided === 0
}
