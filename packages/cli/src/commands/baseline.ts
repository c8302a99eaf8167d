import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type BaselineUpdate,
  type BaseRecord,
  baselineText,
  COMPANIONS,
  type ConfigurationError,
  ConfigurationFailure,
  type LintResult,
  type Listed,
  parseSource,
  type ReportProblem,
  readRecord,
  updateBaseline,
  visible,
} from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { printTroubles, soundness } from '../assess-run.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import type { Io } from '../io.ts'
import { type JudgeOptions, judgeDocuments } from '../judge-documents.ts'
import { recordObstacle, saveRecord } from '../save-record.ts'
import { folderUri, nameOf, uriOf } from '../uris.ts'

export interface BaselineOptions extends JudgeOptions {
  readonly acceptNew?: boolean
  readonly allowIncomplete?: boolean
}

/** Findings that are listed one by one on the screen; the file has them all. */
const MOST_LISTED = 20

/**
 * Records what is found today. A baseline that is there only loses what is fixed, unless new findings are to be taken
 * in. Returns the exit code: 1 when something new was left out, 3 when not everything could be judged, 4 when the policy
 * itself is not kept.
 */
export async function baselineCommand(
  args: readonly string[],
  options: BaselineOptions,
  io: Io,
  version: string,
): Promise<number> {
  const more = { base: 'none', catalogue: loadCatalogue } as const
  const result = await judgeDocuments(args, { ...options, writes: 'baseline' }, io, version, more)
  if (!result) return 2
  const problems = result.report.problems.filter(({ severity }) => severity === 'error')
  if (problems.length > 0 && !options.allowIncomplete) return refuse(problems, io)
  const path = targetOf(result, options, io)
  try {
    const before = await existing(path, io)
    const found = result.baseline(folderUri(dirname(path)))
    const names = new Set(found.map(({ name }) => name))
    const gone = await goneNames(before, names, path, io)
    const update = updateBaseline(found, { before, acceptNew: options.acceptNew === true, gone })
    const code = await record(update, before, path, options, result, io)
    printTroubles(result.report, io)
    return soundness({ ...result.report, problems: [] }) || code
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, io.host({ cwd: io.cwd }), io)
    return 2
  }
}

function refuse(problems: readonly ReportProblem[], io: Io): number {
  for (const { code, message, file, range } of problems) {
    const place = range ? `:${range.start.line}:${range.start.column}` : ''
    io.err(`error: ${visible(`${file === undefined ? '' : `${file}${place}: `}${code}: ${message}`)}\n`)
  }
  io.err(
    'No baseline is written, because it would lack what could not be judged. Put that right, or take what there is with `specward baseline --allow-incomplete`.\n',
  )
  return 3
}

/** Beside the configuration, where one alone is in force and was found, else in the working directory. */
function targetOf({ configurations }: LintResult, options: BaselineOptions, io: Io): string {
  if (options.output !== undefined) return resolve(io.cwd, options.output)
  const [config, ...others] = configurations
  const isBeside = config?.startsWith('file:') && others.length === 0 && options.config === undefined
  return join(isBeside && config ? dirname(fileURLToPath(config)) : io.cwd, COMPANIONS.baseline)
}

/** The baseline that is there, read and checked. */
async function existing(path: string, io: Io): Promise<BaseRecord | undefined> {
  const obstacle = await recordObstacle(path, io)
  if (obstacle) throw obstacle
  if ((await io.kind(path)) === 'missing') return undefined
  const uri = uriOf(path)
  const file = await parseSource(uri, (await io.text(path)) ?? '')
  const reading = readRecord(file, folderUri(dirname(path)))
  if ('errors' in reading) throw new ConfigurationFailure(reading.errors)
  if (reading.record.kind === 'baseline') return reading.record
  const error: ConfigurationError = {
    message: 'This is a report, which a baseline must not take the place of.',
    uri,
  }
  throw new ConfigurationFailure([error])
}

/** Documents of the baseline that are there no longer. */
async function goneNames(
  before: BaseRecord | undefined,
  found: ReadonlySet<string>,
  path: string,
  io: Io,
): Promise<ReadonlySet<string>> {
  const gone = new Set<string>()
  for (const name of before?.documents.keys() ?? []) {
    if (found.has(name) || /^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(name)) continue
    if ((await io.kind(resolve(dirname(path), name))) === 'missing') gone.add(name)
  }
  return gone
}

async function record(
  update: BaselineUpdate,
  before: BaseRecord | undefined,
  path: string,
  options: BaselineOptions,
  { report }: LintResult,
  io: Io,
): Promise<number> {
  const name = nameOf(uriOf(path), io.cwd)
  const number = [...update.documents.values()].reduce((sum, findings) => sum + findings.length, 0)
  if (!before && number === 0) {
    io.out('Nothing is found, so that no baseline is needed and none is written.\n')
    return 0
  }
  const { version } = report.tool
  const text = baselineText(update, version, report.policy.digest)
  await saveRecord(path, text, io)
  list('fixed, taken out', '-', update.removed, io)
  list('accepted otherwise, taken out', '-', update.accepted, io)
  list(options.acceptNew ? 'new, taken in' : 'new, left out', '+', update.added, io)
  const rest = update.added.length > 0 && !options.acceptNew
  const documents = [...update.documents.values()].filter((findings) => findings.length > 0).length
  io.out(
    `${visible(name)} lists ${count(number, 'finding')} in ${count(documents, 'document')}.\n` +
      (rest
        ? 'What is new goes on failing `specward lint`: mend it, or take it in with `specward baseline --accept-new`.\n'
        : before
          ? ''
          : `\`specward lint\` takes it from now on and fails on what is not in it. Commit ${basename(path)} with the descriptions.\n`),
  )
  return rest ? 1 : 0
}

function list(title: string, sign: string, listed: readonly Listed[], io: Io): void {
  if (listed.length === 0) return
  io.out(`${count(listed.length, 'finding')} ${title}:\n`)
  for (const { name, finding } of listed.slice(0, MOST_LISTED)) {
    const { severity, ruleId, place, fingerprint } = finding
    io.out(`  ${sign} ${visible(`${severity} ${ruleId}  ${place}  (${name}, ${fingerprint})`)}\n`)
  }
  if (listed.length > MOST_LISTED) io.out(`    and ${listed.length - MOST_LISTED} more\n`)
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
