import type { RuleTally, Undecided } from '../evaluate/types.ts'
import type { Origin } from '../policy/origin.ts'
import type { Problem } from '../problem.ts'
import type { SettledFinding } from '../settle/types.ts'
import type { Format } from '../spec/format.ts'
import type { ToldExposure } from './exposure.ts'
import type { Facets } from './facets.ts'

/** An API description that was judged, with what an assessment has to know of it. */
export interface AssessedApi {
  readonly uri: string
  /** What rules of the policy found. */
  readonly findings: readonly SettledFinding[]
  readonly undecided: readonly Undecided[]
  readonly rules: readonly RuleTally[]
  readonly assessed: AssessmentBasis
}

/** What is kept of a document for its assessment alone. */
export interface AssessmentBasis {
  readonly format: Format
  readonly title: string
  /** Of the API, as it is written; blank where that is no text. */
  readonly apiVersion: string
  /** Every operation as a caller meets it; worked out for those who ask. */
  readonly exposures: () => readonly ToldExposure[]
  /** Parts of the API that answers are held against. */
  readonly facets: Facets
  /** What of the description could not be read, whatever rules are on. */
  readonly unread: readonly Problem[]
  /** Where the policy turns rules off, by id. */
  readonly off: ReadonlyMap<string, OffRule>
  /** What rules found that are run for the assessment alone. */
  readonly findings: readonly SettledFinding[]
  /** What these left undecided, and what all rules took to be well without that being shown. */
  readonly undecided: readonly Undecided[]
  readonly rules: readonly RuleTally[]
}

export interface OffRule {
  readonly at: Origin
  /** True where it is off in some places of the document and on elsewhere. */
  readonly isPartial: boolean
}
