import { resolve } from 'node:path'
import { createConformanceChecker } from '@specward/conformance'
import type { Host, LintRequest } from '@specward/core'
import { registry } from '@specward/rulesets'
import { descriptionsBelow } from './descriptions.ts'
import type { Documents } from './found.ts'
import type { HostOptions, Io } from './io.ts'
import { noting } from './noting.ts'
import { createProgress, type Progress } from './progress.ts'
import { type RulesetOptions, rulesetEngine, rulesetNames } from './rulesets.ts'
import { folderUri, nameOf, uriOf } from './uris.ts'

/** What decides by which policy documents are judged. */
export interface PolicyOptions extends RulesetOptions {
  readonly config?: string
  readonly preset?: readonly string[]
}

/** By what documents are judged, before it is known which ones. */
export interface Judgement {
  /** URI of a configuration that takes the place of the nearest one. */
  readonly config: string | undefined
  readonly rulesets: readonly string[] | undefined
  readonly progress: Progress
}

/** @throws UsageError when an option cannot be met */
export async function planJudgement(options: PolicyOptions, quiet: boolean, io: Io): Promise<Judgement> {
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const rulesets = await rulesetNames(options.ruleset, io)
  return { config, rulesets, progress: createProgress(io, io.host({ cwd: io.cwd }).now, quiet) }
}

/** What was found for a run. */
type Found = Pick<Documents, 'requests' | 'problems' | 'skipped' | 'nothing' | 'credentials'>

/** A request, and the machine as the run sees it. */
export interface Asked {
  readonly request: LintRequest
  readonly host: Host
  readonly hostOptions: HostOptions
  /** URIs of all that a person named, as it grows. */
  readonly named: Set<string>
  /** URIs of all that was read, as it grows. */
  readonly read: Set<string>
}

/** Asks for the review of documents that were found: what all commands ask alike. */
export function askFor(
  { requests, problems, skipped, nothing, credentials }: Found,
  { config, rulesets, progress }: Judgement,
  { preset, allowScripts }: PolicyOptions,
  io: Io,
  version: string,
  overlay?: ReadonlyMap<string, Uint8Array>,
): Asked {
  const named = new Set(requests.filter((request) => request.named).map(({ uri }) => uri))
  for (const uri of [config, ...(rulesets ?? [])]) if (uri !== undefined) named.add(uri)
  const read = new Set<string>()
  const hostOptions: HostOptions = { cwd: io.cwd, named, credentials, ...(overlay ? { overlay } : {}) }
  const request: LintRequest = {
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
    presets: preset,
    rulesetEngine,
    rulesets,
    allowScripts,
    today: io.today(),
    pause: io.pause,
    descriptions: descriptionsBelow(io),
  }
  return { request, host: noting(io.host(hostOptions), read), hostOptions, named, read }
}
