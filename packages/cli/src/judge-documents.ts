import { resolve } from 'node:path'
import { createConformanceChecker } from '@specward/conformance'
import { type CompanionName, ConfigurationFailure, type LintRequest, type LintResult } from '@specward/core'
import { registry } from '@specward/rulesets'
import { printConfigurationErrors } from './configuration-errors.ts'
import { descriptionsBelow } from './descriptions.ts'
import { findDocuments } from './documents.ts'
import { type FleetChoice, judge } from './fleet/judge.ts'
import type { Io } from './io.ts'
import { noting } from './noting.ts'
import { createProgress } from './progress.ts'
import { checkInputs, checkOutputs, checkOverwriting, outputPaths } from './reports.ts'
import { type RulesetOptions, rulesetEngine, rulesetNames } from './rulesets.ts'
import { folderUri, nameOf, uriOf } from './uris.ts'
import { UsageError } from './usage.ts'

/** What decides by which policy documents are judged. */
export interface JudgeOptions extends RulesetOptions, FleetChoice {
  readonly config?: string
  readonly preset?: readonly string[]
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
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const rulesets = await rulesetNames(options.ruleset, io)
  const progress = createProgress(io, io.host({ cwd: io.cwd }).now, false)
  const outputs = outputPaths(planned, io)
  const found = await findDocuments(args, io, { outputs, progress: progress.searched })
  if (found.stdin) throw new UsageError('`-` is not known here: name the file that the description is in.')
  const { requests, problems, skipped, nothing, credentials } = found
  checkOverwriting(planned, requests, config, io, options.writes)
  const named = new Set(requests.filter((request) => request.named).map(({ uri }) => uri))
  for (const uri of [config, ...(rulesets ?? [])]) if (uri !== undefined) named.add(uri)
  const read = new Set<string>()
  const onDisk = { cwd: io.cwd, named, credentials }
  const host = noting(io.host(onDisk), read)
  try {
    const result = await judge(
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
        descriptions: descriptionsBelow(io),
        ...more,
      },
      options,
      { io, host, options: onDisk },
    )
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
