import type { PolicyNotice } from '@specward/core'
import spectralCore, { type Ruleset } from '@stoplight/spectral-core'
import functions from '@stoplight/spectral-functions'

import type { JudgedRun } from './judge.ts'
import { type Places, type RulePlace, strings } from './place.ts'
import { own, quote } from './values.ts'

/** What one document shows of the `given`: two lists of their places among all. */
export interface GivenTrace {
  readonly applied: readonly number[]
  readonly matched: readonly number[]
}

interface Given {
  readonly rule: string
  readonly expression: string
  readonly place: RulePlace
  readonly path: readonly string[]
  applied: boolean
  matched: boolean
}

/** Keeps count of the `given` of the author's own rules that match nothing in any document. */
export class UnmatchedGiven {
  readonly #givens = new Map<Ruleset, readonly Given[]>()
  readonly #all: readonly Given[]

  constructor(rulesets: readonly Ruleset[], places: Places) {
    for (const ruleset of rulesets) this.#givens.set(ruleset, givensOf(ruleset, places))
    this.#all = [...this.#givens.values()].flat()
  }

  /** Takes note of what rulesets made of one document; undefined where that says nothing. */
  note(runs: readonly JudgedRun[]): GivenTrace | undefined {
    const applied = new Set<Given>()
    const matched = new Set<Given>()
    for (const run of runs) this.#look(run, applied, matched)
    if (applied.size === 0) return undefined
    const indices = (given: Given, index: number, among: ReadonlySet<Given>) =>
      among.has(given) ? [index] : []
    const trace = {
      applied: this.#all.flatMap((given, index) => indices(given, index, applied)),
      matched: this.#all.flatMap((given, index) => indices(given, index, matched)),
    }
    this.recall(trace)
    return trace
  }

  /** Takes over what was noted elsewhere; what is no trace is passed over. */
  recall(trace: unknown): void {
    for (const index of numbersIn(trace, 'applied')) {
      const given = this.#all[index]
      if (given) given.applied = true
    }
    for (const index of numbersIn(trace, 'matched')) {
      const given = this.#all[index]
      if (given) given.matched = true
    }
  }

  #look({ active, judgement }: JudgedRun, applied: Set<Given>, found: Set<Given>): void {
    const { run, formats } = judgement
    const lost = new Set(run.rules.filter((each) => each.lost || each.excluded).map(({ name }) => name))
    const known = new Set(run.rules.map(({ name }) => name))
    const matched = new Set<string>()
    for (const { expression, rules, matches } of run.expressions) {
      if (matches > 0) for (const rule of rules) matched.add(`${rule} ${expression}`)
    }
    for (const given of this.#givens.get(active.ruleset) ?? []) {
      if (lost.has(given.rule) || !known.has(given.rule)) continue
      applied.add(given)
      const expressions = standsFor(active.ruleset, given.expression, new Set(formats))
      if (expressions.some((each) => matched.has(`${given.rule} ${each}`))) found.add(given)
    }
  }

  notices(): readonly PolicyNotice[] {
    const unmatched = this.#all.filter(({ applied, matched }) => applied && !matched)
    return unmatched.map(({ rule, expression, place, path }) => {
      const span = place.text?.span(path)
      const message = `The \`given\` ${quote(expression)} of ${quote(rule)} matches nothing in any document of this run.`
      const { uri } = place.text?.file ?? place.unit
      return { code: 'given-unmatched', severity: 'info', message, uri, ...(span ? { span } : {}) }
    })
  }
}

function numbersIn(trace: unknown, key: keyof GivenTrace): readonly number[] {
  const held = own(trace, key)
  return Array.isArray(held) ? held.filter((each) => typeof each === 'number') : []
}

function givensOf(ruleset: Ruleset, places: Places): readonly Given[] {
  return Object.values(ruleset.rules).flatMap(({ name, enabled }) => {
    const found = places.of(ruleset.definition, name)
    if (!enabled || !found?.place.isOwn) return []
    const { given } = found.rule
    const path = [...found.place.path, 'given']
    return strings(given).map((expression, index) => ({
      rule: name,
      expression,
      place: found.place,
      path: Array.isArray(given) ? [...path, String(index)] : path,
      applied: false,
      matched: false,
    }))
  })
}

/** The expressions that a `given` stands for in a document: itself, or what its alias says. */
function standsFor(
  { definition }: Ruleset,
  given: string,
  formats: Parameters<Ruleset['rules'][string]['getGivenForFormats']>[0],
): readonly string[] {
  if (!given.startsWith('#') || definition.aliases === undefined) return [given]
  const rule = { given, then: { function: functions.truthy } }
  const { rules } = new spectralCore.Ruleset({ aliases: definition.aliases, rules: { rule } })
  return rules.rule?.getGivenForFormats(formats) ?? []
}
