import { ATTESTED_OPERATION_PATTERN, fits } from '../policy/words.ts'
import { applyTextEdits, renderEdits } from '../source/edit.ts'
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
  const list = new Node(file, undefined, '', file.value).child('attestations')
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
  if (!file || file.value === undefined || file.value === null) {
    const kept = file?.text ?? HEADER
    const start = kept === '' || kept.endsWith('\n') ? kept : `${kept}\n`
    return start + attestationText([entry])
  }
  return applyTextEdits(file.text, renderEdits(file, editsFor(file, given, entry)))
}

function editsFor(
  file: SourceFile,
  given: AnswerGiven,
  entry: Readonly<Record<string, unknown>>,
): readonly TreeEdit[] {
  const known = entryFor(file, given)
  const list = new Node(file, undefined, '', file.value).child('attestations')
  if (known) return replacing(known, entry)
  if (!list?.isList) return [{ op: 'set', path: ['attestations'], value: [entry] }]
  return [{ op: 'insert', path: ['attestations'], key: '-', value: entry }]
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
 * Entries as YAML, with the key that they stand under.
 * @param above what is said in comments above each
 */
export function attestationText(
  entries: readonly Readonly<Record<string, unknown>>[],
  above: readonly (readonly string[])[] = [],
): string {
  const lines = entries.flatMap((entry, at) => [
    ...(above[at] ?? []).map((text) => `  # ${text.replace(/\s+/gu, ' ')}`),
    ...Object.entries(entry).map(
      ([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}:${valueText(value)}`,
    ),
  ])
  return `attestations:\n${lines.map((line) => `${line}\n`).join('')}`
}

function valueText(value: unknown): string {
  if (value === '') return ''
  if (Array.isArray(value)) return value.map((item) => `\n      - ${scalarText(item)}`).join('')
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    if (members.length === 0) return ' {}'
    return members.map(([name, digits]) => `\n      ${scalarText(name)}: ${scalarText(digits)}`).join('')
  }
  return ` ${scalarText(value)}`
}

/** A word that no reader of YAML takes for something else stands as it is, everything else in quotes. */
function scalarText(value: unknown): string {
  const text = String(value)
  const isPlain = /^[A-Za-z][\w ./-]*[\w/.-]$/.test(text) && !/^(?:true|false|null|y|n|on|off)$/i.test(text)
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isLink = /^https?:\/\/[\w./~%?=&+-]+$/.test(text)
  return isPlain || isDate || isLink ? text : JSON.stringify(text)
}
