import type { Automaton } from './automaton.ts'
import { LINE_ENDS } from './char-set.ts'
import type { Steps } from './steps.ts'

/** The states that a search can be in; undefined once it has found a fit. */
export type Subset = ReadonlySet<number> | undefined

export function startOf({ states }: Automaton): Subset {
  return states[0]?.accepts === 'anywhere' ? undefined : new Set([0])
}

export function step({ states }: Automaton, subset: Subset, kind: number, steps: Steps): Subset {
  if (!subset) return undefined
  const next = new Set<number>()
  for (const at of subset) {
    for (const { to } of states[at]?.edges ?? []) {
      steps.spend()
      const state = states[to]
      if (!state || !((state.mask >> BigInt(kind)) & 1n)) continue
      if (state.accepts === 'anywhere') return undefined
      next.add(to)
    }
  }
  return next
}

/** Whether a text fits that ends here. */
export function accepts({ states }: Automaton, subset: Subset): boolean {
  if (!subset) return true
  for (const at of subset) if (states[at]?.accepts !== undefined) return true
  return false
}

/** The kinds of characters of a text. */
export function kindsOf({ alphabet }: Automaton, text: string, isUnicode: boolean): number[] {
  const signs = isUnicode
    ? [...text].map((sign) => sign.codePointAt(0) ?? 0)
    : Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  return signs.map((sign) => alphabet.kindOf(sign))
}

export function fits(automaton: Automaton, kinds: readonly number[], steps: Steps): boolean {
  let subset = startOf(automaton)
  for (const kind of kinds) {
    subset = step(automaton, subset, kind, steps)
    if (!subset) return true
  }
  return accepts(automaton, subset)
}

/** Whether any text fits. */
export function isEmpty({ states }: Automaton): boolean {
  const seen = new Set([0])
  for (const at of seen) {
    if (states[at]?.accepts !== undefined) return false
    for (const { to } of states[at]?.edges ?? []) if (states[to]?.mask) seen.add(to)
  }
  return true
}

/** The shortest text, as kinds of characters, with which a search that has come to `from` fails. */
export function refusedAfter(
  automaton: Automaton,
  from: Subset,
  steps: Steps,
  kinds: readonly number[] = automaton.alphabet.examples.map((_, kind) => kind),
): readonly number[] | undefined {
  if (!from) return undefined
  const seen = new Set<string>([keyOf(from)])
  const open: { subset: ReadonlySet<number>; text: readonly number[] }[] = [{ subset: from, text: [] }]
  for (const { subset, text } of open) {
    if (!accepts(automaton, subset)) return text
    for (const kind of kinds) {
      const next = step(automaton, subset, kind, steps)
      if (!next) continue
      const key = keyOf(next)
      steps.spend(next.size)
      if (seen.has(key)) continue
      seen.add(key)
      open.push({ subset: next, text: [...text, kind] })
    }
  }
  return undefined
}

/** Whether every text fits, or every text of one line. */
export function universality(automaton: Automaton, steps: Steps): 'all' | 'lines' | undefined {
  const { alphabet } = automaton
  if (!refusedAfter(automaton, startOf(automaton), steps)) return 'all'
  const ends = new Set(LINE_ENDS.map((sign) => alphabet.kindOf(sign)))
  const others = alphabet.examples.map((_, kind) => kind).filter((kind) => !ends.has(kind))
  return refusedAfter(automaton, startOf(automaton), steps, others) ? undefined : 'lines'
}

function keyOf(subset: ReadonlySet<number>): string {
  return [...subset].sort((a, b) => a - b).join()
}
