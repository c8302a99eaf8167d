import { puttingOff } from './put-off.ts'
import { trust } from './sure.ts'
import { isObject } from './values.ts'

/** One by one: to load those for AsyncAPI takes longer than to judge most descriptions. */
const LOADERS = new Map<string, () => Promise<{ readonly default: unknown }>>([
  ['spectral:oas', () => import('@stoplight/spectral-rulesets/dist/oas/index.js')],
  ['spectral:asyncapi', () => import('@stoplight/spectral-rulesets/dist/asyncapi/index.js')],
  ['spectral:arazzo', () => import('@stoplight/spectral-rulesets/dist/arazzo/index.js')],
])

export const BUILT_IN: readonly string[] = [...LOADERS.keys()]

/** The definition of what is built in under a name. */
export async function builtInDefinition(name: string): Promise<unknown> {
  const load = LOADERS.get(name)
  if (!load) return undefined
  const { default: exported } = await puttingOff(load)
  const definition = isObject(exported) && 'default' in exported ? exported.default : exported
  trust(definition)
  return definition
}
