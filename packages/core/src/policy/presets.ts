import { quote } from './checker.ts'
import type { Origin } from './origin.ts'
import type { ConfigurationError, PolicyNotice } from './policy.ts'
import type { Preset, Registry } from './rule.ts'
import type { PolicySource } from './statements.ts'
import { nearest } from './suggest.ts'
import { DEFAULT_PRESETS, PRESET_PREFIX } from './words.ts'

/** Name of a preset without its prefix, in whichever form it is registered or asked for. */
export function bareName(preset: string): string {
  return preset.startsWith(PRESET_PREFIX) ? preset.slice(PRESET_PREFIX.length) : preset
}

/** What a preset says: severities, nothing else. */
export function presetSource(preset: Preset, extendedAt: Origin | undefined): PolicySource {
  const name = PRESET_PREFIX + bareName(preset.name)
  const statements = Object.entries(preset.rules).map(([rule, level]) => ({
    kind: 'level' as const,
    rule,
    level,
    scope: undefined,
    origin: { source: name },
  }))
  return { name, statements, exceptions: [], extendedAt }
}

/** The presets that were asked for by name, with or without prefix, or the default ones when none was. */
export function findPresets(
  asked: readonly string[] | undefined,
  registry: Registry,
): { readonly sources: readonly PolicySource[]; readonly errors: readonly ConfigurationError[] } {
  const known = new Map(registry.presets.map((preset) => [bareName(preset.name), preset]))
  const errors: ConfigurationError[] = []
  const sources = [...new Set((asked ?? DEFAULT_PRESETS).map(bareName))].flatMap((name) => {
    const preset = known.get(name)
    if (preset) return [presetSource(preset, undefined)]
    if (asked)
      errors.push({ message: `Unknown preset ${quote(name)}. ${knownNames(name, [...known.keys()])}` })
    return []
  })
  return { sources, errors }
}

function knownNames(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined ? `Known: ${known.map(quote).join(', ')}.` : `Did you mean \`${meant}\`?`
}

/** What the presets in use cannot tell, at the line that names each. */
export function presetNotices(sources: readonly PolicySource[], registry: Registry): readonly PolicyNotice[] {
  const known = new Map(registry.presets.map((preset) => [PRESET_PREFIX + bareName(preset.name), preset]))
  return sources.flatMap(({ name, extendedAt }) =>
    (known.get(name)?.caveats ?? []).map((message) => ({
      code: 'preset-caveat' as const,
      severity: 'info' as const,
      message,
      uri: extendedAt?.source,
      ...(extendedAt?.place ? { span: extendedAt.place.span } : {}),
    })),
  )
}

/** What is wrong with the rules themselves. */
export function registryErrors(registry: Registry): readonly ConfigurationError[] {
  const errors: ConfigurationError[] = []
  const seen = new Map<string, string>()
  for (const { rule, category } of registry.rules) {
    const before = seen.get(rule.id)
    if (before !== undefined) {
      errors.push({ message: `The rule \`${rule.id}\` is defined twice: in ${before} and in ${category}.` })
    }
    seen.set(rule.id, category)
  }
  return errors
}

/** What is wrong with the presets in use: the others are not even made. */
export function faultsOfPresets(
  sources: readonly PolicySource[],
  { rules }: Registry,
): readonly ConfigurationError[] {
  const known = new Set(rules.map(({ rule }) => rule.id))
  const presets = sources.filter(({ name }) => name.startsWith(PRESET_PREFIX))
  return presets.flatMap(({ name, statements }) =>
    statements.flatMap((each) =>
      each.kind === 'level' && !known.has(each.rule)
        ? [{ message: `The preset \`${name}\` names the rule \`${each.rule}\`, which does not exist.` }]
        : [],
    ),
  )
}
