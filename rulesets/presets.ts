import type { DerivedPreset, Preset, PresetName, RegisteredRule, Rule, Severity } from '@specward/core'

/** What a preset is, beside the rules that it turns on. */
export interface PresetDescription {
  readonly name: PresetName
  /** What it is for, in a sentence. */
  readonly purpose: string
}

export const PRESETS: readonly PresetDescription[] = [
  { name: 'recommended', purpose: 'What is wrong in nearly any API.' },
  {
    name: 'strict',
    purpose: 'Defence in depth: all that a description can say for the security of its API.',
  },
  { name: 'owasp-api-2023', purpose: 'The ten risks of the OWASP API Security Top 10 of 2023, one by one.' },
  { name: 'internal-api', purpose: 'APIs between services of one organisation.' },
  { name: 'event-driven', purpose: 'Messages: AsyncAPI, webhooks and callbacks.' },
]

/** Whether a rule belongs to a preset about which it says nothing itself. */
const BELONGS: Readonly<Record<DerivedPreset, (rule: Rule) => boolean>> = {
  'owasp-api-2023': ({ references }) => references.owasp.length > 0,
  'internal-api': ({ presets }) => presets.recommended !== undefined,
  'event-driven': ({ formats }) => formats.some((format: string) => format.startsWith('asyncapi')),
}

/** A preset, made from what the rules declare. */
export function presetOf(name: PresetName, all: readonly RegisteredRule[]): Preset {
  const entries = all.flatMap(({ rule }) => {
    const severity = severityIn(name, rule)
    return severity === undefined ? [] : [[rule.id, severity] as const]
  })
  return { name, rules: Object.fromEntries(entries) }
}

function severityIn(name: PresetName, { presets, ...rule }: Rule): Severity | undefined {
  if (name === 'recommended' || name === 'strict') return presets[name]
  const declared = presets[name]
  if (declared !== undefined) return declared === 'off' ? undefined : declared
  return BELONGS[name]({ presets, ...rule }) ? (presets.recommended ?? presets.strict) : undefined
}
