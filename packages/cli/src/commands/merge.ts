import { resolve } from 'node:path'
import { type Host, lintWithSources, visible } from '@specward/core'
import { buildOf } from '../fleet/build.ts'
import type { Judge } from '../fleet/judge.ts'
import { MergedRecords } from '../fleet/merged-records.ts'
import { checkShards, type NamedShard, readShards } from '../fleet/shards.ts'
import type { Io } from '../io.ts'
import type { LintRunOptions } from '../lint-run.ts'
import type { ReportOption } from '../reports.ts'
import { UsageError } from '../usage.ts'
import { type LintOptions, lintCommand } from './lint.ts'

export interface MergeOptions
  extends Pick<LintRunOptions, 'failOn' | 'quiet' | 'base' | 'baseline' | 'ruleset' | 'allowScripts'> {
  readonly reports: readonly ReportOption[]
  readonly verbose?: boolean
  readonly color: boolean
}

/**
 * Makes of the files of all shards the report that a single run would have made in this checkout. Returns the exit code.
 */
export async function mergeCommand(
  files: readonly string[],
  options: MergeOptions,
  io: Io,
  version: string,
): Promise<number> {
  const host = io.host({ cwd: io.cwd })
  const shards = await readShards(files, io, (text) => host.sha256(text))
  const first = checkShards(shards, { version, build: await buildOf(io) })
  const { args, config, presets, changed } = first.file.options
  checkConsent(first, options)
  const lint: LintOptions = {
    ...options,
    ...(config === null ? {} : { config }),
    ...(presets === null ? {} : { preset: presets }),
    changed,
  }
  const others = shards.map(({ name }) => resolve(io.cwd, name))
  return lintCommand(args, lint, io, version, { judge: judgeBy(shards), others, assesses: true })
}

/**
 * What makes code run is not taken from a file: whoever could change that would have code of his run here.
 * @throws UsageError where the options are other than those of the shards
 */
function checkConsent({ name, file }: NamedShard, { ruleset, allowScripts }: MergeOptions): void {
  const { rulesets, allowScripts: wasAllowed } = file.options
  const asked = (list: readonly string[] | null | undefined): string =>
    (list ?? []).map((each) => ` \`--ruleset ${visible(each)}\``).join('')
  if (asked(rulesets) !== asked(ruleset)) {
    throw new UsageError(
      `${visible(name)} was made with${asked(rulesets) || ' no `--ruleset`'}: give \`specward merge\` the same, it takes no code from a file.`,
    )
  }
  if (wasAllowed === (allowScripts === true)) return
  throw new UsageError(
    `${visible(name)} was made ${wasAllowed ? 'with' : 'without'} \`--allow-scripts\`: give \`specward merge\` the same.`,
  )
}

function judgeBy(shards: readonly NamedShard[]): Judge {
  return async (request, _, { host }: { readonly host: Host }) => {
    const records = new MergedRecords(shards, request, host)
    try {
      return await lintWithSources({ ...request, records, signal: records.signal }, host)
    } finally {
      records.check()
    }
  }
}
