import type { Problem } from '../problem.ts'
import { type Limits, raising, USUAL_LIMITS } from '../source/limits.ts'
import type { RuleRun } from './run-rule.ts'

export interface CutoffOptions {
  /** Milliseconds from any fixed point. */
  now(): number
  readonly limits?: Limits | undefined
  readonly deadline?: number | undefined
}

/** Rules whose ids are told of those that were lost. */
const MOST_NAMED = 5

/** Ends the rules of a document when its time is up. */
export class Cutoff {
  /** Milliseconds that one rule may take. */
  readonly budgetMs: number
  readonly #limits: Limits
  readonly #options: CutoffOptions
  readonly #lost: string[] = []

  constructor(options: CutoffOptions) {
    this.#options = options
    this.#limits = options.limits ?? USUAL_LIMITS
    this.budgetMs = this.#limits.ruleTime * 1_000
  }

  /** Stops a rule that has not been through when the time of the document is up. */
  cuts(run: RuleRun): boolean {
    const { deadline, now } = this.#options
    if (deadline === undefined || now() <= deadline) return false
    run.cutOff()
    this.#lost.push(run.id)
    return true
  }

  /** One problem for all rules that were lost. */
  problems(uri: string): readonly Problem[] {
    if (this.#lost.length === 0) return []
    const named = this.#lost.slice(0, MOST_NAMED).map((id) => `\`${id}\``)
    const more = this.#lost.length - named.length
    const all = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
    const message =
      `Judging this document took longer than ${this.#limits.documentTime} s, so that these rules did not get ` +
      `through it: ${all}. ${raising('documentTime', this.#limits)}`
    return [{ code: 'document-timeout', severity: 'error', message, uri }]
  }
}
