import type { DocumentResult } from '../assess/document-result.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import { SEVERITIES } from '../policy/words.ts'
import { relativeName } from '../settle/file-name.ts'
import type { SettledFinding } from '../settle/types.ts'
import { createLoader } from '../source/load.ts'
import { acceptedSince } from './accepted.ts'
import type { BaseDocument } from './base-types.ts'
import { withChanges } from './causes.ts'
import { contentsOf, likeliest } from './contents.ts'
import { matchFindings } from './match.ts'
import { selfDeclaredSince } from './self-declared.ts'
import { softenedSince } from './softened.ts'
import { isSure } from './sure.ts'
import type { Comparable, Comparison, Ran, TreeBase, Version } from './types.ts'
import { unjudgedSince } from './unjudged.ts'

/** One document of a run and what the base holds of it. */
export interface Compared {
  readonly task: Task
  readonly document: DocumentResult
  /** Undefined where the base has no such file, or cannot have one. */
  readonly was: Was | undefined
  /** True for what a commit can hold and that of the base does not. */
  readonly isAdded: boolean
}

export interface Was {
  readonly uri: string
  /** How it was judged. */
  readonly task: Task
  /** True when all its files are the same, byte for byte. */
  readonly isSame: boolean
  /** Under the policy of today. */
  readonly ran: Ran
  readonly findings: readonly SettledFinding[]
}

/** Documents as they were, by the policy of today. */
export const WAS: Version = { files: 'base', policy: 'now' }

/**
 * Compares with the files of another commit, both judged by the policy of today, so that a rule that is switched on
 * makes no old fault new. What the policy of the base would find beyond that is a suppression by policy.
 */
export async function compareWithTree(base: TreeBase, run: Comparable): Promise<Comparison> {
  const loader = createLoader(base.host)
  const compared = await documentsThen(base, run)
  const strangers = compared.flatMap(({ was, document }) => (was ? [] : [document.uri]))
  const gone = strangers.length > 0 ? await goneDocuments(strangers, base, run) : []
  const matched = match(compared, gone, run)
  const settled = compared.map((each, index) => ({
    ...each,
    was: each.was ?? gone.find(({ uri }) => uri === matched.counterparts[index]),
    document: { ...each.document, findings: matched.findings[index] ?? [] },
  }))
  const softened = await softenedSince(base, settled, loader, run)
  const documents: DocumentResult[] = []
  for (const [index, each] of settled.entries()) {
    const findings = await withChanges(each, run)
    documents.push({ ...each.document, findings: [...findings, ...(softened.hidden[index] ?? [])] })
  }
  const fixed = settled.flatMap(({ document }, index) =>
    (matched.missing[index] ?? []).filter(({ ruleId }) => isSure(document, ruleId, run.ran)),
  )
  const accepted = await acceptedSince(settled, softened.before, loader, run)
  const declared = await selfDeclaredSince(base, settled, run)
  const unjudged = await unjudgedSince(base, renamedIn(compared, matched.counterparts), loader, run)
  const told = relativeTo(run.workingDirectory, incomplete(base, settled))
  return {
    documents,
    notices: [...told, ...unjudged, ...softened.notices, ...declared.notices],
    base: {
      kind: 'git',
      name: base.name,
      commit: base.commit,
      fixed: fixed.length,
      accepted: accepted + declared.accepted,
    },
  }
}

/** URIs of documents of the base that are found under other names. */
function renamedIn(
  compared: readonly Compared[],
  counterparts: readonly (string | undefined)[],
): ReadonlySet<string> {
  const others = counterparts.filter((uri, index) => uri !== compared[index]?.document.uri)
  return new Set(others.flatMap((uri) => uri ?? []))
}

function match(compared: readonly Compared[], gone: readonly Was[], run: Comparable) {
  const there = compared.flatMap(({ was }) => was ?? [])
  const base: readonly BaseDocument[] = [
    ...there.map((was) => ({ was, isGone: false })),
    ...gone.map((was) => ({ was, isGone: true })),
  ].map(({ was, isGone }) => ({
    name: was.uri,
    isGone,
    findings: was.findings.map(({ ruleId, fingerprint, parts, severity }) => {
      return { ruleId, fingerprint, ...(parts ? { parts } : {}), severity, place: '' }
    }),
  }))
  return matchFindings(
    compared.map(({ document: { uri, findings } }) => ({ name: uri, findings })),
    base,
    contentsOf(gone, run.ran),
  )
}

/** The documents of a run with what the base holds of each. */
async function documentsThen(base: TreeBase, run: Comparable): Promise<readonly Compared[]> {
  const tasks = new Map(run.tasks.map((task) => [task.document.uri, task]))
  const found: { readonly task: Task; readonly document: DocumentResult; readonly state: BaseState }[] = []
  for (const document of run.ran.documents) {
    const task = tasks.get(document.uri)
    if (task) found.push({ task, document, state: await baseStateOf(document, base, run) })
  }
  run.expect(
    found.filter(({ state }) => state === 'different').map(({ task }) => task),
    WAS,
  )
  const compared: Compared[] = []
  for (const { task, document, state } of found) {
    const was = await wasOf(task, document, state, run)
    compared.push({ task, document, was, isAdded: !was && base.holds(document.uri) })
  }
  return compared
}

type BaseState = 'missing' | 'same' | 'different'

async function baseStateOf(document: DocumentResult, base: TreeBase, run: Comparable): Promise<BaseState> {
  if (!base.holds(document.uri) || (await isMissing(document.uri, base))) return 'missing'
  return (await isUnchanged(document, run)) ? 'same' : 'different'
}

async function wasOf(
  task: Task,
  document: DocumentResult,
  state: BaseState,
  run: Comparable,
): Promise<Was | undefined> {
  const { uri } = document
  if (state === 'missing') return undefined
  if (state === 'same') return { uri, task, isSame: true, ran: run.ran, findings: document.findings }
  return judgedThen(task, await run.review(task, WAS))
}

/** The findings are not kept apart: a run lets go of what it has read, and has others in their place. */
function judgedThen(task: Task, ran: Ran): Was {
  return {
    uri: task.document.uri,
    task,
    isSame: false,
    ran,
    get findings() {
      return findingsOf(ran)
    },
  }
}

/** What is there and cannot be read is not missing: it is in a submodule, or the clone is partial. */
async function isMissing(uri: string, { host }: TreeBase): Promise<boolean> {
  if (await host.exists(uri)) return false
  const read = await host.read(uri)
  return !('error' in read) || read.error === 'not-found'
}

/** True when every file that was read for a document is in the base as it is. */
async function isUnchanged({ uri, files }: DocumentResult, run: Comparable): Promise<boolean> {
  if (!files || run.ran.incomplete.has(uri)) return false
  for (const each of files) {
    const then = await run.digestThen(each)
    if (then === undefined || then !== run.loader.digest(each)) return false
  }
  return true
}

/** What the base has of descriptions that are no longer there, judged by the policy for their place. */
async function goneDocuments(
  strangers: readonly string[],
  base: TreeBase,
  run: Comparable,
): Promise<readonly Was[]> {
  const uris = likeliest(await base.gone(), strangers)
  const tasks = await run.plan(
    uris.map((uri) => ({ uri, named: false })),
    run.host,
    run.loader,
  )
  run.expect(tasks, WAS)
  const gone: Was[] = []
  for (const task of tasks) {
    const ran = await run.review(task, WAS)
    if (ran.documents.length > 0) gone.push(judgedThen(task, ran))
  }
  return gone
}

export function findingsOf({ documents }: Ran): readonly SettledFinding[] {
  return documents.flatMap(({ findings }) => findings)
}

/** What could not be judged in the base: then its faults count as new, which has to be told. */
function incomplete(base: TreeBase, compared: readonly Compared[]): readonly PolicyNotice[] {
  return compared
    .filter(({ document }) => document.findings.some((each) => !each.isKnown && !each.suppressed))
    .flatMap(({ was }) => (was && !was.isSame ? [was] : []))
    .flatMap(({ uri, ran }) => {
      const problem = ran.problems.find(({ severity }) => severity === SEVERITIES[0])
      if (!problem) return []
      const message = `Of this file as it was in ${base.name}, not all could be judged (${problem.message.replace(/\.$/, '')}), so that old faults may count as new.`
      return [{ code: 'base-incomplete', severity: 'warn', message, uri } as const]
    })
}

/** Notices whose messages hold no URI of this machine. */
function relativeTo(folder: string, notices: readonly PolicyNotice[]): readonly PolicyNotice[] {
  return notices.map((notice) => ({
    ...notice,
    message: notice.message.replace(/file:\/\/\S+/g, (uri) => relativeName(folder, uri)),
  }))
}
