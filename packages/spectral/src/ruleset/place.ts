import type { ForeignRule, Path, Severity, Span } from '@specward/core'
import type { Rule } from '@stoplight/spectral-core'

import { nameOfFormat } from './formats.ts'
import { isInstalled } from './names.ts'
import type { RulesetText } from './text.ts'
import { thensOf } from './thens.ts'
import { ruleNames, type Unit, withExtended } from './unit.ts'
import { isObject, type Mapping, own } from './values.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warn', 'info', 'hint']

export function severityOf(level: number): Severity | undefined {
  return SEVERITIES[level]
}

/** Where a definition of a rule is written. */
export interface RulePlace {
  readonly unit: Unit
  readonly text: RulesetText | undefined
  readonly path: Path
  /** Whether the author of the policy wrote it, and not somebody whose ruleset is used. */
  readonly isOwn: boolean
}

/** Finds where rules are written, by their definitions. */
export class Places {
  readonly #places = new Map<unknown, RulePlace>()

  /** `builtIn` comes first: code may hold the definitions of others. */
  constructor(builtIn: Iterable<Unit>, units: Iterable<Unit>) {
    for (const unit of [...builtIn, ...units]) {
      const isOwn = !unit.uri.startsWith('spectral:') && !isInstalled(unit.uri)
      this.#add(unit, unit.definition, [], isOwn)
      const { overrides } = unit.definition
      const list: readonly unknown[] = Array.isArray(overrides) ? overrides : []
      for (const [index, each] of list.entries()) this.#add(unit, each, ['overrides', String(index)], isOwn)
    }
    for (const unit of units) {
      if (unit.text) continue
      for (const each of withExtended(unit.definition)) this.#add(unit, each, [], false)
    }
  }

  #add(unit: Unit, holder: unknown, path: Path, isOwn: boolean): void {
    const rules = isObject(holder) ? holder.rules : undefined
    if (!isObject(rules)) return
    for (const [name, rule] of Object.entries(rules)) {
      if (!isObject(rule) || this.#places.has(rule)) continue
      const written = unit.written([...path, 'rules', name])
      this.#places.set(rule, { unit, text: unit.text, path: written, isOwn })
    }
  }

  /** The definition of a rule that has effect in a ruleset, and its place. */
  of(definition: unknown, name: string): { readonly rule: Mapping; readonly place: RulePlace } | undefined {
    const rule = effective(definition, name)
    const place = this.#places.get(rule)
    return rule && place && { rule, place }
  }
}

/** The definition of a rule that has effect: its own, else that of the last one among those that it extends. */
function effective(definition: unknown, name: string): Mapping | undefined {
  const seen = new Set<unknown>()
  let holder = definition
  while (isObject(holder) && !seen.has(holder)) {
    seen.add(holder)
    const rule = own(holder.rules, name)
    if (isObject(rule)) return rule
    const { extends: extended } = holder
    const list: readonly unknown[] = Array.isArray(extended) ? extended : [extended]
    holder = list
      .map((each) => (Array.isArray(each) ? each[0] : each))
      .findLast((each) => !seen.has(each) && ruleNames(each).has(name))
  }
  return undefined
}

export function spanOf(
  place: RulePlace | undefined,
): { readonly uri: string; readonly span: Span } | undefined {
  return place?.text && { uri: place.text.file.uri, span: place.text.span(place.path, 'key') }
}

/** A rule as core knows it. */
export function describe(
  rule: Rule,
  found: { readonly rule: Mapping; readonly place: RulePlace } | undefined,
  severity: Severity,
): ForeignRule {
  const { given, tags } = found?.rule ?? {}
  return {
    id: rule.name,
    severity,
    description: rule.description ?? undefined,
    message: rule.message ?? undefined,
    documentationUrl: rule.documentationUrl ?? undefined,
    given: strings(given),
    then: thensOf(rule),
    formats: rule.formats === null ? [] : [...rule.formats].map(nameOfFormat),
    tags: strings(tags),
    source: found?.place.unit.uri ?? '',
    at: spanOf(found?.place),
  }
}

/** The strings of a list, or the one that stands for a list. */
export function strings(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((each) => typeof each === 'string')
}
