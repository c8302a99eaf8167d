import type { DerivedPreset, Preset, PresetName, RegisteredRule, Rule, Severity } from '@specward/core'

/** What a preset is, beside the rules that it turns on. */
export interface PresetDescription {
  readonly name: PresetName
  /** What it is for, in a sentence. */
  readonly purpose: string
  /** For whom it is, and how rules come to be in it. */
  readonly about: string
  /** See {@link Preset.caveats}. */
  readonly caveats?: readonly string[]
}

export const PRESETS: readonly PresetDescription[] = [
  {
    name: 'recommended',
    purpose: 'What is wrong in nearly any API.',
    about:
      'It applies where nothing else is said, and it is meant for every API from the first day on. An error can be exploited or leaves a promise of the description empty; a warning wants a decision. What is a matter of taste, of the organisation, or of how much an API is worth is not in it.',
  },
  {
    name: 'strict',
    purpose: 'Defence in depth: all that a description can say for the security of its API.',
    about:
      'For APIs that handle money, health or other people’s data, and for teams that use the description as the contract that gateways and servers enforce. It asks for limits on whatever a caller sends, for documented refusals, and for closed schemas. On an API that was not written with it in mind it says much; begin with `recommended`.',
  },
  {
    name: 'owasp-api-2023',
    purpose: 'The ten risks of the OWASP API Security Top 10 of 2023, one by one.',
    about:
      'For reviews that have to answer to the OWASP list. Every rule that speaks for one of the ten risks is in it, with its severity in `recommended`, or in `strict` where it is in that alone. For each risk, this page says what a description can show and what it cannot.',
    caveats: [
      'No finding for API1:2023 and API6:2023 does not mean that an API is free of them: whether each object is checked against its caller, and whether a business flow withstands automation, no description can show. Ask for tests and a design review.',
    ],
  },
  {
    name: 'internal-api',
    purpose: 'APIs between services of one organisation.',
    about:
      'For APIs that no browser and no stranger reaches. Authentication, transport and secrets are held to the same measure, because networks are entered; what matters on the open internet alone (browsers, guessing callers, hosts that should not be known) is off or milder.',
  },
  {
    name: 'event-driven',
    purpose: 'Messages: AsyncAPI, webhooks and callbacks.',
    about:
      'For event-driven APIs. It holds what can be said of AsyncAPI descriptions, and of webhooks and callbacks in OpenAPI, with its severity in `recommended`, or in `strict` where it is in that alone. What concerns operations over HTTP alone is left to the other presets.',
  },
]

/** Whether a rule belongs to a preset about which it says nothing itself. */
const BELONGS: Readonly<Record<DerivedPreset, (rule: Rule) => boolean>> = {
  'owasp-api-2023': ({ references }) => references.owasp.length > 0,
  'internal-api': ({ presets }) => presets.recommended !== undefined,
  'event-driven': ({ formats }) => formats.some((format: string) => format.startsWith('asyncapi')),
}

/** A preset, made from what the rules declare once somebody asks for its rules: a run asks one or two presets. */
export function presetOf({ name, caveats }: PresetDescription, all: readonly RegisteredRule[]): Preset {
  let made: Preset['rules'] | undefined
  return {
    name,
    get rules() {
      made ??= rulesOf(name, all)
      return made
    },
    ...(caveats ? { caveats } : {}),
  }
}

function rulesOf(name: PresetName, all: readonly RegisteredRule[]): Preset['rules'] {
  const entries = all.flatMap(({ rule }) => {
    const severity = severityIn(name, rule)
    return severity === undefined ? [] : [[rule.id, severity] as const]
  })
  return Object.fromEntries(entries)
}

function severityIn(name: PresetName, rule: Rule): Severity | undefined {
  const { presets } = rule
  if (name === 'recommended' || name === 'strict') return presets[name]
  const declared = presets[name]
  if (declared !== undefined) return declared === 'off' ? undefined : declared
  return BELONGS[name](rule) ? (presets.recommended ?? presets.strict) : undefined
}
