import { type Control, didYouMean } from '@specward/core'
import { type AssessedRun, assessRun, printTroubles } from '../assess-run.ts'
import { recordAnswers } from '../attest-record.ts'
import { openQuestions } from '../attest-template.ts'
import type { Io } from '../io.ts'
import type { JudgeOptions } from '../judge-documents.ts'
import { checkFilledIn, UsageError } from '../usage.ts'

export interface AttestOptions extends JudgeOptions {
  readonly document?: string
  readonly operations?: readonly string[]
  readonly answer?: string
  readonly by?: string
  readonly evidence?: string
  readonly comment?: string
  readonly valid?: string
  readonly template?: boolean
}

/** Records a person's answers to controls, or prints entries to fill in. Returns the exit code. */
export async function attestCommand(
  ids: readonly string[],
  options: AttestOptions,
  io: Io,
  version: string,
): Promise<number> {
  checkOptions(ids, options)
  const days = options.valid === undefined ? undefined : daysOf(options.valid)
  const args = options.document === undefined ? [] : [options.document]
  const run = await assessRun(args, options, io, version)
  if (!run) return 2
  const controls = ids.map((id) => controlOf(id, run))
  if (run.report.problems.some(({ severity }) => severity === 'error')) {
    printTroubles({ ...run.report, notices: [] }, io)
    io.err('error: nothing is recorded: what an answer is about could not be read as a whole.\n')
    return 3
  }
  if (!options.template) return recordAnswers(run, controls, days, options, io)
  io.out(openQuestions(run, controls, days, io))
  return 0
}

function checkOptions(ids: readonly string[], options: AttestOptions): void {
  const { template, document, by, answer, evidence, comment, operations } = options
  if (template) {
    const given = { by, answer, evidence, comment, operations }
    const [first] = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : name))
    if (first !== undefined) throw new UsageError(`\`--${first}\` does not go with \`--template\`.`)
    return
  }
  if (ids.length === 0) {
    throw new UsageError(
      'name the control that is answered, as in `specward attest AUTHZ-3`; `--template` prints all open questions.',
    )
  }
  if (document === undefined) throw new UsageError('name the description with `--document <file>`.')
  if (by === undefined || by.trim() === '') throw new UsageError('say who answers, with `--by <name>`.')
  checkFilledIn({ by, evidence, comment })
}

function daysOf(word: string): number {
  if (/^[1-9]\d{0,4}d?$/.test(word)) return Number.parseInt(word, 10)
  throw new UsageError(`\`--valid ${word}\` is not known: it takes a number of days, as in \`180d\`.`)
}

function controlOf(id: string, { catalogue }: AssessedRun): Control {
  const control = catalogue.controls.find((each) => each.id === id)
  if (control) return control
  const known = catalogue.controls.map((each) => each.id)
  throw new UsageError(
    `there is no control \`${id}\`.${didYouMean(id, known) || ' `specward controls` lists them.'}`,
  )
}
