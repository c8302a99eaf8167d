import type { Ruleset } from '@stoplight/spectral-core'
import * as common from '@stoplight/spectral-functions'

import { builtInDefinition } from '../built-in.ts'

type Rule = Ruleset['rules'][string]
export type Then = Rule['then'][number]

/**
 * What a function reads of the path that its context tells:
 * - `place`: nothing, or what all paths to the same place have in common, so that one call is enough;
 * - `role`: also whether the path is one of requests or of responses;
 * - `unknown`: nobody knows, so it is watched.
 */
export type Reads = 'place' | 'role' | 'unknown'

/** Functions of `spectral:oas`, which no package exports; those that other rulesets use as well are the same. */
const OF_OAS: ReadonlySet<string> = new Set([
  'oasDiscriminator',
  'oasDocumentSchema',
  'oasExample',
  'oasOpFormDataConsumeCheck',
  'oasOpIdUnique',
  'oasOpParams',
  'oasOpSuccessResponse',
  'oasPathParam',
  'oasSchema',
  'oasSecurityDefined',
  'oasTagDefined',
  'oasUnusedComponent',
  'refSiblings',
  'serverVariables',
  'typedEnum',
  'uniquenessTags',
])

const COMMON: ReadonlySet<unknown> = new Set(Object.values(common))

/** Tells what functions read. Built once for each run. */
export class Traits {
  readonly #internal: ReadonlyMap<unknown, string>

  private constructor(internal: ReadonlyMap<unknown, string>) {
    this.#internal = internal
  }

  static async of(rules: readonly Rule[]): Promise<Traits> {
    const functions = rules.flatMap((rule) => rule.then.map((then) => then.function))
    const names = functions.flatMap((each) => (COMMON.has(each) ? [] : each.name))
    const homes = new Set(names.flatMap((name) => homeOf(name) ?? []))
    const internal = await Promise.all([...homes].map(functionsOf))
    return new Traits(new Map(internal.flat()))
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

/** The built-in ruleset that a function of this name may be of: a name alone is anybody's. */
function homeOf(name: string): string | undefined {
  if (name === '' || name.startsWith('asyncApi')) return 'spectral:asyncapi'
  if (name.startsWith('arazzo')) return 'spectral:arazzo'
  return OF_OAS.has(name) ? 'spectral:oas' : undefined
}

/** The functions that a built-in ruleset uses, with their names. */
async function functionsOf(ruleset: string): Promise<readonly (readonly [unknown, string])[]> {
  const { rules } = (await builtInDefinition(ruleset)) as { readonly rules: object }
  return Object.values(rules).flatMap((rule: unknown) => {
    if (typeof rule !== 'object' || rule === null || !('then' in rule)) return []
    const thens = [rule.then].flat() as Then[]
    return thens.flatMap((then) =>
      COMMON.has(then.function) ? [] : [[then.function, then.function.name] as const],
    )
  })
}
