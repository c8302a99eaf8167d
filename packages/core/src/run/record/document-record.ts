import type { Version } from '../../against/types.ts'
import type { ReadError } from '../../host.ts'
import type { DocumentRequest } from '../request.ts'

/** Which way of writing records this is; a record of another is not read. */
export const RECORD_VERSION = 3

/**
 * What judging one document has left behind: plain data, the same after JSON. URIs are relative to the working
 * directory where they can be, so that a record holds on another machine as well. It tells no secret that was found.
 */
export interface DocumentRecord {
  readonly version: typeof RECORD_VERSION
  /** Of the document: `./apis/orders.yaml`. */
  readonly uri: string
  /**
   * Digest of all that decides what is found beside files and date: which document it is, the policy, the request, the
   * version of the tool. A record is found by it.
   */
  readonly basis: string
  /** The date that a rule asked for, `2027-01-31`, null where nobody tells; undefined where it does not matter. */
  readonly today?: string | null | undefined
  /** Every file that was looked for: the record holds as long as each is what it was. */
  readonly inputs: readonly RecordedInput[]
  /**
   * False where the same files may lead to something else next time, because a rule ran out of time or failed, or code
   * of rulesets ran, which may look at anything: good for the run at hand, and not to be kept for others.
   */
  readonly isLasting: boolean
  /** What was found, in a form that is known to the writer and reader of records alone. */
  readonly content: unknown
}

/** A file as it was read, or why it could not be. */
export type RecordedInput = {
  readonly uri: string
  /** False where something refers to it: then it is held to the bounds of the project. */
  readonly isNamed: boolean
} & ({ readonly sha256: string } | { readonly error: ReadError; readonly detail: string })

/** A document that a record is wanted for. */
export interface WantedRecord {
  readonly document: DocumentRequest
  /** Of the record: see {@link DocumentRecord.basis}. */
  readonly basis: string
  /** In a run that is compared with a commit, for what it judges beside its documents; undefined for these. */
  readonly version?: Version | undefined
  /**
   * Whether a file that a record names may be looked at for this document. A record may come from anywhere: with one that
   * names others, it does not hold.
   */
  mayRead(input: RecordedInput): boolean
}

/** A document that is lost: whoever was to judge it came to an end over it. It is a problem, and is not tried again. */
export interface LostDocument {
  /** One or two sentences: what has happened, and what to do about it. */
  readonly lost: string
}

/** Where records come from and go to: other threads, a cache, other machines. */
export interface DocumentRecords {
  /** Told before any of them is asked for which ones may be, in their order; more than once in a run that is compared with a commit. */
  expect?(wanted: readonly WantedRecord[]): void
  /**
   * Delivers what judging a document has left behind elsewhere; undefined: it is judged here. So it is with one that
   * does not hold: it has another basis, or one of its files is no longer what it was.
   */
  find?(wanted: WantedRecord): Promise<DocumentRecord | LostDocument | undefined>
  /** Told what each document leaves behind that was judged here. */
  keep?(record: DocumentRecord, wanted: WantedRecord): void
}
