import { locateAt, nodeOf } from '../policy/at.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Change, SettledFinding } from '../settle/types.ts'
import { applyTextEdits, renderEdits } from '../source/edit.ts'
import { EditRefused } from '../source/edit-refused.ts'
import { type Loader, loadingBy } from '../source/load.ts'
import type { Node } from '../source/node.ts'
import { parseSource } from '../source/parse.ts'
import { keyOf } from './base-types.ts'
import { differences, type TreeChange } from './difference.ts'
import { additionAbove, inOrderOfPromise, nearness, undo } from './explain-change.ts'
import { type Standing, standingIn } from './in-graph.ts'
import type { Compared } from './tree.ts'
import type { Comparable, Ran } from './types.ts'

/** Changes that are undone on trial, at most, for one document. */
const MOST_TRIALS = 12

/** Characters that are judged on trial, at most, for one document: a trial costs as much as a run. */
const TRIAL_CHARACTERS = 20_000_000

/** The findings of a document, those that are new with the change that brought them about where that can be told. */
export async function withChanges(compared: Compared, run: Comparable): Promise<readonly SettledFinding[]> {
  const { document, was, isAdded } = compared
  const { findings } = document
  const fresh = findings.filter((finding) => !finding.isKnown && !finding.suppressed)
  if (fresh.length === 0 || was?.isSame || (!was && !isAdded)) return findings
  const head = document.files && (await run.graphOf(compared.task, 'now'))
  if (!head) return findings
  const explained = was
    ? await explain(fresh, head, await run.graphOf(was.task, 'base'), compared, run)
    : new Map(fresh.map((finding) => [finding, documentAdded(head.root)]))
  return findings.map((finding) => {
    const change = explained.get(finding)
    return change ? { ...finding, change } : finding
  })
}

type Explained = Map<SettledFinding, Change>

async function explain(
  fresh: readonly SettledFinding[],
  head: Graph,
  base: Graph | undefined,
  compared: Compared,
  run: Comparable,
): Promise<Explained> {
  const explained: Explained = new Map()
  if (!base) return explained
  const changes = differences(base, head)
  const [only, ...others] = changes
  if (!only) return explained
  if (others.length === 0) {
    const change = changeOf(only)
    return new Map(fresh.map((finding) => [finding, change]))
  }
  const added = new Map(
    changes.flatMap((each) => (each.kind === 'added' ? [[each.head, changeOf(each)]] : [])),
  )
  const nodes = new Set(added.keys())
  const open = new Map<SettledFinding, Standing>()
  const standingOf = standingIn(head)
  for (const finding of fresh) {
    const standing = standingOf(finding)
    const node = additionAbove(standing, nodes)
    const change = node && added.get(node)
    if (change) explained.set(finding, change)
    else open.set(finding, standing)
  }
  for (const [finding, change] of await byTrial(open, changes, head, compared, run))
    explained.set(finding, change)
  return explained
}

/** Undoes one change after the other, and looks which findings go with it. */
async function byTrial(
  open: ReadonlyMap<SettledFinding, Standing>,
  changes: readonly TreeChange[],
  head: Graph,
  compared: Compared,
  run: Comparable,
): Promise<Explained> {
  const size = head.files.reduce((sum, { text }) => sum + text.length, 1)
  const trials = Math.min(MOST_TRIALS, Math.floor(TRIAL_CHARACTERS / size))
  const explained: Explained = new Map()
  const ranks = new Map<SettledFinding, number>()
  for (const change of inOrderOfPromise(changes, [...open.values()]).slice(0, trials)) {
    if (explained.size === open.size) break
    const left = await findingsWithout(change, compared, run)
    if (!left) continue
    const told = changeOf(change)
    for (const [finding, standing] of open) {
      if (left.has(keyOf(finding))) continue
      const rank = nearness(standing, change)
      if (rank >= (ranks.get(finding) ?? Infinity)) continue
      ranks.set(finding, rank)
      explained.set(finding, told)
    }
  }
  return explained
}

/** What is found when a change had not been made; undefined where that cannot be told. */
async function findingsWithout(
  change: TreeChange,
  { task, document }: Compared,
  run: Comparable,
): Promise<ReadonlySet<string> | undefined> {
  const { node, edit } = undo(change)
  const { file } = node
  try {
    const text = applyTextEdits(file.text, renderEdits(file, [edit]))
    const ran = await run.judge(task, run.host, withText(run.loader, file.uri, text))
    if (!isComparable(ran, run.ran, document.uri)) return undefined
    const keys = new Set<string>()
    for (const { findings } of ran.documents) for (const finding of findings) keys.add(keyOf(finding))
    return keys
  } catch (error) {
    if (error instanceof EditRefused) return undefined
    throw error
  }
}

/** A trial in which more is left unjudged than in the run says nothing. */
function isComparable(trial: Ran, run: Ran, uri: string): boolean {
  return trial.documents.length > 0 && (trial.problems.length === 0 || run.incomplete.has(uri))
}

/** The same files, but for one. */
function withText(loader: Loader, uri: string, text: string): Loader {
  return loadingBy(loader, async (asked, bounds, by) =>
    asked === uri ? { file: await parseSource(uri, text, by.limits) } : by.load(asked, bounds),
  )
}

function changeOf(change: TreeChange): Change {
  const node = change.kind === 'removed' ? change.base : change.head
  const at = change.kind === 'removed' && node.span?.key ? ({ node, part: 'key' } as const) : node
  const { span } = locateAt(at)
  const { file } = nodeOf(at)
  return {
    kind: change.kind,
    uri: file.uri,
    pointer: node.pointer,
    range: { start: file.position(span.start), end: file.position(span.end) },
  }
}

function documentAdded(root: Node): Change {
  const { span } = locateAt(root)
  const { file } = root
  const range = { start: file.position(span.start), end: file.position(span.end) }
  return { kind: 'added', uri: file.uri, pointer: '', range }
}
