import type { PolicyNotice } from '../policy/policy.ts'
import { relativeName } from '../settle/file-name.ts'
import type { BaseRecord } from './base-record.ts'
import type { Comparable } from './types.ts'

/** Documents that a notice names. */
const NAMED = 3

/** A document that a baseline lists and that the run has not judged. */
export interface Absent {
  /** As the baseline calls it. */
  readonly name: string
  readonly uri: string
  /** Whether there is such a file. */
  readonly isThere: boolean
}

/**
 * Tells of documents that a baseline lists and nobody judges: an error for what was to be judged and is no description
 * any more; of others, only in a run over all descriptions beside the baseline and below.
 */
export async function absentNotices(
  { uri, folder }: BaseRecord,
  absent: readonly Absent[],
  run: Comparable,
): Promise<readonly PolicyNotice[]> {
  const { tasks, ran, workingDirectory } = run
  const requested = new Set(tasks.map(({ document }) => document.uri))
  const open = absent.filter((each) => !ran.incomplete.has(each.uri))
  const hidden = open.filter((each) => each.isThere && requested.has(each.uri))
  const notices: PolicyNotice[] = hidden.map((each) => {
    const message = `\`${relativeName(workingDirectory, each.uri)}\` is judged in \`${relativeName(workingDirectory, uri)}\` and is no description any more, though the file is still there. Make it one again, or delete it.`
    return { code: 'base-document-unjudged', severity: 'error', message, uri: each.uri }
  })
  const others = open.filter((each) => !hidden.includes(each))
  if (others.length === 0 || !(await isWhole(folder, requested, run))) return notices
  const named = others.slice(0, NAMED).map(({ name }) => `\`${name}\``)
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : ''
  const message = `It lists findings of what nobody judges here: ${named.join(', ')}${more}. They would accept its faults when there is such a description again. \`specward baseline\` takes out what is gone; what is still there, judge by its name.`
  return [...notices, { code: 'baseline-stale', severity: 'warn', message, uri }]
}

async function isWhole(
  folder: string,
  requested: ReadonlySet<string>,
  { descriptions }: Comparable,
): Promise<boolean> {
  const all = await descriptions?.(folder)
  return all?.every((uri) => requested.has(uri)) === true
}
