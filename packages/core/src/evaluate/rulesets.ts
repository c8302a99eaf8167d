import type { PolicyRulesets } from '../policy/policy.ts'
import type { Problem } from '../problem.ts'
import { boundsFor, type RefRules, refusalMessage, refusalOf } from '../resolve/permission.ts'
import { type ForeignResult, type ForeignTally, NOTHING_FOREIGN } from '../ruleset-engine.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { EvaluationCancelled } from './evaluate.ts'
import type { RuleTally } from './types.ts'

export interface RulesetRun extends RefRules {
  readonly loader: Loader
  /** What a file is called in messages. Different files have different names: equal messages are told once. */
  nameOf(uri: string): string
  /** Milliseconds from any fixed point. */
  now(): number
  /** Time of the clock by which the document has to be judged. */
  readonly deadline?: number | undefined
  readonly signal?: { readonly aborted: boolean } | undefined
  /** Told of every file that is read. */
  onFile(file: SourceFile): void
  /** Whether somebody else tells what could not be read. */
  readonly isFollowed: boolean
}

/**
 * Judges one document by rulesets of another tool. What that tool reads for `$ref` is held to the same bounds as ours.
 * If the engine itself fails, its findings are lost and no others.
 *
 * @throws EvaluationCancelled when the signal is aborted
 */
export async function judgeByRulesets(
  rulesets: PolicyRulesets,
  file: SourceFile,
  run: RulesetRun,
): Promise<ForeignResult> {
  // whoever reads the file has told of it
  if (excessOf(file)) return NOTHING_FOREIGN
  const blocked: Problem[] = []
  const read = async (uri: string) => {
    const refused = refusal(uri, run)
    if (refused) {
      blocked.push({ ...refused, severity: 'error', uri: file.uri })
      return { because: refused.message }
    }
    const loaded = await run.loader.load(uri, boundsFor(uri, run))
    if ('error' in loaded) {
      const because = `\`${run.nameOf(uri)}\` was not read: ${loaded.detail}`
      return { because, missing: loaded.error === 'not-found' }
    }
    run.onFile(loaded.file)
    const excess = excessOf(loaded.file)
    if (excess) {
      blocked.push(excess)
      return { because: excess.message }
    }
    return { text: loaded.file.text, file: loaded.file }
  }
  const document = { uri: file.uri, text: file.text, file: file.value === undefined ? undefined : file }
  try {
    const { signal, deadline, loader } = run
    const budgetMs = loader.limits.ruleTime * 1_000
    const options = { read, now: () => run.now(), budgetMs, deadline, signal }
    const result = await rulesets.loaded.judge(document, { ...options, off: rulesets.off })
    const told = run.isFollowed ? [] : blocked
    return { ...result, problems: [...result.problems, ...told] }
  } catch (error) {
    if (run.signal?.aborted) throw new EvaluationCancelled()
    return { ...NOTHING_FOREIGN, problems: [failed(file, error)] }
  }
}

/** What rules of rulesets did, as it is told of ours; those that are off are left out. */
export function talliesOf(result: ForeignResult, { off }: PolicyRulesets, uri: string): readonly RuleTally[] {
  return result.rules.filter(({ id }) => !off.has(id)).map((tally) => tallyOf(tally, uri))
}

function tallyOf({ id, judged, undecided = 0, ms, excluded, stopped }: ForeignTally, uri: string): RuleTally {
  return {
    id,
    judged,
    undecided,
    notApplicable: 0,
    ms,
    ...(excluded ? { excludes: [uri] } : {}),
    ...(stopped ? { stopped } : {}),
  }
}

/** True when a rule looked at the document, whether or not it found something to judge there. */
export function isJudged(result: ForeignResult | undefined, rulesets: PolicyRulesets | undefined): boolean {
  return result?.rules.some(({ id, excluded }) => !excluded && !rulesets?.off.has(id)) === true
}

/** What is wrong with a file that would take whoever reads it without limits for ever. */
function excessOf({ problems }: SourceFile): Problem | undefined {
  return problems.find(({ code }) => code === 'alias-limit' || code === 'nesting-too-deep')
}

/** True when rules could not be run at all: their code may not, or something in them cannot be evaluated. */
export function isLost(result: ForeignResult, { loaded }: PolicyRulesets): boolean {
  return loaded.problems.length > 0 || result.problems.some(({ code }) => code === 'rule-failed')
}

function refusal(uri: string, run: RulesetRun): Pick<Problem, 'code' | 'message'> | undefined {
  if (!URL.canParse(uri)) return { code: 'ref-invalid', message: `\`${uri}\` is no URL.` }
  const found = refusalOf(uri, run)
  return found && { code: found.code, message: refusalMessage(run.nameOf(uri), found) }
}

function failed(file: SourceFile, error: unknown): Problem {
  const what = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal-error',
    severity: 'error',
    message: `The rulesets could not be run on this document, which is a fault of Specward: ${what}`,
    uri: file.uri,
  }
}
