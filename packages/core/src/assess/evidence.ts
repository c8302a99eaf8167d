import { append } from '../append.ts'
import type { RuleTally, Undecided } from '../evaluate/types.ts'
import { addTo } from '../group.ts'
import { placeIds } from '../policy/at.ts'
import type { SettledFinding } from '../settle/types.ts'
import { covers } from '../spec/format.ts'
import type { AssessedApi, OffRule } from './api.ts'
import type { AssessPlan } from './plan.ts'

/**
 * - `judged`: it had something to judge
 * - `notApplicable`: there was nothing for it to judge
 * - `off`: the policy turns it off, everywhere or in some places
 * - `missing`: there is no such rule
 * - `stopped`: it did not get through
 * - `otherFormat`: it is not for this format
 */
export type RuleState = 'judged' | 'notApplicable' | 'off' | 'missing' | 'stopped' | 'otherFormat'

/** What one rule has to say about one document. */
export interface RuleEvidence {
  readonly id: string
  readonly state: RuleState
  readonly judged: number
  /** Of its checks, how many it could not decide. */
  readonly unsure: number
  readonly findings: readonly SettledFinding[]
  /** Each once. */
  readonly undecided: readonly Undecided[]
  readonly off: OffRule | undefined
}

/** What all rules that speak for controls have to say about a document, each rule looked at once. */
export class Evidence {
  readonly #document: AssessedApi
  readonly #plan: AssessPlan
  readonly #findings: ReadonlyMap<string, readonly SettledFinding[]>
  readonly #undecided: ReadonlyMap<string, readonly Undecided[]>
  readonly #tallies: ReadonlyMap<string, RuleTally>
  readonly #known = new Map<string, RuleEvidence>()

  constructor(document: AssessedApi, plan: AssessPlan) {
    const { assessed } = document
    this.#document = document
    this.#plan = plan
    // rulesets alone may call a rule as one of ours is called
    const ours = document.findings.filter(({ foreign }) => foreign === undefined)
    this.#findings = byRule(ours, assessed.findings)
    this.#undecided = byRule(document.undecided, assessed.undecided)
    this.#tallies = new Map([...document.rules, ...assessed.rules].map((tally) => [tally.id, tally]))
  }

  /** By the id of a rule, whether or not there is one. */
  of(id: string): RuleEvidence {
    const known = this.#known.get(id)
    if (known) return known
    const tally = this.#tallies.get(id)
    const made: RuleEvidence = {
      id,
      state: this.#stateOf(id, tally),
      judged: tally?.judged ?? 0,
      unsure: tally?.undecided ?? 0,
      findings: this.#findings.get(id) ?? [],
      undecided: once(this.#undecided.get(id) ?? []),
      off: this.#document.assessed.off.get(id),
    }
    this.#known.set(id, made)
    return made
  }

  #stateOf(id: string, tally: RuleTally | undefined): RuleState {
    const { off, format } = this.#document.assessed
    const registered = this.#plan.rules.get(id)
    if (!registered) return 'missing'
    if (!registered.rule.formats.some((selector) => covers(selector, format))) return 'otherFormat'
    if (off.has(id)) return 'off'
    if (!tally || tally.stopped) return 'stopped'
    return tally.judged + tally.undecided > 0 ? 'judged' : 'notApplicable'
  }
}

function byRule<Each extends { readonly ruleId: string }>(
  ...lists: readonly (readonly Each[])[]
): ReadonlyMap<string, readonly Each[]> {
  const groups = new Map<string, Each[]>()
  for (const list of lists) {
    for (const each of list) {
      addTo(groups, each.ruleId, each)
    }
  }
  return groups
}

/** What says the same about the same place is told once, as in the report. */
function once(undecided: readonly Undecided[]): readonly Undecided[] {
  const idOf = placeIds()
  const distinct = new Map(
    undecided.map((each) => [JSON.stringify([idOf(each.at), each.because, each.operations]), each]),
  )
  return [...distinct.values()]
}

/** All of a list of lists, in order. */
export function flat<Each>(lists: Iterable<readonly Each[]>): readonly Each[] {
  const all: Each[] = []
  for (const list of lists) append(all, list)
  return all
}
