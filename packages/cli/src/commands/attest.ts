import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AnswerGiven,
  type AnswerWord,
  type AssessedControl,
  addDays,
  attestationEntry,
  attestationText,
  type Control,
  didYouMean,
  entryFor,
  isOfOperations,
  visible,
  withAttestation,
} from '@specward/core'
import { type AssessedRun, type AssessOptions, assessRun, printTroubles } from '../assess-run.ts'
import type { Io } from '../io.ts'
import { writeFile } from '../reports.ts'
import { nameOf, uriOf } from '../uris.ts'
import { oneOf, UsageError } from '../usage.ts'

export interface AttestOptions extends AssessOptions {
  readonly document?: string
  readonly operations?: readonly string[]
  readonly answer?: string
  readonly by?: string
  readonly evidence?: string
  readonly comment?: string
  readonly valid?: string
  readonly template?: boolean
}

const ANSWERS = ['yes', 'no', 'not-applicable'] as const

/** Days that an answer holds where nobody says how many, as far as the policy allows so many. */
const USUAL_DAYS = 180

/** Records a person's answer to a control, or prints entries to fill in. Returns the exit code. */
export async function attestCommand(
  id: string | undefined,
  options: AttestOptions,
  io: Io,
  version: string,
): Promise<number> {
  checkOptions(id, options)
  const days = options.valid === undefined ? undefined : daysOf(options.valid)
  const args = options.document === undefined ? [] : [options.document]
  const run = await assessRun(args, options, io, version)
  if (!run) return 2
  const control = id === undefined ? undefined : controlOf(id, run)
  const incomplete = run.report.problems.some(({ severity }) => severity === 'error')
  if (incomplete) {
    printTroubles({ ...run.report, notices: [] }, io)
    io.err('error: nothing is recorded: what an answer is about could not be read as a whole.\n')
    return 3
  }
  if (options.template) {
    io.out(template(run, control, days, io))
    return 0
  }
  if (!control) throw new UsageError('name the control that is answered, as in `specward attest AUTHZ-1`.')
  return record(run, control, days, options, io)
}

function checkOptions(id: string | undefined, options: AttestOptions): void {
  const { template, document, by, answer, evidence, comment, operations } = options
  if (template) {
    const given = { by, answer, evidence, comment, operations }
    const [first] = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : name))
    if (first !== undefined) throw new UsageError(`\`--${first}\` does not go with \`--template\`.`)
    return
  }
  if (id === undefined) {
    throw new UsageError(
      'name the control that is answered, as in `specward attest AUTHZ-1`; `--template` prints all open questions.',
    )
  }
  if (document === undefined) throw new UsageError('name the description with `--document <file>`.')
  if (by === undefined || by.trim() === '') throw new UsageError('say who answers, with `--by <name>`.')
}

function daysOf(word: string): number {
  const days = /^[1-9]\d{0,4}d?$/.test(word) ? Number.parseInt(word, 10) : Number.NaN
  if (days > 0) return days
  throw new UsageError(`\`--valid ${word}\` is not known: it takes a number of days, as in \`180d\`.`)
}

function controlOf(id: string, { catalogue }: AssessedRun): Control {
  const control = catalogue.controls.find((each) => each.id === id)
  if (control) return control
  const hint = didYouMean(
    id,
    catalogue.controls.map((each) => each.id),
  )
  throw new UsageError(`there is no control \`${id}\`.${hint || ' `specward checklist` lists them.'}`)
}

/** The one document that a command is about, with the file in which answers about it stand. */
function placeOf(run: AssessedRun, io: Io, uri = run.documents[0]?.uri) {
  const judged = run.documents.find((document) => document.uri === uri)
  const facets = judged?.assessed?.facets
  const file = uri === undefined ? undefined : run.attestationFile(uri)
  if (!judged || !facets || !file || uri === undefined) {
    throw new UsageError('there is no API description that an answer could be about.')
  }
  const path = fileURLToPath(file.uri)
  const document = uri.startsWith('file:') ? nameOf(uri, resolve(path, '..')) : uri
  const longest = judged.policy.attestations?.longest
  return {
    facets,
    file,
    path,
    document: document.replaceAll('\\', '/'),
    longest,
    shown: relative(io.cwd, path),
  }
}

async function record(
  run: AssessedRun,
  control: Control,
  days: number | undefined,
  options: AttestOptions,
  io: Io,
): Promise<number> {
  const { operations, by = '', comment } = options
  const place = placeOf(run, io)
  const { facets, file, document, shown, longest = days ?? USUAL_DAYS } = place
  checkOperations(control, operations, facets.parts(control.covers, operations).length)
  if (days !== undefined && days > longest) {
    throw new UsageError(`\`--valid ${days}d\` is longer than the policy allows: ${longest} days at most.`)
  }
  const known = file.file && entryFor(file.file, { control, document, operations })
  const answer = answerOf(options.answer, known?.child('answer')?.value)
  const evidence = options.evidence ?? known?.child('evidence')?.string
  if (answer === 'yes' && (evidence === undefined || evidence.trim() === '')) {
    throw new UsageError(
      `a \`yes\` needs evidence. ${control.evidence} Give it with \`--evidence <link or text>\`.`,
    )
  }
  const date = io.today()
  const validUntil = addDays(date, Math.min(days ?? USUAL_DAYS, longest))
  const given: AnswerGiven = {
    control,
    document,
    operations,
    answer,
    by,
    date,
    validUntil,
    evidence,
    comment,
  }
  const isWritten = await writeFile(place.path, withAttestation(file.file, given, facets), io)
  if (!isWritten) return 3
  const what = known ? 'replaced' : 'recorded'
  io.out(
    `${visible(shown)}: the answer to ${control.id} for ${visible(document)} is ${what}: ${answer}, by ${visible(by)}, valid until ${validUntil}.\n`,
  )
  printOutcome(
    run.assessment.documents[0]?.controls.find((each) => each.id === control.id),
    io,
  )
  return 0
}

/** What an answer cannot change is told, so that nobody relies on it. */
function printOutcome(assessed: AssessedControl | undefined, io: Io): void {
  if (!assessed) return
  const { result, question, because } = assessed
  if (question === null) io.err(`warning: this control asks nobody here: ${visible(because)}\n`)
  else if (result === 'fail' && assessed.findings.length > 0) {
    io.err(`warning: an answer does not mend what breaks the control: ${visible(because)}\n`)
  }
}

function checkOperations(control: Control, operations: readonly string[] | undefined, matched: number): void {
  if (operations === undefined) return
  if (!isOfOperations(control.covers)) {
    throw new UsageError(`${control.id} is not asked of single operations; leave \`--operations\` out.`)
  }
  if (matched > 0) return
  const named = operations.map((each) => `\`${each}\``).join(', ')
  throw new UsageError(
    `${control.id} is about no operation that fits ${named}; write one like \`DELETE /users/{id}\`.`,
  )
}

function answerOf(word: string | undefined, known: unknown): AnswerWord {
  if (word !== undefined) return oneOf('--answer', word, ANSWERS)
  const before = ANSWERS.find((each) => each === known)
  if (before) return before
  throw new UsageError(
    'say what the answer is, with `--answer yes`, `--answer no` or `--answer not-applicable`.',
  )
}

/** Entries for all open questions, of one control or of all, with what nobody but a person can fill in left blank. */
function template(run: AssessedRun, control: Control | undefined, days: number | undefined, io: Io): string {
  const date = io.today()
  const entries = run.assessment.documents.flatMap((assessed) => {
    const { facets, document, longest = USUAL_DAYS } = placeOf(run, io, uriOf(resolve(io.cwd, assessed.file)))
    const validUntil = addDays(date, Math.min(days ?? USUAL_DAYS, longest))
    return assessed.controls.flatMap(({ id, told, result, question }) => {
      if (!question || question.state === 'answered' || result === 'fail' || result === 'notApplicable')
        return []
      if (control && id !== control.id) return []
      const asked = run.catalogue.controls.find((each) => each.id === id)
      if (!asked) return []
      const isNarrow =
        told === 'description' && isOfOperations(asked.covers) && question.operations.length > 0
      const operations = isNarrow ? question.operations : undefined
      const given = { control: asked, document, operations, answer: 'yes' as const, by: '', date, validUntil }
      const entry = attestationEntry({ ...given, evidence: '' }, facets)
      return [{ ...entry, answer: '', comment: `${asked.question} Evidence: ${asked.evidence}` }]
    })
  })
  return entries.length === 0 ? 'attestations: []\n' : attestationText(entries)
}
