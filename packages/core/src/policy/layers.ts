import { type Facts, NO_FACTS } from '../model/model.ts'
import type { ActiveRule, ProblemOverride } from './policy.ts'
import type { Preset, Registry, Rule, Severity } from './rule.ts'
import { PRESET_PREFIX } from './words.ts'

/** What one source of a policy says. Layers are laid over each other; what a later one says wins. */
export interface Layer {
  readonly rules: ReadonlyMap<string, RuleSetting>
  readonly facts: Facts
  readonly refHosts: readonly string[]
  readonly problems: readonly ProblemOverride[]
  readonly failOn: Severity | 'never' | undefined
}

export interface RuleSetting {
  /** Undefined: as the layers below say. */
  readonly level: Severity | 'off' | undefined
  /** Only those that are set. */
  readonly options: Readonly<Record<string, unknown>>
}

export const EMPTY_LAYER: Layer = {
  rules: new Map(),
  facts: NO_FACTS,
  refHosts: [],
  problems: [],
  failOn: undefined,
}

/** What a preset says: severities, nothing else. */
export function presetLayer(preset: Preset): Layer {
  const rules = new Map<string, RuleSetting>()
  for (const [id, level] of Object.entries(preset.rules)) rules.set(id, { level, options: {} })
  return { ...EMPTY_LAYER, rules }
}

/** Name of a preset without its prefix, in whichever form it is registered or asked for. */
export function bareName(preset: string): string {
  return preset.startsWith(PRESET_PREFIX) ? preset.slice(PRESET_PREFIX.length) : preset
}

/** Lays `upper` over `lower`: severities and options are replaced one by one, lists are joined. */
export function overlay(lower: Layer, upper: Layer): Layer {
  return {
    rules: overlayRules(lower.rules, upper.rules),
    facts: joinFacts(lower.facts, upper.facts),
    refHosts: union(lower.refHosts, upper.refHosts),
    problems: [...lower.problems, ...upper.problems],
    failOn: upper.failOn ?? lower.failOn,
  }
}

/** The registered rules that a layer turns on, sorted by id, with every option. */
export function activeRules(layer: Layer, registry: Registry): readonly ActiveRule[] {
  const active: ActiveRule[] = []
  for (const { rule, category } of registry.rules) {
    const setting = layer.rules.get(rule.id)
    if (setting?.level === undefined || setting.level === 'off') continue
    active.push({ rule, category, severity: setting.level, options: withDefaults(rule, setting.options) })
  }
  return active.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
}

/** The options of a rule: those that are set, and the defaults of all others. */
export function withDefaults(
  rule: Rule,
  set: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(rule.options ?? {})) {
    options[name] = Object.hasOwn(set, name) ? set[name] : (schema as { default: unknown }).default
  }
  return options
}

function overlayRules(
  lower: ReadonlyMap<string, RuleSetting>,
  upper: ReadonlyMap<string, RuleSetting>,
): ReadonlyMap<string, RuleSetting> {
  const rules = new Map(lower)
  for (const [id, setting] of upper) {
    const below = rules.get(id)
    rules.set(id, {
      level: setting.level ?? below?.level,
      options: { ...below?.options, ...setting.options },
    })
  }
  return rules
}

function joinFacts(lower: Facts, upper: Facts): Facts {
  return {
    publicOperations: [...lower.publicOperations, ...upper.publicOperations],
    allowedHosts: union(lower.allowedHosts, upper.allowedHosts),
    allowedIssuers: union(lower.allowedIssuers, upper.allowedIssuers),
    sensitiveNames: {
      credential: union(lower.sensitiveNames.credential, upper.sensitiveNames.credential),
      personal: union(lower.sensitiveNames.personal, upper.sensitiveNames.personal),
      financial: union(lower.sensitiveNames.financial, upper.sensitiveNames.financial),
    },
    adminWords: union(lower.adminWords, upper.adminWords),
    gateway: { ...lower.gateway, ...upper.gateway },
    publicInDescription: lower.publicInDescription && upper.publicInDescription,
  }
}

function union(lower: readonly string[], upper: readonly string[]): readonly string[] {
  return [...new Set([...lower, ...upper])]
}
