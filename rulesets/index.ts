import type { Preset, PresetName, RegisteredRule, Registry } from '@specward/core'
import { rules } from './registry.ts'

const PRESETS: readonly PresetName[] = ['recommended', 'strict']

/** All rules of Specward, and the presets that they declare themselves to be in. */
export const registry: Registry = { rules, presets: PRESETS.map((name) => presetOf(name, rules)) }

function presetOf(name: PresetName, all: readonly RegisteredRule[]): Preset {
  const entries = all.flatMap(({ rule }) => {
    const severity = rule.presets[name]
    return severity === undefined ? [] : [[rule.id, severity] as const]
  })
  return { name, rules: Object.fromEntries(entries) }
}
