import type { AssessedApi } from './api.ts'
import { because } from './because.ts'
import { assessControl, type ControlResult } from './control.ts'
import { Evidence } from './evidence.ts'
import type { AssessPlan } from './plan.ts'
import { assessFrameworks, assessRows, type FrameworkResult, type RowResult } from './rows.ts'

/** What a review of one document comes to. */
export interface DocumentAssessment {
  /** Every control of the catalogue, in its order. */
  readonly controls: readonly (ControlResult & { readonly because: string })[]
  readonly rows: readonly RowResult[]
  readonly frameworks: readonly FrameworkResult[]
}

/**
 * Decides every control, row and requirement of the catalogue for one document, from what rules found, judged and left
 * undecided, and from what people have answered.
 * @param nameOf what a file is called in sentences
 */
export function assess(
  document: AssessedApi,
  plan: AssessPlan,
  nameOf: (uri: string) => string,
): DocumentAssessment {
  const evidence = new Evidence(document, plan)
  const options = { unread: document.assessed.unread, nameOf }
  const controls = plan.catalogue.controls.map((control) => {
    const result = assessControl(control, document, evidence, plan)
    return { ...result, because: because(result, options) }
  })
  return {
    controls,
    rows: assessRows(plan, controls),
    frameworks: assessFrameworks(plan, controls),
  }
}
