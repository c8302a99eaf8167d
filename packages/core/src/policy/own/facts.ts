import type { ConceptName, Concepts } from '../../model/concepts.ts'
import type { Node } from '../../source/node.ts'
import { DATA_FACTS } from './facts-data.ts'
import { SURFACE_FACTS } from './facts-surface.ts'

/** What a rule of the organisation's own can ask of a concept, beside the keywords that are written down. */
export interface Fact<C> {
  readonly type: 'text' | 'flag' | 'list'
  /** Every value that it can have (or that its items can have), where that is a closed set. */
  readonly words?: readonly string[]
  /** Values that are usual, where there can be others: what is nearly one of them is a slip of the pen. */
  readonly usual?: readonly string[]
  /** One sentence without its subject, for the documentation: "The method, in lower case". */
  readonly about: string
  /** The value as plain data; undefined where there is none. */
  of(concept: C): string | boolean | readonly string[] | undefined
  /** Why the value cannot be known from the description; a clause. */
  unknown?(concept: C): string | undefined
  /** Where it is decided, when elsewhere than at the keyword of this name or at the concept itself. */
  decidedBy?(concept: C): Node | undefined
}

export type FactsOf<Name extends ConceptName> = Readonly<Record<string, Fact<Concepts[Name]>>>

export type FactTable = { readonly [Name in ConceptName]: FactsOf<Name> }

/** The facts of every concept. */
export const FACTS: FactTable = { ...SURFACE_FACTS, ...DATA_FACTS }

export const CONCEPTS = (Object.keys(FACTS) as ConceptName[]).sort()

export function isConcept(word: string): word is ConceptName {
  return Object.hasOwn(FACTS, word)
}

/** A fact by its name; the table is typed by concept, of which a rule that was read knows no more than the name. */
export function factOf(concept: ConceptName, name: string): Fact<Concepts[ConceptName]> | undefined {
  const facts: Readonly<Record<string, unknown>> = FACTS[concept]
  return Object.hasOwn(facts, name) ? (facts[name] as Fact<Concepts[ConceptName]>) : undefined
}
