import { ATTESTED_OPERATION_PATTERN, fits } from '../policy/words.ts'
import { addToRecord, editedRecord, recordText } from '../source/edit-records.ts'
import { Node } from '../source/node.ts'
import type { Path, SourceFile, TreeEdit } from '../source/types.ts'
import type { Control } from './catalogue.ts'
import type { Facets } from './facets.ts'
import { partDigits } from './part-digits.ts'
import type { AnswerWord } from './question.ts'

/** What a person says about one control of one document. */
export interface AnswerGiven {
  readonly control: Control
  /** File name relative to the file of attestations. */
  readonly document: string
  readonly operations?: readonly string[] | undefined
  readonly answer: AnswerWord
  readonly by: string
  /** `2027-01-31`. */
  readonly date: string
  readonly validUntil: string
  readonly evidence?: string | undefined
  readonly comment?: string | undefined
}

/** What the entries stand under. */
const LIST = 'attestations'

/** First lines of a file of attestations. */
const HEADER = `# What people answer for, where no description can show it: one entry for each control and description. When the
# part of the API that an answer is about changes, Specward asks again. \`specward attest\` writes entries.
`

/** An entry as it is written, with the digest of what it is about. Keys are in the order in which they are read. */
export function attestationEntry(given: AnswerGiven, facets: Facets): Readonly<Record<string, unknown>> {
  const { control, document, operations, answer, by, date, validUntil, evidence, comment } = given
  const parts = facets.parts(control.covers, operations)
  const digits = partDigits(parts, facets)
  const entry = {
    ...{ control: control.id, document, operations, answer, by, date, validUntil, evidence, comment },
    digest: facets.digest(parts),
    parts: digits && Object.fromEntries(digits),
  }
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
}

/** Whether a text can stand among the operations that an answer is about. */
export function isOperationPattern(text: string): boolean {
  return fits(ATTESTED_OPERATION_PATTERN, text)
}

/** The entry of a file that is about the same control, document and operations, whatever it answers. */
export function entryFor(
  file: SourceFile,
  { control, document, operations = [] }: Pick<AnswerGiven, 'control' | 'document' | 'operations'>,
): Node | undefined {
  const list = new Node(file, undefined, '', file.value).child(LIST)
  if (!list?.isList) return undefined
  const wanted = JSON.stringify([...operations].sort())
  return [...list.children()].find((item) => {
    const labels = [...(item.child('operations')?.children() ?? [])].map(({ string }) => string)
    return (
      item.child('control')?.value === control.id &&
      item.child('document')?.value === document &&
      JSON.stringify(labels.sort()) === wanted
    )
  })
}

/**
 * The text of a file of attestations with an entry in the place of the one about the same, or behind all others. The
 * rest of the file stays byte for byte.
 *
 * @param file undefined where there is none yet
 * @throws EditRefused where the file cannot be edited without changing something else
 */
export function withAttestation(file: SourceFile | undefined, given: AnswerGiven, facets: Facets): string {
  const entry = attestationEntry(given, facets)
  if (!file) return HEADER + attestationText([entry])
  const known = entryFor(file, given)
  return known ? editedRecord(file, replacing(known, entry)) : addToRecord(file, LIST, entry)
}

/** What is said anew, key by key, so that comments beside the others stay. */
function replacing(known: Node, entry: Readonly<Record<string, unknown>>): readonly TreeEdit[] {
  const at = (key: string): Path => [...known.path, key]
  const gone = [...known.children()].filter(({ key }) => !Object.hasOwn(entry, key))
  const said = Object.entries(entry).filter(
    ([key, value]) => JSON.stringify(known.child(key)?.value) !== JSON.stringify(value),
  )
  return [
    ...gone.map(({ key }): TreeEdit => ({ op: 'remove', path: at(key) })),
    ...said.map(([key, value]): TreeEdit => ({ op: 'set', path: at(key), value })),
  ]
}

/**
 * Entries as YAML, with the key that they stand under; what is an empty text is left open, for people to fill in.
 * @param above what is said in comments above each
 */
export function attestationText(
  entries: readonly Readonly<Record<string, unknown>>[],
  above: readonly (readonly string[])[] = [],
): string {
  const head = recordText(LIST, [])
  const items = entries.map((entry, at) => {
    const comments = (above[at] ?? []).map((text) => `  # ${text.replace(/\s+/gu, ' ')}\n`)
    return comments.join('') + recordText(LIST, [entry]).slice(head.length)
  })
  return head + items.join('').replaceAll(/^( +[A-Za-z]+:) ''$/gm, '$1')
}
