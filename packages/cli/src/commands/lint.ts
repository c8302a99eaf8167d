import { resolve } from 'node:path'
import { ConfigurationFailure, exitCode } from '@specward/core'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { type FixingOptions, fixFiles, planFixing, untold } from '../fixing.ts'
import { tellFixes } from '../fixing-text.ts'
import { type FleetChoice, type Judge, judge } from '../fleet/judge.ts'
import type { Io } from '../io.ts'
import { type LintRunOptions, planLint } from '../lint-run.ts'
import { checkInputs, needsAssessment, planReports, type ReportOption, writeReports } from '../reports.ts'
import { uriOf } from '../uris.ts'

export interface LintOptions extends LintRunOptions, FixingOptions, FleetChoice {
  /** `--format` and `--output` in the order of the command line. */
  readonly reports: readonly ReportOption[]
  readonly verbose?: boolean
  readonly color: boolean
}

/** How it is judged, where not as usual. */
export interface Judging {
  readonly judge: Judge
  /** Absolute paths of files that are none of what is searched for. */
  readonly others: readonly string[]
  /** Whether an assessment is made in any case. */
  readonly assesses: boolean
}

/** Judges what the arguments name and writes the report. Returns the exit code. */
export async function lintCommand(
  args: readonly string[],
  options: LintOptions,
  io: Io,
  version: string,
  judging: Judging = { judge, others: [], assesses: false },
): Promise<number> {
  const planned = planReports(options.reports)
  const fixing = planFixing(options, args)
  const assesses = judging.assesses || needsAssessment(planned)
  const files = { planned, others: judging.others, assesses }
  const run = await planLint(args, options, files, io, version)
  const { request, host, hostOptions, read, progress } = run
  try {
    const result = await judging.judge(request, options, { io, host, options: hostOptions })
    for (const { file } of result.report.skipped) read.delete(uriOf(resolve(io.cwd, file)))
    await checkInputs(planned, read, io)
    const fixed = fixing && (await fixFiles(result, fixing, io))
    progress.clear()
    if (fixed) tellFixes(fixed, fixing, io)
    if (fixed && fixing.isDryRun) {
      io.out(fixed.diff)
      return exitCode(fixed.result.report)
    }
    const telling = { ...options, fixHint: run.isPiped ? [] : untold(fixing) }
    const written = await writeReports(fixed?.result ?? result, planned, telling, io, host)
    return written && fixed?.isWhole !== false ? exitCode((fixed?.result ?? result).report) : 3
  } catch (error) {
    progress.clear()
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, host, io)
    return 2
  }
}
