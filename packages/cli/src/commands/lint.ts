import { resolve } from 'node:path'
import { createConformanceChecker } from '@specward/conformance'
import {
  ConfigurationFailure,
  type DocumentRequest,
  exitCode,
  type Host,
  lintWithSources,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { baseOf } from '../base.ts'
import { findChanged } from '../changed.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { descriptionsBelow } from '../descriptions.ts'
import type { DiscoveryDisk } from '../discover.ts'
import { findDocuments, isExclusion } from '../documents.ts'
import { type FixingOptions, fixFiles, planFixing, untold } from '../fixing.ts'
import { tellFixes } from '../fixing-text.ts'
import type { Documents } from '../found.ts'
import type { Io } from '../io.ts'
import { noting } from '../noting.ts'
import { createProgress, type Progress } from '../progress.ts'
import {
  checkInputs,
  checkOutputs,
  checkOverwriting,
  needsAssessment,
  outputPaths,
  type PlannedReport,
  planReports,
  type ReportOption,
  writeReports,
} from '../reports.ts'
import { type RulesetOptions, rulesetEngine, rulesetNames } from '../rulesets.ts'
import { folderUri, nameOf, uriOf } from '../uris.ts'
import { oneOf } from '../usage.ts'

export interface LintOptions extends RulesetOptions, FixingOptions {
  /** `--format` and `--output` in the order of the command line. */
  readonly reports: readonly ReportOption[]
  readonly config?: string
  readonly preset?: readonly string[]
  readonly failOn?: string
  readonly quiet?: boolean
  readonly stdinFilename?: string
  readonly timing?: boolean
  readonly verbose?: boolean
  /** The arguments are files that were changed. */
  readonly changed?: boolean
  readonly color: boolean
  /** A commit, report or baseline. */
  readonly base?: string
  /** False where `--no-baseline` is given. */
  readonly baseline?: boolean
}

/** Judges what the arguments name and writes the report. Returns the exit code. */
export async function lintCommand(
  args: readonly string[],
  options: LintOptions,
  io: Io,
  version: string,
): Promise<number> {
  const planned = planReports(options.reports)
  const fixing = planFixing(options, args)
  const failOn =
    options.failOn === undefined
      ? undefined
      : oneOf('--fail-on', options.failOn, ['error', 'warn', 'info', 'hint', 'never'])
  await checkOutputs(planned, io)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const rulesets = await rulesetNames(options.ruleset, io)
  const progress = createProgress(io, io.host({ cwd: io.cwd }).now, options.quiet === true)
  const found = await gather(args, options, planned, io, progress)
  const { requests, problems, skipped, nothing, overlay, credentials, changed } = found
  checkOverwriting(planned, requests, config, io)
  const named = new Set(requests.filter((request) => request.named).map((request) => request.uri))
  for (const uri of [config, ...(rulesets ?? [])]) if (uri !== undefined) named.add(uri)
  const read = new Set<string>()
  const disk = io.host({ cwd: io.cwd, named, overlay, credentials })
  const base = await baseRequest(args, options, planned, found, io, disk)
  if (typeof base === 'object' && base.kind === 'record') named.add(base.uri)
  const host = noting(disk, read)
  try {
    const result = await lintWithSources(
      {
        documents: requests,
        problems,
        skipped,
        requireDocument: !options.changed && (nothing ?? true),
        changed,
        progress: (done, total, uri) => progress.judging(done, total, nameOf(uri, io.cwd)),
        registry,
        conformance: createConformanceChecker(),
        version,
        workingDirectory: folderUri(io.cwd),
        config,
        presets: options.preset,
        failOn,
        base,
        rulesetEngine,
        rulesets,
        allowScripts: options.allowScripts,
        today: io.today(),
        pause: io.pause,
        assess: needsAssessment(planned) ? { catalogue: await loadCatalogue() } : undefined,
        catalogue: loadCatalogue,
        descriptions: descriptionsBelow(io),
        timing: options.timing,
      },
      host,
    )
    for (const { file } of result.report.skipped) read.delete(uriOf(resolve(io.cwd, file)))
    await checkInputs(planned, read, io)
    const fixed = fixing && (await fixFiles(result, fixing, io))
    progress.clear()
    if (fixed) tellFixes(fixed, fixing, io)
    if (fixed && fixing.isDryRun) {
      io.out(fixed.diff)
      return exitCode(fixed.result.report)
    }
    const telling = { ...options, fixHint: found.isPiped ? [] : untold(fixing) }
    const written = await writeReports(fixed?.result ?? result, planned, telling, io, host)
    return written && fixed?.isWhole !== false ? exitCode((fixed?.result ?? result).report) : 3
  } catch (error) {
    progress.clear()
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, host, io)
    return 2
  }
}

async function baseRequest(
  args: readonly string[],
  { base, baseline, changed }: LintOptions,
  planned: readonly PlannedReport[],
  { skipped }: Pick<Documents, 'skipped'>,
  io: Io,
  disk: Host,
) {
  // files that were changed stand for all descriptions that may refer to them
  const wanted = changed ? ['.', ...args.filter(isExclusion)] : args
  const outputs = outputPaths(planned, io)
  const find = (tree: DiscoveryDisk) => findDocuments(wanted, tree, { outputs })
  if (base !== undefined) return baseOf(base, io, disk, { find, skipped })
  return baseline === false ? ('none' as const) : undefined
}

async function gather(
  args: readonly string[],
  options: LintOptions,
  planned: readonly PlannedReport[],
  io: Io,
  progress: Progress,
) {
  const search = { outputs: outputPaths(planned, io), progress: progress.searched }
  const found = options.changed
    ? await findChanged(args, io, search)
    : { ...(await findDocuments(args, io, search)), changed: undefined }
  const { requests, problems, skipped, nothing, credentials, changed } = found
  const rest = { problems, skipped, nothing, credentials, changed, isPiped: found.stdin }
  if (!found.stdin) return { ...rest, requests, overlay: new Map<string, Uint8Array>() }
  const bytes = await io.stdin()
  const name =
    options.stdinFilename ??
    (/^\s*[{[]/.test(new TextDecoder().decode(bytes.subarray(0, 512))) ? 'stdin.json' : 'stdin.yaml')
  const uri = uriOf(resolve(io.cwd, name))
  const request: DocumentRequest = { uri, named: true }
  return { ...rest, requests: [...requests, request], overlay: new Map([[uri, bytes]]) }
}
