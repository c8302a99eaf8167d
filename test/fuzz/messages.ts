import type { Fault, Subject } from './property.ts'

/** What a worker is asked: to make a case and try it, or to try a subject. */
export type Request =
  | {
      readonly kind: 'case'
      readonly id: number
      readonly paths: readonly string[]
      readonly seed: number
      readonly index: number
      readonly only: string | undefined
    }
  | { readonly kind: 'check'; readonly id: number; readonly property: string; readonly subject: Subject }

/** What it answers; of a case twice, first that it has begun. */
export interface Reply {
  readonly id: number
  readonly property: string
  readonly subject: Subject
  /** What the case was made from. */
  readonly source: string
  readonly isBegun?: boolean
  readonly fault?: Fault | undefined
}
