import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  COMPANIONS,
  type CompanionName,
  type DocumentRequest,
  type FixKind,
  type FormatName,
  type FormatOptions,
  findRoot,
  type Host,
  type LintResult,
  needsReview,
  REPORT_FORMATS,
  reportPieces,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from './color.ts'
import { type Io, reasonOf } from './io.ts'
import { folderUri, uriOf } from './uris.ts'
import { oneOf, UsageError } from './usage.ts'

/** `--format` or `--output` as it stands on the command line. */
export interface ReportOption {
  readonly option: 'format' | 'output'
  readonly value: string
}

/** One report that was asked for. */
export interface PlannedReport {
  readonly format: FormatName
  /** As it was typed; undefined for standard output. */
  readonly output: string | undefined
}

/** Where something is written. */
type Output = Pick<PlannedReport, 'output'>

/** How reports are to look, and what they are made with. */
export interface RenderOptions {
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color: boolean
  /** Kinds of fixes that a reader of text is told of. */
  readonly fixHint?: readonly FixKind[] | undefined
}

/**
 * Which report goes where, from the options in the order of the command line. With as many outputs as formats they
 * belong together in that order; with fewer, an output belongs to the nearest format before it that has none, and one
 * that comes first to the first format.
 * @throws UsageError when an output has no format, or two reports would go to the same place
 */
export function planReports(options: readonly ReportOption[]): readonly PlannedReport[] {
  const outputs = options.filter(({ option }) => option === 'output').map(({ value }) => value)
  const formats = options
    .filter(({ option }) => option === 'format')
    .map(({ value }) => oneOf('--format', value, REPORT_FORMATS))
  if (formats.length === 0) formats.push('text')
  if (outputs.length > formats.length) throw tooManyOutputs(outputs, formats)
  const planned =
    outputs.length === formats.length
      ? formats.map((format, index) => ({ format, output: outputs[index] }))
      : pairByPlace(options, formats)
  const printed = planned.filter(({ output }) => output === undefined)
  if (printed.length > 1) throw severalPrinted(printed.map(({ format }) => format))
  return planned
}

function pairByPlace(
  options: readonly ReportOption[],
  formats: readonly FormatName[],
): readonly PlannedReport[] {
  const targets: (string | undefined)[] = formats.map(() => undefined)
  const open: number[] = []
  const early: string[] = []
  let next = 0
  for (const { option, value } of options) {
    if (option === 'format') {
      const output = early.shift()
      if (output === undefined) open.push(next)
      else targets[next] = output
      next++
    } else {
      const index = open.pop()
      if (index === undefined) early.push(value)
      else targets[index] = value
    }
  }
  return formats.map((format, index) => ({ format, output: targets[index] }))
}

function tooManyOutputs(outputs: readonly string[], formats: readonly FormatName[]): UsageError {
  const output = outputs[formats.length] ?? ''
  return new UsageError(
    `\`--output ${output}\` has no format of its own. Name one for each file: \`--format sarif --output ${output}\`.`,
  )
}

function severalPrinted(formats: readonly FormatName[]): UsageError {
  const names = formats.map((format) => `\`--format ${format}\``).join(' and ')
  const last = formats.at(-1) ?? ''
  return new UsageError(
    `${names} would both go to standard output, which takes one report. Write the others to files: \`--format ${last} --output <file>\`.`,
  )
}

/** Whether one of the reports shows an assessment, which takes more than the report. */
export function needsAssessment(planned: readonly PlannedReport[]): boolean {
  return planned.some(({ format }) => needsReview(format))
}

/**
 * Finds out before anything is judged whether the reports can be written.
 * @throws UsageError when one cannot, or two would be written to one file
 */
export async function checkOutputs(planned: readonly Output[], io: Io): Promise<void> {
  const seen = new Set<string>()
  for (const output of outputsOf(planned)) {
    const path = resolve(io.cwd, output)
    if (seen.has(path)) {
      throw new UsageError(`\`--output ${output}\` is given twice: every report needs a file of its own.`)
    }
    seen.add(path)
    const obstacle = await io.obstacle(path)
    if (obstacle !== undefined) throw new UsageError(`\`--output ${output}\` cannot be written: ${obstacle}.`)
  }
}

/**
 * A report must not take the place of what it reports on, nor of the policy, nor of a record beside it, which it would
 * pass for the next time.
 *
 * @param writes the record that is written instead of a report
 * @throws UsageError when one would
 */
export function checkOverwriting(
  planned: readonly Output[],
  requests: readonly DocumentRequest[],
  config: string | undefined,
  io: Io,
  writes?: CompanionName,
): void {
  for (const output of outputsOf(planned)) {
    const uri = uriOf(resolve(io.cwd, output))
    if (requests.some((request) => request.uri === uri)) {
      throw new UsageError(`\`--output ${output}\` would overwrite a description that is to be judged.`)
    }
    if (uri === config || /\/specward\.ya?ml$/.test(uri)) {
      throw new UsageError(`\`--output ${output}\` would overwrite the configuration.`)
    }
    const record = RECORDS.find((name) => name !== writes && uri.endsWith(`/${COMPANIONS[name]}`))
    if (record) {
      throw new UsageError(
        `\`--output ${output}\` would stand where the ${record} of a policy is looked for; give the file another name.`,
      )
    }
  }
}

const RECORDS = ['waivers', 'attestations', 'baseline'] as const

/**
 * A report must not take the place of a file that the run has read either: one that is referred to, a policy that is
 * extended, what a link leads to. `read` are URIs; files that turned out to be something else may be replaced.
 * @throws UsageError when one would
 */
export async function checkInputs(
  planned: readonly Output[],
  read: ReadonlySet<string>,
  io: Io,
): Promise<void> {
  const outputs = outputsOf(planned)
  if (outputs.length === 0) return
  const files = [...read].filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri))
  const inputs = new Set(await Promise.all(files.map((path) => io.real(path))))
  for (const output of outputs) {
    if (!inputs.has(await io.real(resolve(io.cwd, output)))) continue
    throw new UsageError(`\`--output ${output}\` would overwrite a file that was read for this run.`)
  }
}

/** Absolute paths of all files that reports go to. */
export function outputPaths(planned: readonly Output[], io: Io): ReadonlySet<string> {
  return new Set(outputsOf(planned).map((output) => resolve(io.cwd, output)))
}

function outputsOf(planned: readonly Output[]): readonly string[] {
  return planned.flatMap(({ output }) => output ?? [])
}

/** Writes every report to where it was asked for; false when one of them could not be written. */
export async function writeReports(
  result: LintResult,
  planned: readonly PlannedReport[],
  options: RenderOptions,
  io: Io,
  host: Host,
): Promise<boolean> {
  const prefix = await prefixOf(io, host)
  let written = true
  for (const { format, output } of planned) {
    const pieces = render(result, format, output, prefix, options, io, host)
    if (output === undefined) for (const piece of pieces) io.out(piece)
    else if (!(await writeFile(output, pieces, io))) written = false
  }
  const summary = io.env.GITHUB_STEP_SUMMARY
  if (summary && planned.some(({ format }) => format === 'github')) {
    const pieces = render(result, 'github-summary', summary, prefix, options, io, host)
    await addSummary(summary, [...pieces].join(''), io)
  }
  return written
}

function render(
  { report, sources, ruleInfo, assessment }: LintResult,
  format: FormatName,
  output: string | undefined,
  prefix: string,
  { quiet, verbose, color, fixHint }: RenderOptions,
  io: Io,
  host: Host,
): Iterable<string> {
  const rules = new Map(registry.rules.map(({ rule, category }) => [rule.id, { ...rule, category }]))
  const toFile = output !== undefined
  const options: FormatOptions = {
    rules: (id) => ruleInfo(id) ?? rules.get(id),
    prefix,
    text: {
      color: !toFile && wantsColor(io, color),
      quiet: quiet === true,
      verbose,
      fixHint,
      width: toFile ? undefined : io.columns,
      sources,
    },
    assessment,
    sha256: (text) => host.sha256(text),
  }
  // made anew each time that somebody goes through it
  return { [Symbol.iterator]: () => reportPieces(report, format, options) }
}

/** Writes a text, or one in pieces, to where it was asked for; false, and told, when that cannot be done. */
export async function writeFile(output: string, text: string | Iterable<string>, io: Io): Promise<boolean> {
  try {
    await io.write(resolve(io.cwd, output), text)
    return true
  } catch (error) {
    io.err(`error: the report could not be written to ${output}: ${reasonOf(error)}.\n`)
    return false
  }
}

/** Steps of one job share a summary file, so that it is added to. The annotations are out: this decides nothing. */
async function addSummary(path: string, text: string, io: Io): Promise<void> {
  try {
    await io.append(resolve(io.cwd, path), text)
  } catch (error) {
    io.err(`warning: the job summary could not be written to ${path}: ${reasonOf(error)}.\n`)
  }
}

/** Path from the root of the repository to the working directory, ending in `/`; '' when they are one. */
async function prefixOf(io: Io, host: Host): Promise<string> {
  const workingDirectory = folderUri(io.cwd)
  const root = fileURLToPath(await findRoot(workingDirectory, host, { workingDirectory }))
  const path = relative(root, io.cwd).split(sep).join('/')
  return path === '' ? '' : `${path}/`
}
