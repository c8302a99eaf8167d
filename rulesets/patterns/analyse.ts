import { automatonOf, unmodelledIn } from './automaton.ts'
import { type Growth, growthOf } from './backtracking.ts'
import { fits, isEmpty, kindsOf, universality } from './language.ts'
import { type Lengths, lengthsOf } from './lengths.ts'
import { type AST, type Parsed, parse } from './parse.ts'
import { Steps, within } from './steps.ts'

/** Enough for any pattern that people write. */
const MOST_STEPS = 400_000

/** What is known of a pattern that ECMA-262 allows. Each question is answered when it is first asked. */
export interface Analysis extends Lengths {
  readonly pattern: string
  readonly tree: AST.Pattern
  /** False where it is valid without the flag `u` alone. */
  readonly isUnicode: boolean
  /** `all`: every text fits; `lines`: every text without line breaks; undefined where that cannot be told. */
  readonly fitting: 'all' | 'lines' | 'some' | 'none' | undefined
  /** Undefined where that cannot be told. */
  readonly growth: Growth | undefined
  /** True when a text certainly does not fit. */
  refuses(text: string): boolean
}

export type Reading = Analysis | Exclude<Parsed, { readonly tree: AST.Pattern }>

const known = new Map<string, Reading>()

/** As many patterns as are kept: no description has more that matter. */
const MOST_KNOWN = 2000

/** A pattern of a description, searched for as JSON Schema does; each text is looked at once. */
export function analyse(pattern: string): Reading {
  let reading = known.get(pattern)
  if (!reading) {
    const parsed = parse(pattern)
    reading = 'tree' in parsed ? new Analysed(pattern, parsed.tree, parsed.isUnicode) : parsed
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(pattern, reading)
  }
  return reading
}

/** The most characters that a text can have which fits a pattern: Infinity where there is no limit, or none is known. */
export function longestMatch(pattern: string): number {
  const reading = analyse(pattern)
  return 'tree' in reading ? reading.longest : Number.POSITIVE_INFINITY
}

class Analysed implements Analysis {
  readonly pattern: string
  readonly tree: AST.Pattern
  readonly isUnicode: boolean
  #lengths: Lengths | undefined
  #fitting: { is: Analysis['fitting'] } | undefined
  #growth: { is: Growth | undefined } | undefined
  #automaton: { is: ReturnType<typeof automatonOf> | undefined } | undefined

  constructor(pattern: string, tree: AST.Pattern, isUnicode: boolean) {
    this.pattern = pattern
    this.tree = tree
    this.isUnicode = isUnicode
  }

  get shortest(): number {
    return this.#bounds.shortest
  }

  get longest(): number {
    return this.#bounds.longest
  }

  get #bounds(): Lengths {
    this.#lengths ??= lengthsOf(this.tree)
    return this.#lengths
  }

  /** With everything that might fit; undefined where case is said not to count, or it would be too large. */
  get #wide() {
    this.#automaton ??= {
      is: unmodelledIn(this.tree).modifiers
        ? undefined
        : within(() => automatonOf(this.tree, this.isUnicode, 'more', new Steps(MOST_STEPS))),
    }
    return this.#automaton.is
  }

  get fitting(): Analysis['fitting'] {
    this.#fitting ??= { is: this.#findFitting() }
    return this.#fitting.is
  }

  #findFitting(): Analysis['fitting'] {
    const automaton = this.#wide
    if (!automaton) return undefined
    const { lookarounds, references, boundaries } = unmodelledIn(this.tree)
    if (!references && isEmpty(automaton)) return 'none'
    if (this.shortest > 0 || this.longest < Number.POSITIVE_INFINITY) return 'some'
    const found = within(() => ({ is: universality(automaton, new Steps(MOST_STEPS)) }))
    if (!found) return undefined
    if (!found.is) return references ? undefined : 'some'
    // nobody writes a lookaround that refuses nothing
    if (lookarounds.length > 0 || boundaries) return 'some'
    return references || automaton.isApproximate ? undefined : found.is
  }

  get growth(): Growth | undefined {
    this.#growth ??= { is: within(() => growthOf(this.tree, this.isUnicode, new Steps(MOST_STEPS))) }
    return this.#growth.is
  }

  refuses(text: string): boolean {
    const length = [...text].length
    if (length < this.shortest && this.isUnicode) return true
    if (length > this.longest) return true
    const automaton = this.#wide
    if (!automaton || unmodelledIn(this.tree).references) return false
    const steps = new Steps(MOST_STEPS)
    return within(() => fits(automaton, kindsOf(automaton, text, this.isUnicode), steps)) === false
  }
}
