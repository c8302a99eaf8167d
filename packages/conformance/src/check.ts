import type { ConformanceResult } from '@specward/core'
import { checkAgainst, type Subject } from './check-against.ts'
import { specificationFor } from './specifications.ts'

export type { Subject }

/** Holds a description against its specification. Reads nothing but what it is given, and the schema. */
export function checkConformance(subject: Subject): ConformanceResult {
  return checkAgainst(specificationFor(subject), subject)
}
