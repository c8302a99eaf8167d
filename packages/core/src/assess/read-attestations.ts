import { locateAt } from '../policy/at.ts'
import { Checker, quote } from '../policy/checker.ts'
import { folderOf } from '../policy/folders.ts'
import { isBlank } from '../policy/plain-text.ts'
import type { ConfigurationError } from '../policy/policy.ts'
import { readDate } from '../policy/read-locks.ts'
import { didYouMean } from '../policy/suggest.ts'
import {
  ANSWERS,
  ATTESTATION_KEYS,
  ATTESTED_OPERATION_PATTERN,
  fits,
  PART_DIGEST_PATTERN,
} from '../policy/words.ts'
import { resolveUri } from '../resolve/uri.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { Attestation, AttestationBook, BrokenAttestation } from './attestations.ts'
import type { Control } from './catalogue.ts'
import { isOfOperations } from './facets.ts'
import type { AnswerWord } from './question.ts'

/** What a file of attestations is read with. */
export interface AttestationReading {
  /** Of the catalogue, by id. */
  readonly controls: ReadonlyMap<string, Control>
  /** `2027-01-31`; undefined when nobody told. */
  readonly today: string | undefined
}

type Entries = Partial<Record<(typeof ATTESTATION_KEYS)[number], Node>>

/**
 * Reads a file of attestations. What keeps it from being read as a list of them is an error of the configuration; what
 * is wrong with one entry loses that entry alone, with a notice at its place. An empty file holds none.
 */
export function readAttestations(
  file: SourceFile,
  reading: AttestationReading,
): AttestationBook | { readonly errors: readonly ConfigurationError[] } {
  const check = new Checker(file)
  const problems = file.problems.filter(({ code }) => code !== 'file-empty')
  for (const { span, message } of problems) check.failAt(span?.start, message)
  if (problems.length > 0) return { errors: check.errors }
  if (file.value === undefined || file.value === null) return { file, attestations: [], broken: [] }
  for (const { path, key, again } of file.duplicateKeys) {
    if (path.length < 2) check.failAt(again.start, `The key ${quote(key)} stands here a second time.`)
  }
  const root = new Node(file, undefined, '', file.value)
  const list = check.entries(root, 'A file of attestations', ['attestations'])?.attestations
  const items = list && list.value !== null ? check.items(list, '`attestations`') : []
  if (check.errors.length > 0) return { errors: check.errors }
  const repeated = repeatedKeys(file)
  const read = items.map((item, index) => readEntry(item, index, repeated.get(String(index)) ?? [], reading))
  const open = items.flatMap((item, index) => (read[index] === 'open' ? { item, index } : []))
  return {
    file,
    attestations: read.flatMap((each) => (each === 'open' || 'notice' in each ? [] : each)),
    broken: [
      ...read.flatMap((each) => (each !== 'open' && 'notice' in each ? each : [])),
      ...openNotice(open),
    ],
  }
}

/** One word for all entries that wait for an answer, at the first. */
function openNotice(
  open: readonly { readonly item: Node; readonly index: number }[],
): readonly BrokenAttestation[] {
  const [first] = open
  if (!first) return []
  const { item, index } = first
  const subject =
    open.length === 1
      ? 'One entry of this file waits for its answer'
      : `${open.length} entries of this file, from here on, wait for their answers`
  const message = `${subject}: the questions are still open. Fill in \`answer\` and \`by\`, and what shows it under \`evidence\`.`
  const { span } = locateAt(item)
  const { uri } = item.file
  return [{ index, notice: { code: 'attestation-incomplete', severity: 'warn', message, uri, span } }]
}

/** Faults of entries in which a key stands twice, by the index of the entry. */
function repeatedKeys(file: SourceFile): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { path, key, again } of file.duplicateKeys) {
    const [, index] = path
    if (index === undefined) continue
    const faults = found.get(index) ?? []
    found.set(index, faults)
    faults.push(`The key ${quote(key)} stands in it a second time (line ${file.position(again.start).line}).`)
  }
  return found
}

const REQUIRED = ['control', 'document', 'answer', 'by', 'date', 'validUntil', 'digest'] as const

function readEntry(
  item: Node,
  index: number,
  repeated: readonly string[],
  reading: AttestationReading,
): Attestation | BrokenAttestation | 'open' {
  const check = new Checker(item.file)
  const entries = check.entries(item, 'An attestation', ATTESTATION_KEYS, REQUIRED) ?? knownEntries(item)
  const isOpen = entries.answer !== undefined && isUnfilled(entries.answer)
  const read = readParts(check, isOpen ? withoutBlanks(entries) : entries, reading)
  if (isOpen && check.errors.length === 0 && repeated.length === 0) return 'open'
  const faults = [...check.errors.map((error) => faultText(error, item)), ...repeated]
  const { span } = locateAt(item)
  const { uri } = item.file
  if (faults.length === 0 && read) return { ...read, index, node: item, uri, span }
  const name = [entries.control, entries.document].flatMap((node) => (node?.string ? quote(node.string) : []))
  const subject = name.length === 0 ? 'This attestation' : `The attestation for ${name.join(' of ')}`
  const message = `${subject} answers nothing, because something is missing from it or wrong. ${faults.join(' ')}`
  return { index, notice: { code: 'attestation-incomplete', severity: 'error', message, uri, span } }
}

/** What of an entry can be read although something is missing or too much. */
function knownEntries(item: Node): Entries {
  if (!item.isObject) return {}
  return Object.fromEntries(
    ATTESTATION_KEYS.flatMap((key) => {
      const child = item.child(key)
      return child ? [[key, child]] : []
    }),
  )
}

/** Of an entry whose answer is still to come, what is to be filled in may be blank. */
function withoutBlanks(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([, node]) => !isUnfilled(node)))
}

function isUnfilled({ value }: Node): boolean {
  return value === null || (typeof value === 'string' && isBlank(value))
}

type ReadParts = Omit<Attestation, 'index' | 'node' | 'uri' | 'span'>

function readParts(check: Checker, entries: Entries, reading: AttestationReading): ReadParts | undefined {
  const text = (key: 'by' | 'comment'): string | undefined => {
    const node = entries[key]
    return node && check.text(node, `\`${key}\``)
  }
  const control = entries.control && readControl(check, entries.control, reading)
  const document = entries.document && readDocument(check, entries.document)
  const operations = entries.operations && readOperations(check, entries.operations, control)
  const answer = entries.answer && readAnswer(check, entries.answer)
  const by = text('by')
  const comment = text('comment')
  const { date, validUntil } = readDates(check, entries, reading)
  const evidence = readEvidence(check, entries, answer)
  if (entries.answer && answer === 'not-applicable' && evidence === '' && comment === undefined)
    check.fail(entries.answer, 'A `not-applicable` needs `comment` or `evidence`: why it does not apply.')
  const digest = entries.digest && readDigest(check, entries.digest)
  const parts = entries.parts && readPartDigests(check, entries.parts)
  if (!control || !document || !answer || !digest) return undefined
  if (by === undefined || date === undefined || validUntil === undefined) return undefined
  const about = { document: document.uri, documentName: document.name, operations }
  return { control: control.id, ...about, answer, by, date, validUntil, evidence, comment, digest, parts }
}

function readControl(check: Checker, node: Node, { controls }: AttestationReading): Control | undefined {
  const id = check.text(node, '`control`')
  const control = id === undefined ? undefined : controls.get(id)
  if (id === undefined || control) return control
  const hint = didYouMean(id, controls.keys()) || ' `specward controls` lists them.'
  check.fail(node, `There is no control ${quote(id)}.${hint}`)
  return undefined
}

function readDocument(
  check: Checker,
  node: Node,
): { readonly name: string; readonly uri: string } | undefined {
  const name = check.text(node, '`document`')
  if (name === undefined) return undefined
  const base = folderOf(node.file.uri)
  const uri = /^https?:\/\//.test(name) ? name : resolveUri(fileReference(name), base)?.uri
  if (uri !== undefined && !/[*]/.test(name)) return { name, uri }
  check.fail(node, `${quote(name)} cannot be used: \`document\` is one file, relative to this one.`)
  return undefined
}

/** The name of a file as a URI reference: what has a meaning in URIs stands for itself. */
function fileReference(name: string): string {
  return `./${name.replaceAll('%', '%25').replaceAll('#', '%23').replaceAll('?', '%3F')}`
}

function readOperations(
  check: Checker,
  node: Node,
  control: Control | undefined,
): readonly string[] | undefined {
  const items = check.items(node, '`operations`')
  if (control && !isOfOperations(control.covers)) {
    const advice = 'an answer to it is about the whole description; leave `operations` out.'
    check.fail({ node, part: 'key' }, `${control.id} is not asked of single operations: ${advice}`)
  }
  if (node.isList && items.length === 0) check.fail(node, '`operations` is empty; leave it out for all.')
  return items.flatMap((item) => {
    const label = check.text(item, 'An operation')
    if (label === undefined) return []
    if (fits(ATTESTED_OPERATION_PATTERN, label)) return [label]
    check.fail(
      item,
      `${quote(label)} is no operation; write it like \`DELETE /users/{id}\` or \`* /users/*\`.`,
    )
    return []
  })
}

/** To some readers of YAML, `yes` and `no` are words, to others they are `true` and `false`. */
function readAnswer(check: Checker, node: Node): AnswerWord | undefined {
  if (typeof node.value === 'boolean') return node.value ? 'yes' : 'no'
  const word = node.string?.trim().toLowerCase()
  return ANSWERS.find((each) => each === word) ?? check.word(node, '`answer`', ANSWERS)
}

function readDates(check: Checker, { date, validUntil }: Entries, { today }: AttestationReading) {
  const given = date && readDate(check, date, '`date`')
  const end = validUntil && readDate(check, validUntil, '`validUntil`')
  if (date && given !== undefined && today !== undefined && given > today) {
    check.fail(date, `\`date\` is ${given}, which is still to come.`)
  }
  if (validUntil && given !== undefined && end !== undefined && end < given) {
    check.fail(validUntil, `\`validUntil\` is ${end}, which is before \`date\`.`)
  }
  return { date: given, validUntil: end }
}

function readEvidence(
  check: Checker,
  { evidence, answer: at }: Entries,
  answer: AnswerWord | undefined,
): string {
  const isOpen = evidence === undefined || evidence.value === null || evidence.string?.trim() === ''
  if (!isOpen) return check.text(evidence, '`evidence`') ?? ''
  if (at && answer === 'yes')
    check.fail(at, 'A `yes` needs `evidence`: a link, or a text that says what shows it.')
  return ''
}

function readDigest(check: Checker, node: Node): string | undefined {
  const digest = check.text(node, '`digest`')
  if (digest === undefined || fits(PART_DIGEST_PATTERN, digest)) return digest
  check.fail(node, `${quote(digest)} is no digest of a part of an API: \`specward attest\` writes them.`)
  return undefined
}

function readPartDigests(check: Checker, node: Node): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  for (const entry of check.namedEntries(node, '`parts`')) {
    const digits = writtenAs(entry)
    if (/^[0-9a-f]{8}$/.test(digits)) parts.set(entry.key, digits)
    else check.fail(entry, `${quote(digits)} are not the first 8 digits of a digest.`)
  }
  return parts
}

/** Digits alone, and digits around an `e`, are a number to YAML: what counts is how it is written. */
function writtenAs({ value, file, span }: Node): string {
  if (typeof value === 'number' && span) return file.text.slice(span.value.start, span.value.end)
  return typeof value === 'string' ? value : ''
}

/** The message, with its line where that is not the first one of the entry. */
function faultText({ message, line }: ConfigurationError, item: Node): string {
  const first = item.file.position(locateAt(item).span.start).line
  return line === undefined || line === first ? message : message.replace(/\.$/, ` (line ${line}).`)
}
