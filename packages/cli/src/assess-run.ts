import { resolve } from 'node:path'
import { createConformanceChecker } from '@specward/conformance'
import {
  type Assessment,
  type Catalogue,
  ConfigurationFailure,
  exitCode,
  type Host,
  type LintResult,
  lintWithSources,
  type Report,
  visible,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import { printConfigurationErrors } from './configuration-errors.ts'
import { descriptionsBelow } from './descriptions.ts'
import { findDocuments } from './documents.ts'
import type { Io } from './io.ts'
import { noting } from './noting.ts'
import { createProgress } from './progress.ts'
import { checkInputs, checkOutputs, checkOverwriting, outputPaths } from './reports.ts'
import { type RulesetOptions, rulesetEngine, rulesetNames } from './rulesets.ts'
import { folderUri, nameOf, uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** What every command takes that assesses descriptions. */
export interface AssessOptions extends RulesetOptions {
  readonly config?: string
  readonly preset?: readonly string[]
  readonly output?: string
}

export interface AssessedRun extends LintResult {
  readonly assessment: Assessment
  readonly catalogue: Catalogue
  readonly host: Host
}

/**
 * Judges and assesses what the arguments name. What is wrong with the configuration is printed; undefined then.
 * @throws UsageError when an output would overwrite what was read
 */
export async function assessRun(
  args: readonly string[],
  options: AssessOptions,
  io: Io,
  version: string,
): Promise<AssessedRun | undefined> {
  const planned = [{ output: options.output }]
  await checkOutputs(planned, io)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const rulesets = await rulesetNames(options.ruleset, io)
  const progress = createProgress(io, io.host({ cwd: io.cwd }).now, false)
  const found = await findDocuments(args, io, {
    outputs: outputPaths(planned, io),
    progress: progress.searched,
  })
  if (found.stdin) throw new UsageError('what is assessed is read from files; `-` is not known here.')
  const { requests, problems, skipped, nothing, credentials } = found
  checkOverwriting(planned, requests, config, io)
  const named = new Set(requests.filter((request) => request.named).map((request) => request.uri))
  for (const uri of [config, ...(rulesets ?? [])]) if (uri !== undefined) named.add(uri)
  const read = new Set<string>()
  const host = noting(io.host({ cwd: io.cwd, named, credentials }), read)
  const catalogue = await loadCatalogue()
  try {
    const result = await lintWithSources(
      {
        documents: requests,
        problems,
        skipped,
        requireDocument: nothing ?? true,
        progress: (done, total, uri) => progress.judging(done, total, nameOf(uri, io.cwd)),
        registry,
        conformance: createConformanceChecker(),
        version,
        workingDirectory: folderUri(io.cwd),
        config,
        presets: options.preset,
        rulesetEngine,
        rulesets,
        allowScripts: options.allowScripts,
        today: io.today(),
        assess: { catalogue },
        catalogue: async () => catalogue,
        descriptions: descriptionsBelow(io),
      },
      host,
    )
    progress.clear()
    for (const { file } of result.report.skipped) read.delete(uriOf(resolve(io.cwd, file)))
    await checkInputs(planned, read, io)
    if (!result.assessment) throw new Error('nothing was assessed')
    return { ...result, assessment: result.assessment, catalogue, host }
  } catch (error) {
    progress.clear()
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, host, io)
    return undefined
  }
}

/** The exit code of a run whose findings fail nothing: 4 for the policy, else 3 for what could not be judged, else 0. */
export function soundness(report: Report): 0 | 3 | 4 {
  const code = exitCode({ ...report, gate: { ...report.gate, failed: false } })
  return code === 1 ? 0 : code
}

/** Prints what could not be judged, and what is to be told about the policy, as far as somebody has to act on it. */
export function printTroubles({ problems, notices }: Report, io: Io): void {
  const told = [...problems, ...notices.filter(({ severity }) => severity !== 'info')]
  for (const { severity, message, file, range } of told) {
    const place =
      file === undefined ? '' : `${range ? `${file}:${range.start.line}:${range.start.column}` : file}: `
    io.err(`${severity === 'warn' ? 'warning' : severity}: ${visible(place + message)}\n`)
  }
}
