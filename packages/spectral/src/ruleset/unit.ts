import type { RulesetText } from './text.ts'
import { isObject, type Mapping } from './values.ts'

/** A definition as Spectral takes it; its extensions are the definitions of others, not names. */
export type Definition = Record<string, unknown>

/** One ruleset of the many that extend each other. */
export interface Unit {
  /** `spectral:oas` for one that is built in. */
  readonly uri: string
  readonly definition: Definition
  /** How it is written; undefined for code and for what is built in. */
  readonly text: RulesetText | undefined
  /** What is written, in the form of today. */
  readonly modern: Mapping | undefined
  /** Where a part of the definition is written. */
  written(path: readonly string[]): readonly string[]
  /** Whether some of its rules, or of what it extends, are unknown because their code may not run. */
  hasGaps: boolean
  readonly extended: Unit[]
}

/** A ruleset that is not written as text. */
export function unitOf(uri: string, definition: unknown, hasGaps = false): Unit {
  return {
    uri,
    definition: definition as Definition,
    text: undefined,
    modern: undefined,
    written: (path) => path,
    hasGaps,
    extended: [],
  }
}

/** Names of the rules that a definition has, its own and those of what it extends. */
export function ruleNames(definition: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  for (const each of withExtended(definition)) {
    if (!isObject(each.rules)) continue
    for (const [name, rule] of Object.entries(each.rules)) if (isObject(rule)) names.add(name)
  }
  return names
}

/** A definition and all that it extends, each once. */
export function withExtended(definition: unknown): ReadonlySet<Readonly<Record<string, unknown>>> {
  const seen = new Set<Readonly<Record<string, unknown>>>()
  const stack = [definition]
  while (stack.length > 0) {
    const next = stack.pop()
    if (!isObject(next) || seen.has(next)) continue
    seen.add(next)
    const { extends: extended } = next
    const list: readonly unknown[] = Array.isArray(extended) ? extended : [extended]
    for (const item of list) stack.push(Array.isArray(item) ? item[0] : item)
  }
  return seen
}
