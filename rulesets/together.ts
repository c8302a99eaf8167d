import type { Operation, RuleReport } from '@specward/core'
import { counted } from './wording.ts'

/** Places named beside the first; all are listed as operations concerned. */
const MOST_RELATED = 20

/** What is wrong with an operation: of the first, of the others in one go, and of each beside its place. */
export interface Saying {
  readonly first: (label: string) => string
  readonly others: (count: string) => string
  readonly each: string
}

/** One finding for operations that have the same fault, at the first of them; undefined where there is none. */
export function together(operations: readonly Operation[], says: Saying): RuleReport | undefined {
  const [first, ...others] = operations
  if (!first) return undefined
  const more = others.length === 0 ? '' : ` ${says.others(counted(others.length, 'other operation'))}`
  return {
    at: first.node,
    message: `${says.first(`\`${first.label}\``)}${more}`,
    covers: operations.map(({ label }) => label),
    operations: operations.map(({ label }) => label),
    related: others
      .slice(0, MOST_RELATED)
      .map(({ node, label }) => ({ at: node, message: `\`${label}\` ${says.each}` })),
  }
}
