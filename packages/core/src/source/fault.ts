import type { ProblemCode } from '../problem.ts'
import type { Span } from './types.ts'

/** What keeps a text from being read: a problem that does not know its file yet. */
export interface Fault {
  readonly code: ProblemCode
  readonly span: Span
  readonly message: string
}
