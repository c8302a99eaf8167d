import { resolve } from 'node:path'
import { type CompanionName, ConfigurationFailure, type LintRequest, type LintResult } from '@specward/core'
import { printConfigurationErrors } from './configuration-errors.ts'
import { findDocuments } from './documents.ts'
import { type FleetChoice, judge } from './fleet/judge.ts'
import type { Io } from './io.ts'
import { askFor, type PolicyOptions, planJudgement } from './lint-request.ts'
import { checkInputs, checkOutputs, checkOverwriting, outputPaths } from './reports.ts'
import { uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** What decides by which policy documents are judged, and how. */
export interface JudgeOptions extends PolicyOptions, FleetChoice {
  /** A file that will be written. */
  readonly output?: string
  /** The record that is written there; undefined for a report. */
  readonly writes?: CompanionName
}

/**
 * Judges what arguments name as `lint` does, for commands that print something else than the report. Undefined where
 * the configuration is not valid: that has then been told.
 *
 * @throws UsageError when the output would overwrite what is read, or cannot be written
 */
export async function judgeDocuments(
  args: readonly string[],
  options: JudgeOptions,
  io: Io,
  version: string,
  more: Pick<LintRequest, 'assess' | 'catalogue' | 'base' | 'fetched'> = {},
): Promise<LintResult | undefined> {
  const planned = [{ output: options.output }]
  await checkOutputs(planned, io)
  const judgement = await planJudgement(options, false, io)
  const { config, progress } = judgement
  const outputs = outputPaths(planned, io)
  const found = await findDocuments(args, io, { outputs, progress: progress.searched })
  if (found.stdin) throw new UsageError('`-` is not known here: name the file that the description is in.')
  checkOverwriting(planned, found.requests, config, io, options.writes)
  const { request, host, hostOptions, read } = askFor(found, judgement, options, io, version)
  try {
    const result = await judge({ ...request, ...more }, options, { io, host, options: hostOptions })
    for (const { file } of result.report.skipped) read.delete(uriOf(resolve(io.cwd, file)))
    await checkInputs(planned, read, io)
    return result
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    progress.clear()
    await printConfigurationErrors(error.errors, host, io)
    return undefined
  } finally {
    progress.clear()
  }
}
