import type { AttestationRun } from '../assess/attestation-run.ts'
import type { AssessPlan } from '../assess/plan.ts'
import type { Host } from '../host.ts'
import type { Problem } from '../problem.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import type { Stopwatch } from '../stopwatch.ts'
import type { LintRequest } from './request.ts'

/** What a run works with, the same for all its documents. */
export interface RunTools {
  readonly request: LintRequest
  readonly host: Host
  readonly loader: Loader
  /** Milliseconds of the clock of the host by which the document has to be judged. */
  readonly deadline?: number | undefined
  readonly watch: Stopwatch
  /** Where the run is to be assessed. */
  readonly assessing?: AssessPlan | undefined
  /** The answers of people; undefined where they are not asked for. */
  readonly attestations?: AttestationRun | undefined
}

/** What is at hand while one document is judged. */
export interface Tools extends RunTools {
  /** Every file that was read for the run, by URI. */
  readonly files: Map<string, SourceFile>
  /** Of the document. */
  readonly problems: Problem[]
  readonly left: Leavings
}

/** What judging a document leaves behind beside what is told of it. */
export interface Leavings {
  /** Whether a rule has asked for the date. */
  isDated: boolean
  /** URIs of what an API description refers to, also of what is not there; undefined for anything else. */
  refersTo?: readonly string[]
  /** What rulesets have to remember of it for the end of the run; see {@link ForeignResult.trace}. */
  readonly traces: unknown[]
}
