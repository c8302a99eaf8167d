import { createHash } from 'node:crypto'
import { createContext, Script } from 'node:vm'
import { createConformanceChecker } from '@specward/conformance'
import { type Host, type LintRequest, type LintResult, lintWithSources } from '@specward/core'
import { registry } from '@specward/rulesets'

/** The folder in memory in which everything is judged. */
export const FOLDER = 'file:///project/'

const conformance = createConformanceChecker()

export type Content = string | Uint8Array

export interface JudgeOptions {
  readonly presets?: readonly string[]
  readonly more?: Partial<LintRequest>
}

/** Runs work that may never end under the watch of Node. */
function watch(milliseconds: number, work: () => void): boolean {
  try {
    new Script('work()').runInContext(createContext({ work }), { timeout: milliseconds })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  }
}

/** A disk in memory that holds files by name, and nothing else. The clock stands still: no budget runs out. */
export function hostOf(files: Readonly<Record<string, Content>>): Host {
  const contents = new Map(Object.entries(files).map(([name, text]) => [new URL(name, FOLDER).href, text]))
  return {
    read: async (uri) => {
      const content = contents.get(uri)
      if (content === undefined) return { error: 'not-found', detail: 'there is no such file' }
      return { bytes: typeof content === 'string' ? Buffer.from(content) : content }
    },
    exists: async (uri) => contents.has(uri) || uri === `${FOLDER}.git`,
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    now: () => 0,
    watch,
  }
}

/** Judges files as the command line does, with all rules and the check of conformance; the first file is the description. */
export function judge(
  files: Readonly<Record<string, Content>>,
  { presets = ['strict'], more = {} }: JudgeOptions = {},
): Promise<LintResult> {
  const entry = Object.keys(files)[0] ?? ''
  return lintWithSources(
    {
      documents: [{ uri: new URL(entry, FOLDER).href, named: true }],
      registry,
      conformance,
      version: '0.0.0',
      today: '2026-01-01',
      workingDirectory: FOLDER,
      presets,
      ...more,
    },
    hostOf(files),
  )
}
