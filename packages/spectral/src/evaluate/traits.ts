import type { Ruleset } from '@stoplight/spectral-core'
import * as common from '@stoplight/spectral-functions'

import { builtInDefinition } from '../ruleset/built-in.ts'

type Rule = Ruleset['rules'][string]
export type Then = Rule['then'][number]

/**
 * What a function reads of the path that its context tells:
 * - `place`: nothing, or what all paths to the same place have in common, so that one call is enough;
 * - `role`: also whether the path is one of requests or of responses;
 * - `unknown`: nobody knows, so it is watched.
 */
export type Reads = 'place' | 'role' | 'unknown'

/** Names of functions of the rulesets that are built in. No package exports these functions. */
const INTERNAL: readonly (readonly [ruleset: string, names: RegExp])[] = [
  ['spectral:oas', /^(?:oas[A-Z].*|refSiblings|typedEnum)$/],
  ['spectral:asyncapi', /^(?:asyncApi.*|)$/],
  ['spectral:arazzo', /^arazzo/],
  // in both of the first two, so that either will do
  ['spectral:oas', /^(?:serverVariables|uniquenessTags)$/],
]

const COMMON: ReadonlySet<unknown> = new Set(Object.values(common))

/** Tells what functions read. Built once for each run. */
export class Traits {
  readonly #internal: ReadonlyMap<unknown, string>

  private constructor(internal: ReadonlyMap<unknown, string>) {
    this.#internal = internal
  }

  static async of(rules: readonly Rule[]): Promise<Traits> {
    const functions = new Set(rules.flatMap((rule) => rule.then.map((then) => then.function)))
    const foreign = [...functions].filter((each) => !COMMON.has(each))
    return new Traits(await internalOf(foreign))
  }

  /** The name of a function of Spectral's own; undefined for one that somebody else wrote. */
  nameOf(then: Then): string | undefined {
    return COMMON.has(then.function) ? then.function.name : this.#internal.get(then.function)
  }

  reads(then: Then): Reads {
    const name = this.nameOf(then)
    if (name === undefined) return 'unknown'
    if (name !== 'oasExample') return 'place'
    return 'role'
  }
}

/**
 * Which of the functions are built in. A name alone is anybody's, so that they are looked for in the rulesets that have
 * a function of such a name; and only there, because these take long to load.
 */
async function internalOf(functions: readonly Then['function'][]): Promise<ReadonlyMap<unknown, string>> {
  const found = new Map<unknown, string>()
  for (const [ruleset, names] of INTERNAL) {
    const left = functions.filter((each) => !found.has(each))
    if (!left.some(({ name }) => names.test(name))) continue
    const known = await functionsOf(ruleset)
    for (const each of left) if (known.has(each)) found.set(each, each.name)
  }
  return found
}

const loaded = new Map<string, Promise<ReadonlySet<unknown>>>()

function functionsOf(ruleset: string): Promise<ReadonlySet<unknown>> {
  const known = loaded.get(ruleset) ?? builtInDefinition(ruleset).then(functionsIn)
  loaded.set(ruleset, known)
  return known
}

function functionsIn(definition: unknown): ReadonlySet<unknown> {
  const rules: readonly unknown[] = Object.values((definition as { readonly rules: object }).rules)
  const thens = rules.flatMap((rule) =>
    typeof rule === 'object' && rule !== null && 'then' in rule ? ([rule.then].flat() as Then[]) : [],
  )
  return new Set(thens.map((then) => then.function).filter((each) => !COMMON.has(each)))
}
