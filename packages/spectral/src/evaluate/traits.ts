import type { Ruleset } from '@stoplight/spectral-core'
import * as common from '@stoplight/spectral-functions'

type Rule = Ruleset['rules'][string]
export type Then = Rule['then'][number]

/**
 * What a function reads of the path that its context tells:
 * - `place`: nothing, or what all paths to the same place have in common, so that one call is enough;
 * - `role`: also whether the path is one of requests or of responses;
 * - `unknown`: nobody knows, so it is watched.
 */
export type Reads = 'place' | 'role' | 'unknown'

/** Functions of Spectral's own rulesets, which no package exports. */
const INTERNAL = new Set([
  'asyncApi2ChannelServers',
  'asyncApi2MessageExamplesValidation',
  'asyncApi2MessageIdUniqueness',
  'asyncApi2OperationIdUniqueness',
  'asyncApiChannelParameters',
  'asyncApiDocumentSchema',
  'asyncApiPayloadValidation',
  'asyncApiSchemaValidation',
  'asyncApiSecurity',
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
    const foreign = functions.some((each) => !COMMON.has(each) && mayBeInternal(each.name))
    return new Traits(foreign ? await internalFunctions() : new Map())
  }

  /** The name of a function of Spectral's own; undefined for one that somebody else wrote. */
  nameOf(then: Then): string | undefined {
    return COMMON.has(then.function) ? then.function.name : this.#internal.get(then.function)
  }

  reads(then: Then): Reads {
    const name = this.nameOf(then)
    if (name === undefined) return 'unknown'
    return name === 'oasExample' && isOfMedia(then.functionOptions) ? 'role' : 'place'
  }
}

/** Only of these, what a request or a response need not have is left out. */
function isOfMedia(options: unknown): boolean {
  return typeof options !== 'object' || options === null || Reflect.get(options, 'type') !== 'schema'
}

function mayBeInternal(name: string): boolean {
  return name === '' || INTERNAL.has(name) || name.startsWith('arazzo')
}

let internal: Promise<ReadonlyMap<unknown, string>> | undefined

/** By the functions that Spectral's rulesets use: a name alone is anybody's. */
function internalFunctions(): Promise<ReadonlyMap<unknown, string>> {
  internal ??= import('@stoplight/spectral-rulesets').then(({ oas, asyncapi, arazzo }) => {
    const found = new Map<unknown, string>()
    for (const { rules } of [oas, asyncapi, arazzo] as readonly { readonly rules: object }[]) {
      for (const rule of Object.values(rules)) {
        if (typeof rule !== 'object' || rule === null || !('then' in rule)) continue
        for (const then of [rule.then].flat() as Then[]) {
          if (!COMMON.has(then.function)) found.set(then.function, then.function.name)
        }
      }
    }
    return found
  })
  return internal
}
