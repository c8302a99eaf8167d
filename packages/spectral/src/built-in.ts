import { puttingOff } from './ruleset/put-off.ts'

/** One by one: to load those for AsyncAPI takes longer than to judge most descriptions. */
const LOADERS = new Map<string, () => Promise<{ readonly default: unknown }>>([
  ['spectral:oas', () => import('@stoplight/spectral-rulesets/dist/oas/index.js')],
  ['spectral:asyncapi', () => import('@stoplight/spectral-rulesets/dist/asyncapi/index.js')],
  ['spectral:arazzo', () => import('@stoplight/spectral-rulesets/dist/arazzo/index.js')],
])

const definitions = new Map<string, Promise<unknown>>()

/** Names of the rulesets that Spectral brings along. */
export const BUILT_IN: readonly string[] = [...LOADERS.keys()]

/** The definition of what is built in under a name, loaded once; undefined for any other name. */
export async function builtInDefinition(name: string): Promise<unknown> {
  const load = LOADERS.get(name)
  if (!load) return undefined
  const definition = definitions.get(name) ?? puttingOff(load).then(definitionIn)
  definitions.set(name, definition)
  return definition
}

/** CommonJS in a bundle and CommonJS in Node have their defaults in different places. */
function definitionIn({ default: exported }: { readonly default: unknown }): unknown {
  return typeof exported === 'object' && exported !== null && 'default' in exported
    ? exported.default
    : exported
}
