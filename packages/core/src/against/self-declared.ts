import { locateAt, nodeOf } from '../policy/at.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import type { SettledFinding } from '../settle/types.ts'
import { keyOf } from './base-types.ts'
import { type Compared, findingsOf, WAS } from './tree.ts'
import type { Comparable, Ran, TreeBase, Version } from './types.ts'

/** What an operation says of itself so that nobody finds fault with anybody calling it. */
const DECLARATION = 'x-specward-public'

/** The documents of the run, judged once more. */
const IS: Version = { files: 'now', policy: 'now' }

/** Operations that a notice names. */
const NAMED = 3

export interface SelfDeclared {
  /** Findings that are none because a description says so that did not in the base. */
  readonly accepted: number
  readonly notices: readonly PolicyNotice[]
}

/** Finds what descriptions accept by calling operations public that they did not call so in the base. */
export async function selfDeclaredSince(
  base: TreeBase,
  compared: readonly Compared[],
  run: Comparable,
): Promise<SelfDeclared> {
  const notices: PolicyNotice[] = []
  let accepted = 0
  for (const each of compared) {
    if (each.was?.isSame || !declares(run.ran, each.document.uri)) continue
    const fresh = await declaredIn(each, run)
    accepted += fresh.length
    const [first] = fresh
    if (first) notices.push(noticeOf(first, fresh, base))
  }
  return { accepted, notices }
}

async function declaredIn(
  { task, document, was }: Compared,
  run: Comparable,
): Promise<readonly SettledFinding[]> {
  const now = await hiddenIn(task, document.findings, IS, run)
  if (now.length === 0 || !was || !declares(was.ran, was.uri)) return now
  const before = { ...task, document: { uri: was.uri, named: false } }
  const then = await hiddenIn(before, was.findings, WAS, run)
  const known = new Set(then.map(keyOf))
  return now.filter((finding) => !known.has(keyOf(finding)))
}

/** What would be found if no operation could call itself public, beside what is found. */
async function hiddenIn(
  task: Task,
  found: readonly SettledFinding[],
  version: Version,
  run: Comparable,
): Promise<readonly SettledFinding[]> {
  const facts = { ...task.policy.facts, publicInDescription: false }
  const digest = `${task.policy.digest} without ${DECLARATION}`
  const all = findingsOf(await run.review({ ...task, policy: { ...task.policy, facts, digest } }, version))
  const keys = new Set(found.map(keyOf))
  return all.filter((finding) => !keys.has(keyOf(finding)))
}

function declares({ documents, files }: Ran, uri: string): boolean {
  const read = documents.find((each) => each.uri === uri)?.files ?? []
  return read.some((each) => files.get(each)?.text.includes(DECLARATION))
}

function noticeOf(first: SettledFinding, fresh: readonly SettledFinding[], { name }: TreeBase): PolicyNotice {
  const labels = [...new Set(fresh.flatMap(({ operations }) => operations))].sort()
  const named = labels.slice(0, NAMED).map((label) => `\`${label}\``)
  const more = labels.length > named.length ? ` and ${labels.length - named.length} more` : ''
  const number = fresh.length === 1 ? '1 finding' : `${fresh.length} findings`
  return {
    code: 'softened-since-base',
    severity: 'warn',
    message: `${named.join(', ')}${more} may be called by anyone because the description says so (\`${DECLARATION}\`) since ${name}. That accepts ${number}: look whether the reason is a good one.`,
    uri: nodeOf(first.at).file.uri,
    span: locateAt(first.at).span,
  }
}
