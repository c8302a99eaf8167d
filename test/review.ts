import { createHash } from 'node:crypto'
import { createConformanceChecker } from '@specward/conformance'
import { type Host, type LintResult, lintWithSources, type Report } from '@specward/core'
import { registry } from '@specward/rulesets'

const FOLDER = 'file:///project/'

/** A folder that holds nothing but these files, by name. */
function hostOf(files: ReadonlyMap<string, string>): Host {
  return {
    read: async (uri) => {
      const text = files.get(uri.slice(FOLDER.length))
      return text === undefined ? { error: 'not-found', detail: 'there is no such file' } : { text }
    },
    exists: async (uri) => files.has(uri.slice(FOLDER.length)),
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    now: () => 0,
  }
}

export interface ReviewOptions {
  /** The description that is judged; by default the first of the files. */
  readonly entry?: string
  /** As `specward.yaml` holds it, as text or as a value; by default the preset `strict`. */
  readonly policy?: string | object
  /** Whether `spec-conformance` is judged as well. */
  readonly conformance?: boolean
}

/** What all rules of this repository say about a description that consists of some files. */
export async function review(
  files: Readonly<Record<string, string>>,
  options: ReviewOptions = {},
): Promise<Report> {
  return (await reviewWithSources(files, options)).report
}

/** The same with what was made of the description. */
export function reviewWithSources(
  files: Readonly<Record<string, string>>,
  options: ReviewOptions = {},
): Promise<LintResult> {
  const { entry = Object.keys(files)[0] ?? '', policy = { extends: ['specward:strict'] } } = options
  const all = new Map(Object.entries(files))
  all.set('specward.yaml', typeof policy === 'string' ? policy : JSON.stringify(policy))
  return lintWithSources(
    {
      documents: [{ uri: FOLDER + entry, named: true }],
      registry,
      ...(options.conformance ? { conformance: createConformanceChecker() } : {}),
      version: '0',
      today: '2026-01-01',
      workingDirectory: FOLDER,
    },
    hostOf(all),
  )
}
