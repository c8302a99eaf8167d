import type { PolicyNotice } from '../policy/policy.ts'
import type { Node } from '../source/node.ts'
import type { SourceFile, Span } from '../source/types.ts'
import type { AnswerWord } from './question.ts'

/** An entry of `specward.attestations.yaml` that says all that it has to: a person's answer to one control. */
export interface Attestation {
  readonly control: string
  /** URI of the description that it is about. */
  readonly document: string
  /** The same as it is written. */
  readonly documentName: string
  /** Labels in which `*` stands for any run of characters; undefined: all operations that the control is about. */
  readonly operations: readonly string[] | undefined
  readonly answer: AnswerWord
  readonly by: string
  /** Day on which it was given: `2027-01-31`. */
  readonly date: string
  /** Last day on which it holds. */
  readonly validUntil: string
  /** A link or a text; '' where there is none. */
  readonly evidence: string
  readonly comment: string | undefined
  /** Of the part of the API that it is about, as it was then. */
  readonly digest: string
  /** First digits of the digests of single parts, by name; undefined where they were not written down. */
  readonly parts: ReadonlyMap<string, string> | undefined
  /** Place in the list `attestations`. */
  readonly index: number
  readonly node: Node
  /** URI of the file that it stands in. */
  readonly uri: string
  /** First line of the entry. */
  readonly span: Span
}

/** An entry that answers nothing, because something is missing from it or wrong. */
export interface BrokenAttestation {
  readonly index: number
  readonly notice: PolicyNotice & { readonly span: Span }
}

/** What a file of attestations holds. */
export interface AttestationBook {
  readonly file: SourceFile
  readonly attestations: readonly Attestation[]
  readonly broken: readonly BrokenAttestation[]
}
