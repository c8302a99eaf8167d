import type { Catalogue } from '@specward/core'
import type { Review } from '../desk.ts'
import { groupsOf } from './groups.ts'
import { type Entry, entriesOf } from './items.ts'
import type { FindingsAnswer, GroupBy, ReviewedAnswer } from './protocol.ts'

export interface FindingsRequest {
  readonly groupBy: GroupBy
  readonly errorsOnly: boolean
  readonly catalogue: Pick<Catalogue, 'controls'>
  /** The sentence that says what one of our rules finds. */
  readonly ruleTitle: (id: string) => string | undefined
}

/** What is known of a workspace, grouped for people who look for one thing. */
export function findingsOf(reviews: readonly Review[], request: FindingsRequest): FindingsAnswer {
  const entries = entriesOf(reviews)
  const shown = request.errorsOnly ? entries.filter(({ item }) => item.severity === 'error') : entries
  const ruleTitle = (id: string): string | undefined =>
    request.ruleTitle(id) ?? reviews.map(({ result }) => result.ruleInfo(id)?.title).find(Boolean)
  return {
    ...tally(reviews, entries),
    items: shown.map(({ item }) => item),
    groups: groupsOf(shown, { ...request, ruleTitle }),
  }
}

/** How much is known of a workspace. */
export function countsOf(reviews: readonly Review[]): ReviewedAnswer {
  return tally(reviews, entriesOf(reviews))
}

function tally(reviews: readonly Review[], entries: readonly Entry[]): ReviewedAnswer {
  const counts = { error: 0, warn: 0, info: 0, hint: 0 }
  for (const { item } of entries) counts[item.severity]++
  const descriptions = reviews.reduce((sum, { result }) => sum + result.report.documents.length, 0)
  return { descriptions, counts }
}
