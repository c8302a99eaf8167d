import {
  type AnswerGiven,
  type AnswerWord,
  attestationEntry,
  attestationText,
  type Control,
  EditRefused,
  entryFor,
  isBlank,
  isOfOperations,
  isOperationPattern,
  parseSource,
  type SourceFile,
  visible,
  withAttestation,
} from '@specward/core'
import type { AssessedRun } from './assess-run.ts'
import { type AttestPlace, attestPlace } from './attest-place.ts'
import type { AttestOptions } from './commands/attest.ts'
import type { Io } from './io.ts'
import { saveRecord } from './save-record.ts'
import { oneOf, UsageError } from './usage.ts'

const ANSWERS = ['yes', 'no', 'not-applicable'] as const

/** Writes answers to controls of one document into its file of attestations. Returns the exit code. */
export async function recordAnswers(
  run: AssessedRun,
  controls: readonly Control[],
  days: number | undefined,
  options: AttestOptions,
  io: Io,
): Promise<number> {
  const [document, ...others] = run.documents
  if (!document || others.length > 0) throw new UsageError('`--document` takes one API description.')
  const place = attestPlace(run, document.uri, io)
  let { file } = place
  const told: string[] = []
  for (const control of controls) {
    const given = answerGiven(control, file, place, days, options, io)
    const isKnown = file !== undefined && entryFor(file, given) !== undefined
    file = await parseSource(place.uri, written(file, given, place))
    told.push(outcome(given, isKnown))
  }
  if (file) await saveRecord(place.path, file.text, io)
  for (const line of told) io.out(`${visible(`${place.shown}: ${line}`)}\n`)
  for (const control of controls) warnOf(control, run, io)
  return 0
}

function written(file: SourceFile | undefined, given: AnswerGiven, { facets, shown }: AttestPlace): string {
  try {
    return withAttestation(file, given, facets)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    const entry = attestationText([attestationEntry(given, facets)])
    throw new UsageError(
      `\`${shown}\` cannot be edited without changing more than one entry of it. Write it by hand:\n${entry}`,
    )
  }
}

/** What is not said anew is taken from the entry that is replaced, but for who answers. */
function answerGiven(
  control: Control,
  file: SourceFile | undefined,
  place: AttestPlace,
  days: number | undefined,
  { operations, by = '', ...options }: AttestOptions,
  io: Io,
): AnswerGiven {
  checkOperations(control, operations, place)
  const { document } = place
  const known = file && entryFor(file, { control, document, operations })
  const answer = answerOf(control, options.answer, known?.child('answer')?.value)
  const evidence = options.evidence ?? known?.child('evidence')?.string
  const comment = options.comment ?? known?.child('comment')?.string
  if (answer === 'yes' && (evidence === undefined || evidence.trim() === '')) {
    throw new UsageError(
      `a \`yes\` to ${control.id} needs evidence: ${control.evidence} Give it with \`--evidence <link or text>\`.`,
    )
  }
  if (answer === 'not-applicable' && isBlank(evidence ?? '') && isBlank(comment ?? '')) {
    throw new UsageError(
      `a \`not-applicable\` to ${control.id} needs a reason: say why it does not apply, with \`--comment <text>\` or \`--evidence <link or text>\`.`,
    )
  }
  const dates = { date: io.today(), validUntil: place.validUntil(days) }
  return { control, document, operations, answer, by, ...dates, evidence, comment }
}

function checkOperations(
  control: Control,
  operations: readonly string[] | undefined,
  { facets }: AttestPlace,
): void {
  if (operations === undefined) return
  if (!isOfOperations(control.covers)) {
    throw new UsageError(`${control.id} is not asked of single operations; leave \`--operations\` out.`)
  }
  const unmatched = operations.find(
    (each) => !isOperationPattern(each) || facets.parts(control.covers, [each]).length === 0,
  )
  if (unmatched === undefined) return
  throw new UsageError(
    `${control.id} is asked of no operation that fits \`${unmatched}\`; write one like \`DELETE /users/{id}\`.`,
  )
}

function answerOf({ id, question }: Control, word: string | undefined, known: unknown): AnswerWord {
  if (word !== undefined) return oneOf('--answer', word, ANSWERS)
  const before = ANSWERS.find((each) => each === known)
  if (before) return before
  throw new UsageError(
    `say what the answer to ${id} is, with \`--answer yes\`, \`no\` or \`not-applicable\`. ${question}`,
  )
}

function outcome({ control, document, answer, by, validUntil }: AnswerGiven, isKnown: boolean): string {
  const what = isKnown ? 'replaced' : 'recorded'
  return `the answer to ${control.id} for ${document} is ${what}: ${answer}, by ${by}, valid until ${validUntil}.`
}

/** What an answer cannot change is told, so that nobody relies on it. */
function warnOf({ id }: Control, { assessment }: AssessedRun, io: Io): void {
  const assessed = assessment.documents[0]?.controls.find((each) => each.id === id)
  if (!assessed) return
  const { result, question, because, findings } = assessed
  if (question === null) io.err(`warning: nobody is asked about ${id} here: ${visible(because)}\n`)
  else if (result === 'fail' && findings.length > 0) {
    io.err(`warning: an answer does not mend what breaks ${id}: ${visible(because)}\n`)
  }
}
