import type { DocumentRequest } from '../request.ts'
import type { DocumentRecord } from './document-record.ts'

/** Judges documents for their records alone: the part of a run that other threads and machines can do. */
export interface Recorder {
  /**
   * Judges a document as `lint` does with the same request.
   *
   * @returns undefined where what was found cannot be told as plain data: it is judged where the report is made
   * @throws ConfigurationFailure when a configuration is not valid
   * @throws EvaluationCancelled when the signal is aborted
   */
  record(document: DocumentRequest): Promise<DocumentRecord | undefined>
}
