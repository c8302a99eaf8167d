import { type Faults, faultsOf, keyOf } from './fix/faults.ts'
import { planFixes } from './fix/plan.ts'
import type { FixOptions, FixPlan, LeftFix, PlannedFile, PlannedFix, WantedFix } from './fix/types.ts'
import { leave } from './fix/units.ts'
import type { ReadResult } from './host.ts'
import { createMemory } from './run/incremental/memory.ts'
import type { LintResult } from './run/result.ts'
import { composeEdits } from './source/compose-edits.ts'
import { encodeLike, isReadingOf } from './source/encode.ts'
import type { TextEdit } from './source/types.ts'

/** Rounds of fixes; what is left after them would go on for ever. */
const MOST_PASSES = 10

/** Runs on trial, and how many characters they may read together: large texts are tried less often. */
const MOST_RUNS = 250
const MOST_READ = 60_000_000

/** So many runs are made of the largest text as well. */
const FEWEST_RUNS = 12

export interface FixedFile {
  readonly uri: string
  /** As the report calls it. */
  readonly name: string
  /** What was read, and what has to stand there only as long as that does. */
  readonly read: ReadResult
  /** The text of it, without byte order mark. */
  readonly before: string
  /** Of all rounds together, of `before`; in its order and free of overlap. */
  readonly edits: readonly TextEdit[]
  readonly text: string
  /** The new text with the byte order mark and in the encoding of the old one. */
  readonly content: Exclude<ReadResult, { readonly error: unknown }>
}

export interface FixRun {
  /** What is found once the fixes have been made. */
  readonly result: LintResult
  /** Sorted by name. Nothing has been written. */
  readonly files: readonly FixedFile[]
  readonly fixes: readonly PlannedFix[]
  /** Fixes that were wanted and not made, with the reason. */
  readonly left: readonly LeftFix[]
}

/**
 * Makes fixes in memory, judges what comes of them, and goes on until none is left. A fix after which its finding is
 * there all the same, or anything is found that was not there before, is taken back.
 *
 * @throws ConfigurationFailure when a configuration has become invalid meanwhile
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function fixAll(
  result: LintResult,
  wanted: WantedFix,
  options: FixOptions = {},
): Promise<FixRun> {
  const fixing = new Fixing(result, wanted, options)
  await fixing.run()
  return fixing.ended()
}

/** What has been made of a file so far. */
interface Draft {
  readonly name: string
  readonly read: ReadResult
  readonly before: string
  readonly sets: readonly (readonly TextEdit[])[]
  readonly text: string
  readonly content: FixedFile['content']
}

class Fixing {
  readonly #first: LintResult
  readonly #wanted: WantedFix
  readonly #options: FixOptions
  readonly #memory = createMemory()
  #result: LintResult
  #drafts: ReadonlyMap<string, Draft> = new Map()
  #scope: readonly string[] | undefined
  #runs = 0
  #mostRuns = MOST_RUNS
  readonly #fixes: PlannedFix[] = []
  /** Fixes that were tried in vain, by the findings that they were for. */
  readonly #refused = new Map<string, LeftFix>()
  #left: readonly LeftFix[] = []

  constructor(result: LintResult, wanted: WantedFix, options: FixOptions) {
    this.#first = result
    this.#result = result
    this.#wanted = wanted
    this.#options = options
  }

  async run(): Promise<void> {
    for (let pass = 0; pass < MOST_PASSES && this.#runs < this.#mostRuns; pass += 1) {
      const before = this.#fixes.length + this.#refused.size
      await this.#pass()
      const isSettled = this.#fixes.length + this.#refused.size === before
      if (isSettled && this.#runs < this.#mostRuns) return
    }
    const { fixes, left } = await this.#plan()
    this.#left = [...left, ...fixes.map((fix) => leave(fix, 'too-many-passes'))]
  }

  async ended(): Promise<FixRun> {
    const isWhole = this.#drafts.size === 0 || this.#scope?.length === this.#first.documents.length
    const result = isWhole ? this.#result : await this.#judge(this.#drafts, undefined)
    const files = [...this.#drafts].map(([uri, { sets, ...draft }]) => {
      return { uri, ...draft, edits: composeEdits(draft.before.length, sets) }
    })
    const refused = [...new Set(this.#refused.values())]
    return {
      result,
      files: files.filter(({ edits }) => edits.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1)),
      fixes: this.#fixes,
      left: [...refused, ...this.#left],
    }
  }

  /** Makes all that can be made at once, and finds out what is wrong with the rest. */
  async #pass(): Promise<void> {
    const open: (ReadonlySet<string> | undefined)[] = [undefined]
    while (open.length > 0 && this.#runs < this.#mostRuns) {
      const batch = open.shift()
      const plan = await this.#plan(batch)
      if (!batch) this.#left = plan.left
      for (const fix of plan.left) if (fix.reason === 'changes-more') this.#refuse(fix)
      if (plan.fixes.length > 0) open.unshift(...(await this.#try(plan)))
    }
  }

  #plan(batch?: ReadonlySet<string>): Promise<FixPlan> {
    const isOpen: WantedFix = (finding, kind) => {
      const key = keyOf(finding)
      return !this.#refused.has(key) && (batch?.has(key) ?? true) && this.#wanted(finding, kind)
    }
    return planFixes(this.#result, isOpen, this.#options)
  }

  /** Makes fixes and keeps them where all is well; else returns the findings whose fixes are to be tried apart. */
  async #try(plan: FixPlan): Promise<readonly ReadonlySet<string>[]> {
    const drafts = await this.#drafted(plan.files)
    if (!drafts) {
      for (const fix of plan.fixes) this.#refuse(leave(fix, 'changed-meanwhile'))
      return []
    }
    if (this.#runs === 0) this.#mostRuns = mostRunsOf(plan.files, this.#options.mostRead)
    this.#scope ??= this.#reaching(plan)
    const result = await this.#judge(drafts, this.#scope)
    const faults = faultsOf(this.#result.report, result.report, plan.fixes)
    if (faults.unmended.length > 0 || faults.added.length > 0) return this.#apart(plan, faults)
    this.#drafts = drafts
    this.#result = result
    this.#fixes.push(...plan.fixes)
    return []
  }

  /** Refuses what is known to be wrong, and parts what may be. */
  #apart({ fixes }: FixPlan, { unmended, added, suspects }: Faults): readonly ReadonlySet<string>[] {
    if (unmended.length > 0 && added.length === 0) {
      for (const fix of unmended) this.#refuse(leave(fix, 'not-mended'))
      return [keysOf(fixes.filter((fix) => !unmended.includes(fix)))]
    }
    const [fix] = fixes
    if (fix && fixes.length === 1) {
      this.#refuse(
        leave(fix, 'new-finding', `something else would be found instead: ${added.slice(0, 3).join(', ')}`),
      )
      return []
    }
    if (suspects.size > 0 && suspects.size < fixes.length) {
      const innocent = fixes.filter((each) => !suspects.has(each))
      return [keysOf(innocent), ...[...suspects.keys()].map((each) => keysOf([each]))]
    }
    // what one rule has fixes for is good or bad together, as a rule
    const inOrder = fixes.toSorted((a, b) => (ruleOf(a) < ruleOf(b) ? -1 : ruleOf(a) > ruleOf(b) ? 1 : 0))
    const middle = fixes.length >> 1
    return [keysOf(inOrder.slice(0, middle)), keysOf(inOrder.slice(middle))]
  }

  #refuse(fix: LeftFix): void {
    for (const finding of fix.findings) this.#refused.set(keyOf(finding), fix)
  }

  /** The texts with the edits of a plan; undefined where a file is not what was judged. */
  async #drafted(files: readonly PlannedFile[]): Promise<ReadonlyMap<string, Draft> | undefined> {
    const drafts = new Map(this.#drafts)
    for (const { uri, name, before, edits, text } of files) {
      const known = drafts.get(uri)
      const read = known?.read ?? (await this.#first.read(uri))
      if (!known && !isReadingOf(read, before)) return undefined
      const content = encodeLike(read, text)
      if (!content) return undefined
      drafts.set(uri, {
        name,
        read,
        before: known?.before ?? before,
        sets: [...(known?.sets ?? []), edits],
        text,
        content,
      })
    }
    return drafts
  }

  #judge(drafts: ReadonlyMap<string, Draft>, documents: readonly string[] | undefined): Promise<LintResult> {
    this.#runs += 1
    const texts = new Map([...drafts].map(([uri, { content }]) => [uri, content]))
    return this.#first.again({ texts, documents, signal: this.#options.signal, memory: this.#memory })
  }

  /** The documents that have to be judged again: those that share a file with one whose fixes are wanted. */
  #reaching({ fixes, left }: FixPlan): readonly string[] {
    const { documents } = this.#first
    const filesOf = ({ uri, files = [] }: (typeof documents)[number]): readonly string[] => [uri, ...files]
    const edited = new Set([...fixes, ...left].flatMap(({ files }) => files))
    const seeds = documents.filter((each) => filesOf(each).some((uri) => edited.has(uri)))
    const touched = new Set(seeds.flatMap(filesOf))
    return documents.filter((each) => filesOf(each).some((uri) => touched.has(uri))).map(({ uri }) => uri)
  }
}

function mostRunsOf(files: readonly PlannedFile[], mostRead = MOST_READ): number {
  const length = files.reduce((sum, { before }) => sum + before.length, 0)
  return Math.min(MOST_RUNS, Math.max(FEWEST_RUNS, Math.floor(mostRead / (length + 1))))
}

function ruleOf({ findings }: PlannedFix): string {
  return findings[0]?.ruleId ?? ''
}

function keysOf(fixes: readonly PlannedFix[]): ReadonlySet<string> {
  return new Set(fixes.flatMap(({ findings }) => findings.map(keyOf)))
}
