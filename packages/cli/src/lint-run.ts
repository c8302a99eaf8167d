import { resolve } from 'node:path'
import type { DocumentRequest, Host, LintRequest } from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import { baseOf } from './base.ts'
import { findChanged } from './changed.ts'
import type { DiscoveryDisk } from './discover.ts'
import { findDocuments, isExclusion } from './documents.ts'
import type { Documents } from './found.ts'
import type { HostOptions, Io } from './io.ts'
import { askFor, type PolicyOptions, planJudgement } from './lint-request.ts'
import type { Progress } from './progress.ts'
import { checkOutputs, checkOverwriting, outputPaths, type PlannedReport } from './reports.ts'
import { uriOf } from './uris.ts'
import { oneOf } from './usage.ts'

/** What decides what is judged, and by what. */
export interface LintRunOptions extends PolicyOptions {
  readonly failOn?: string
  readonly quiet?: boolean
  readonly stdinFilename?: string
  readonly timing?: boolean
  /** The arguments are files that were changed. */
  readonly changed?: boolean
  /** A commit, report or baseline. */
  readonly base?: string
  /** False where `--no-baseline` is given. */
  readonly baseline?: boolean
}

/** Files beside the documents. */
export interface LintFiles {
  readonly planned: readonly Pick<PlannedReport, 'output'>[]
  /** Absolute paths of files that are none of what is searched for. */
  readonly others?: readonly string[]
  /** Whether an assessment is wanted as well. */
  readonly assesses: boolean
}

/** All that `lint` judges with. */
export interface LintRun {
  readonly request: LintRequest
  readonly host: Host
  readonly hostOptions: HostOptions
  /** URIs of all that was read, as it grows. */
  readonly read: Set<string>
  readonly progress: Progress
  /** Whether one of the documents is standard input. */
  readonly isPiped: boolean
  readonly credentials: Documents['credentials']
}

/**
 * Finds what arguments name and makes a request of it.
 *
 * @throws UsageError when an option cannot be met, or an output would overwrite what is read
 */
export async function planLint(
  args: readonly string[],
  options: LintRunOptions,
  files: LintFiles,
  io: Io,
  version: string,
): Promise<LintRun> {
  const failOn =
    options.failOn === undefined
      ? undefined
      : oneOf('--fail-on', options.failOn, ['error', 'warn', 'info', 'hint', 'never'])
  await checkOutputs(files.planned, io)
  const judgement = await planJudgement(options, options.quiet === true, io)
  const { config, progress } = judgement
  const found = await gather(args, options, files, io, progress)
  checkOverwriting(files.planned, found.requests, config, io)
  const asked = askFor(found, judgement, options, io, version, found.overlay)
  const { host, hostOptions, named, read } = asked
  const base = await baseRequest(args, options, files, found, io, io.host(hostOptions))
  if (typeof base === 'object' && base.kind === 'record') named.add(base.uri)
  const request: LintRequest = {
    ...asked.request,
    requireDocument: !options.changed && asked.request.requireDocument,
    changed: found.changed,
    failOn,
    base,
    assess: files.assesses ? { catalogue: await loadCatalogue() } : undefined,
    catalogue: loadCatalogue,
    timing: options.timing,
  }
  const { isPiped, credentials } = found
  return { request, host, hostOptions, read, progress, isPiped, credentials }
}

function outsideSearch({ planned, others = [] }: LintFiles, io: Io): ReadonlySet<string> {
  return new Set([...outputPaths(planned, io), ...others])
}

async function baseRequest(
  args: readonly string[],
  { base, baseline, changed }: LintRunOptions,
  files: LintFiles,
  { skipped }: Pick<Documents, 'skipped'>,
  io: Io,
  disk: Host,
) {
  // files that were changed stand for all descriptions that may refer to them
  const wanted = changed ? ['.', ...args.filter(isExclusion)] : args
  const outputs = outsideSearch(files, io)
  const find = (tree: DiscoveryDisk) => findDocuments(wanted, tree, { outputs })
  if (base !== undefined) return baseOf(base, io, disk, { find, skipped })
  return baseline === false ? ('none' as const) : undefined
}

async function gather(
  args: readonly string[],
  options: LintRunOptions,
  files: LintFiles,
  io: Io,
  progress: Progress,
) {
  const search = { outputs: outsideSearch(files, io), progress: progress.searched }
  const found = options.changed
    ? await findChanged(args, io, search)
    : { ...(await findDocuments(args, io, search)), changed: undefined }
  const { problems, skipped, nothing, credentials, changed } = found
  const others = new Set((files.others ?? []).map(uriOf))
  const requests = found.requests.filter(({ uri }) => !others.has(uri))
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
