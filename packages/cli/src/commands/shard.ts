import { fileURLToPath } from 'node:url'
import {
  ConfigurationFailure,
  type DocumentRecord,
  type DocumentRequest,
  relativeName,
  visible,
} from '@specward/core'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { buildOf } from '../fleet/build.ts'
import { judge } from '../fleet/judge.ts'
import { shardOf, spread } from '../fleet/shard.ts'
import { type ShardDocument, shardText } from '../fleet/shard-file.ts'
import type { Io } from '../io.ts'
import { type LintRun, planLint } from '../lint-run.ts'
import { checkInputs, writeFile } from '../reports.ts'
import { UsageError } from '../usage.ts'
import type { LintOptions } from './lint.ts'

/**
 * Judges one part of what the arguments name and writes down what `specward merge` makes the report of. What was found
 * decides nothing here. Returns the exit code.
 */
export async function shardCommand(
  args: readonly string[],
  options: LintOptions & { readonly shard: string },
  io: Io,
  version: string,
): Promise<number> {
  const shard = shardOf(options.shard)
  checkOptions(options)
  const planned = options.reports.map(({ value }) => ({ output: value }))
  const files = { planned, assesses: true }
  const run = await planLint(args, { ...options, baseline: false }, files, io, version)
  checkDocuments(run)
  const documents = await assign(run, shard.of, io)
  const own = run.request.documents.filter((_, index) => documents[index]?.shard === shard.index)
  try {
    const records = await recordsOf(own, run, options, io)
    run.progress.clear()
    await checkInputs(planned, run.read, io)
    const { host } = run
    const text = shardText(
      {
        version,
        build: await buildOf(io),
        shard,
        options: {
          args,
          config: options.config ?? null,
          presets: options.preset ?? null,
          rulesets: options.ruleset ?? null,
          allowScripts: options.allowScripts === true,
          changed: options.changed === true,
        },
        documents,
        records,
      },
      (each) => host.sha256(each),
    )
    return await write(text, planned[0]?.output, io)
  } catch (error) {
    run.progress.clear()
    if (!(error instanceof ConfigurationFailure)) throw error
    await printConfigurationErrors(error.errors, run.host, io)
    return 2
  }
}

async function write(text: string, output: string | undefined, io: Io): Promise<number> {
  if (output !== undefined) return (await writeFile(output, text, io)) ? 0 : 3
  io.out(text)
  return 0
}

/** What belongs to the report, which is made by `merge`, or changes files. */
function checkOptions(options: LintOptions): void {
  const { reports, failOn, base, baseline, quiet, verbose } = options
  const ofReport = {
    '--format': reports.some(({ option }) => option === 'format'),
    '--fail-on': failOn !== undefined,
    '--base': base !== undefined,
    '--no-baseline': baseline === false,
    '--quiet': quiet === true,
    '--verbose': verbose === true,
  }
  const given = Object.entries(ofReport).find(([, isGiven]) => isGiven)?.[0]
  if (given !== undefined) {
    throw new UsageError(
      `\`${given}\` is about the report, which \`specward merge\` makes of all shards: give it there.`,
    )
  }
  if (reports.length > 1) throw new UsageError('a shard leaves one file behind: give `--output` once.')
  const { fix, fixSuggested, fixRule, fixDryRun } = options
  if (fix || fixSuggested || fixRule || fixDryRun) {
    throw new UsageError('with `--shard`, nothing is fixed: fix without it.')
  }
}

function checkDocuments({ isPiped, request: { documents } }: LintRun): void {
  if (isPiped)
    throw new UsageError('with `--shard`, `-` is not known: name the file that the description is in.')
  const url = documents.find(({ uri }) => !uri.startsWith('file:'))
  if (url) {
    throw new UsageError(
      `with \`--shard\`, descriptions are files that all machines have; ${visible(url.uri)} is none.`,
    )
  }
}

async function assign(
  { request }: Pick<LintRun, 'request'>,
  of: number,
  io: Io,
): Promise<readonly ShardDocument[]> {
  const sized = await Promise.all(
    request.documents.map(async ({ uri, named }) => ({
      name: relativeName(request.workingDirectory, uri),
      named,
      bytes: await io.size(fileURLToPath(uri)),
    })),
  )
  const shards = spread(sized, of)
  return sized.map(({ name, named }, index) => ({ name, named, shard: shards[index] ?? 1 }))
}

/** The documents are judged as `lint` does; what it would say is made by `merge`. */
async function recordsOf(
  documents: readonly DocumentRequest[],
  run: LintRun,
  options: LintOptions,
  io: Io,
): Promise<readonly DocumentRecord[]> {
  const records = new Map<string, DocumentRecord>()
  const { host, hostOptions } = run
  const request = { ...run.request, documents, requireDocument: false }
  const left = (record: DocumentRecord): void => void records.set(record.basis, record)
  await judge(request, options, { io, host, options: hostOptions, left })
  return [...records.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1))
}
