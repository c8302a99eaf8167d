import { join } from 'node:path'
import {
  ConfigurationFailure,
  describesApi,
  FORMATS,
  initialPolicy,
  lint,
  type Report,
  visible,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { findDocuments } from '../documents.ts'
import { editorSchema } from '../editor-schema.ts'
import type { Documents } from '../found.ts'
import { surveying } from '../init-survey.ts'
import type { Io } from '../io.ts'
import { createProgress } from '../progress.ts'
import { folderUri, nameOf, uriOf } from '../uris.ts'
import { UsageError } from '../usage.ts'

export interface InitOptions {
  readonly force?: boolean
}

/** Configurations that other linters go on using. */
const SPECTRAL = ['.spectral.yaml', '.spectral.yml', '.spectral.json', '.spectral.js']

const NAMES = ['specward.yaml', 'specward.yml']

/** Formats of what describes no API itself. */
const COMPANIONS: ReadonlySet<string> = new Set(FORMATS.filter((format) => !describesApi(format)))

/** Descriptions that are named. */
const MOST_NAMED = 10

/** Writes a first `specward.yaml` in the working directory, and says what it changes. Returns the exit code. */
export async function initCommand(options: InitOptions, io: Io, version: string): Promise<number> {
  const [existing, other] = await present(NAMES, io)
  if (other !== undefined) {
    throw new UsageError(`\`${existing}\` and \`${other}\` stand side by side. Remove one of them first.`)
  }
  const name = existing ?? 'specward.yaml'
  if (existing !== undefined && !options.force) {
    throw new UsageError(`\`${existing}\` is there already. \`specward init --force\` replaces it.`)
  }
  const path = join(io.cwd, name)
  const obstacle = await io.obstacle(path)
  if (obstacle !== undefined) throw new UsageError(`\`${name}\` cannot be written: ${obstacle}.`)
  const { registry: noting, survey } = surveying(registry)
  const report = await judge(path, noting, io, version)
  const schema = await editorSchema('specward.schema.json', io)
  await io.write(path, initialPolicy(survey, schema))
  const spectral = await present(SPECTRAL, io)
  io.out(summary(name, report, spectral))
  return 0
}

async function present(names: readonly string[], io: Io): Promise<readonly string[]> {
  const there = await Promise.all(names.map((name) => io.kind(join(io.cwd, name))))
  return names.filter((_, index) => there[index] !== 'missing')
}

/** Judges what there is as `specward lint` will, once the configuration is there: all that it sets are defaults. */
async function judge(path: string, noting: typeof registry, io: Io, version: string): Promise<Report> {
  const progress = createProgress(io, io.host({ cwd: io.cwd }).now, false)
  const found: Documents = await findDocuments([], io, { progress: progress.searched })
  const config = uriOf(path)
  const overlay = new Map([[config, new TextEncoder().encode('extends: [specward:recommended]\n')]])
  const folder = folderUri(io.cwd)
  try {
    return await lint(
      {
        documents: found.requests,
        problems: found.requests.length > 0 ? found.problems : [],
        registry: noting,
        version,
        workingDirectory: folder,
        base: 'none',
        today: io.today(),
        progress: (done, total, uri) => progress.judging(done, total, nameOf(uri, io.cwd)),
      },
      io.host({ cwd: io.cwd, overlay }),
    )
  } catch (error) {
    if (!(error instanceof ConfigurationFailure)) throw error
    const [first] = error.errors
    const where = first?.uri === undefined ? '' : ` (${first.uri})`
    throw new UsageError(
      `Another configuration has to be put right first: ${visible(first?.message ?? '')}${where}`,
    )
  } finally {
    progress.clear()
  }
}

function summary(name: string, report: Report, spectral: readonly string[]): string {
  // overlays and workflows stand beside descriptions
  const described = report.documents.filter(({ format }) => !COMPANIONS.has(format))
  const files = described.map(({ file }) => `  ${visible(file)}`)
  const more = files.length - MOST_NAMED
  const lines = [
    `${name} is written. It builds on the preset specward:recommended; what else fits is in its comments.`,
    '',
    ...(files.length === 0
      ? ['No API description was found in this folder or below it.']
      : [
          `Found ${count(files.length, 'API description')} (${count(report.summary.operations, 'operation')}):`,
          ...files.slice(0, MOST_NAMED),
          ...(more > 0 ? [`  and ${more} more`] : []),
          '',
          state(report),
        ]),
    ...spectral.map((file) => `\`${file}\` stays as it is, and stays with Spectral.`),
    'In CI, run `npx specward lint`, on GitHub with `--format github`: it exits with 1 when a finding reaches `failOn`,',
    'and with 3 when something cannot be judged.',
  ]
  return `${lines.join('\n')}\n`
}

function state({ findings, problems, summary: { error } }: Report): string {
  const failing = new Set(findings.filter(({ severity }) => severity === 'error').map(({ file }) => file))
  const grave = problems.filter(({ severity }) => severity === 'error').length
  const parts = [
    ...(error > 0 ? [`${count(error, 'error')} in ${count(failing.size, 'file')}`] : []),
    ...(grave > 0 ? [`${count(grave, 'problem')} that kept something from being judged`] : []),
  ]
  if (parts.length === 0) return 'Nothing in them fails the run today.'
  return `The run fails today: ${parts.join(', ')}. \`specward lint\` shows them.`
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
