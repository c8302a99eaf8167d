import type { Report } from '../report/report.ts'

/** What the plan of fixes has to know of a run. */
export interface Judged {
  readonly report: Report
  readonly documents: readonly {
    readonly uri: string
    /** URI of the folder, ending in `/`, outside of which nothing is read. */
    readonly root: string
  }[]
  /** Name of a file in the report. */
  nameOf(uri: string): string
}
