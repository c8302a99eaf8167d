import { createConformanceChecker } from '@specward/conformance'
import {
  type FixRun,
  fixAll,
  type Host,
  type LintResult,
  lintWithSources,
  type ReadResult,
  type WantedFix,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { nodeIo } from '../packages/cli/src/io.ts'

const ROOT = 'file:///apis/'
const machine = nodeIo()
const conformance = createConformanceChecker()

export type Contents = Readonly<Record<string, string | Uint8Array>>

export interface JudgeOptions {
  readonly documents?: readonly string[]
  readonly presets?: readonly string[]
  /** Reads what is not among the contents. */
  readonly disk?: Host
  readonly folder?: string
}

/** Judges files that are held in memory; the first is the description unless others are named. */
export function judgeTexts(files: Contents, options: JudgeOptions = {}): Promise<LintResult> {
  const { documents = Object.keys(files).slice(0, 1), presets = ['strict'], folder = ROOT } = options
  const contents = new Map(Object.entries(files).map(([name, text]) => [new URL(name, folder).href, text]))
  return lintWithSources(
    {
      documents: documents.map((name) => ({ uri: new URL(name, folder).href, named: true })),
      registry,
      conformance,
      version: '0.0.0',
      workingDirectory: folder,
      presets,
    },
    hostOver(contents, options.disk),
  )
}

function hostOver(contents: ReadonlyMap<string, string | Uint8Array>, disk: Host | undefined): Host {
  const own = disk ?? machine.host({ cwd: '/' })
  return {
    ...own,
    async read(uri): Promise<ReadResult> {
      const found = contents.get(uri)
      if (found !== undefined) return { bytes: typeof found === 'string' ? Buffer.from(found) : found }
      return disk ? disk.read(uri) : { error: 'not-found', detail: 'there is no such file' }
    },
    async exists(uri) {
      return contents.has(uri) || uri === `${ROOT}.git` || (await disk?.exists(uri)) === true
    },
  }
}

export const EVERY: WantedFix = () => true
export const SAFE: WantedFix = (_, kind) => kind === 'safe'

/** The files after all wanted fixes, with those that stay as they are. */
export async function fixTexts(
  files: Contents,
  wanted: WantedFix = EVERY,
  options: JudgeOptions = {},
): Promise<{ readonly before: LintResult; readonly run: FixRun; readonly files: Contents }> {
  const before = await judgeTexts(files, options)
  const run = await fixAll(before, wanted)
  const changed = run.files.map(({ name, content }) => [
    name,
    'bytes' in content ? content.bytes : content.text,
  ])
  return { before, run, files: { ...files, ...Object.fromEntries(changed) } }
}
