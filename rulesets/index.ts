import type { Catalogue, Registry } from '@specward/core'
import { PRESETS, presetOf } from './presets.ts'
import { rules } from './registry.ts'

export { isTestBroker } from './messaging/test-brokers.ts'
export { OWASP_RISKS, type RiskWord } from './owasp.ts'
export { PRESETS, type PresetDescription } from './presets.ts'

/** All rules of Specward, and the presets that they declare themselves to be in. */
export const registry: Registry = { rules, presets: PRESETS.map((preset) => presetOf(preset, rules)) }

/** The catalogue of controls, with the rules that speak for each. It is read when somebody asks for it. */
export async function loadCatalogue(): Promise<Catalogue> {
  const { catalogue } = await import('./controls/catalogue.ts')
  return catalogue
}
