import {
  type ConfigurationError,
  type ForeignRule,
  type LoadedRulesets,
  type RulesetReference,
  type RulesetRequest,
  relativeName,
} from '@specward/core'
import core, { type Ruleset } from '@stoplight/spectral-core'

import { sourceOf } from '../file-names.ts'
import { endlessAlias } from './alias-size.ts'
import { findConflicts } from './conflicts.ts'
import { countExtended, MOST_EXTENDED } from './count.ts'
import { refusedRules } from './expressions.ts'
import { type ActiveRuleset, type Judge, judgeAll, toResult, withoutRules } from './judge.ts'
import { folderOf, shownIn } from './names.ts'
import { describe, Places, severityOf } from './place.ts'
import { RulesetReader } from './reader.ts'
import { checkScalars } from './scalars.ts'
import type { Scripts } from './scripts.ts'
import { prepareValidation } from './sure.ts'
import { suspectsOf } from './suspects.ts'
import type { RulesetText } from './text.ts'
import { type Definition, type Unit, withExtended } from './unit.ts'
import { UnmatchedGiven } from './unmatched.ts'
import { flat, validate } from './validate.ts'
import { dotted, isObject, own, quote } from './values.ts'
import { withoutEffect } from './without-effect.ts'

/** Versions of what is built in: another one may find something else. */
export const ENGINE = 'spectral-core 1.24.1, rulesets 1.23.1, functions 1.11.1, formats 1.9.0'

type Loading = LoadedRulesets | { readonly errors: readonly ConfigurationError[] }

/** Reads rulesets, checks them, and makes them ready to judge documents. */
export async function loadRulesets(
  request: RulesetRequest,
  scripts: Scripts,
  judge: Judge,
): Promise<Loading> {
  prepareValidation()
  const reader = new RulesetReader({ ...request, scripts })
  const tops: { readonly unit: Unit; readonly reference: RulesetReference }[] = []
  for (const reference of request.rulesets) {
    const unit = await reader.read(reference)
    if (unit) tops.push({ unit, reference })
  }
  const errors = [...reader.errors, ...check(reader.units.values())]
  if (errors.length > 0) return { errors: sorted(errors) }
  const rulesets: { readonly unit: Unit; readonly ruleset: Ruleset; readonly isFound: boolean }[] = []
  for (const { unit, reference } of tops) {
    const built = build(unit)
    const isFound = 'by' in reference && reference.by === 'discovered'
    if ('message' in built) errors.push(built)
    else rulesets.push({ unit, ruleset: built, isFound })
  }
  if (errors.length > 0) return { errors: sorted(errors) }
  const places = new Places(await reader.builtIn(), reader.units.values())
  const shown = (unit: Unit) => shownIn(request.workingDirectory, unit.uri)
  const found = findConflicts(
    rulesets.map(({ unit, ruleset, isFound }) => ({ ruleset, shown: shown(unit), isFound })),
    places,
  )
  if (found.errors.length > 0) return { errors: sorted(found.errors) }
  const active: ActiveRuleset[] = rulesets.map(({ unit, ruleset }, index) => {
    const refused = refusedRules(ruleset, places)
    reader.problems.push(...refused.problems)
    return {
      ruleset,
      shown: shown(unit),
      placeOfOverride: (rule) => placeOfOverride(unit, rule),
      leftOut: new Set([...(found.elsewhere[index] ?? []), ...refused.names]),
    }
  })
  return loaded(request, reader, active, places, judge)
}

function check(units: Iterable<Unit>): ConfigurationError[] {
  const errors: ConfigurationError[] = []
  for (const unit of units) {
    if (unit.uri.startsWith('spectral:')) continue
    if (unit.text) checkScalars(unit)
    if (unit.text && !checkMergedAliases(unit.text, unit.definition)) {
      errors.push(...unit.text.errors)
      continue
    }
    errors.push(...validate(unit), ...(unit.text?.errors ?? []))
  }
  return errors
}

/** Aliases of what is extended and its own may stand for each other. */
function checkMergedAliases(text: RulesetText, definition: Definition): boolean {
  if (text.errors.length > 0) return true
  const merged = [...withExtended(definition)].flatMap(({ aliases }) =>
    isObject(aliases) ? Object.entries(aliases) : [],
  )
  const name = endlessAlias(Object.fromEntries(merged))
  if (name === undefined) return true
  const what = 'stands for itself, or for more expressions than can be evaluated'
  text.fail(['extends'], `With all that is extended, the alias ${quote(name)} ${what}.`)
  return false
}

function build(unit: Unit): Ruleset | ConfigurationError {
  if (countExtended(unit) > MOST_EXTENDED) {
    const message = `The ruleset extends others more than ${MOST_EXTENDED} times over, as they extend each other. Extend each of them once.`
    return { message, uri: unit.text?.file.uri ?? unit.uri, ...unit.text?.position(['extends']) }
  }
  const source = unit.uri.startsWith('spectral:')
    ? undefined
    : `${sourceOf(folderOf(unit.text?.file.uri ?? unit.uri))}.spectral.js`
  try {
    return new core.Ruleset(unit.definition, {
      severity: 'recommended',
      ...(source === undefined ? {} : { source }),
    })
  } catch (error) {
    const { uri } = unit.text?.file ?? unit
    const [fault] = flat(error)
    const path = fault?.path ?? []
    const position = unit.text?.position(unit.written(path))
    return {
      message: `The ruleset is not valid: ${fault?.message} (${quote(dotted(path))}).`,
      uri,
      ...position,
    }
  }
}

function loaded(
  request: RulesetRequest,
  reader: RulesetReader,
  active: readonly ActiveRuleset[],
  places: Places,
  judge: Judge,
): LoadedRulesets {
  const rules = new Map(
    active.flatMap((each) => rulesOf(each, places).map((rule) => [rule.id, rule] as const)),
  )
  const inForce = active.map(({ ruleset }) => ruleset)
  const unmatched = new UnmatchedGiven(inForce, places)
  const ignored = withoutEffect(inForce, places)
  const texts = new Map([...reader.units.values()].flatMap(({ uri, text }) => (text ? [[uri, text]] : [])))
  const suspects = [...texts.values()].flatMap(suspectsOf)
  return {
    sources: [...new Set([...reader.units.values()].map(({ uri }) => uri))],
    digest: digestOf(request, reader),
    files: [...reader.files.values()],
    scripts: new Map(reader.scriptFiles()),
    rules: [...rules.values()],
    problems: reader.problems,
    async judge(document, options) {
      const runs = await judgeAll(active, document, options, judge)
      const trace = unmatched.note(runs.flatMap((run) => ('judgement' in run ? [run] : [])))
      const result = toResult(document, withoutRules(runs, options.off), rules)
      return trace ? { ...result, trace } : result
    },
    recall: (trace) => unmatched.recall(trace),
    finish: () => [...suspects, ...unmatched.notices(), ...ignored],
  }
}

function placeOfOverride({ text, definition, written }: Unit, rule: string) {
  const { overrides } = definition
  const list: readonly unknown[] = Array.isArray(overrides) ? overrides : []
  const index = list.findIndex((each) => own(own(each, 'rules'), rule) !== undefined)
  if (index === -1 || !text) return undefined
  return { uri: text.file.uri, span: text.span(written(['overrides', String(index), 'rules', rule]), 'key') }
}

function rulesOf({ ruleset, leftOut }: ActiveRuleset, places: Places): readonly ForeignRule[] {
  return Object.values(ruleset.rules).flatMap((rule) => {
    const severity = severityOf(rule.severity)
    if (!rule.enabled || severity === undefined || leftOut.has(rule.name)) return []
    return [describe(rule, places.of(ruleset.definition, rule.name), severity)]
  })
}

/** The same wherever the files stand: other machines ask for it as well. */
function digestOf({ host, rulesets, workingDirectory }: RulesetRequest, reader: RulesetReader): string {
  const nameOf = (uri: string): string => relativeName(workingDirectory, uri)
  const texts = [...reader.files].map(([uri, { text }]) => [nameOf(uri), text])
  const scripts = [...reader.scriptFiles()]
    .map(([uri, text]) => [nameOf(uri), text] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const asked = rulesets.map((each) =>
    'definition' in each ? [nameOf(each.file.uri), each.definition] : nameOf(each.name),
  )
  return host.sha256(
    JSON.stringify([ENGINE, asked, texts, scripts, reader.problems.map(({ message }) => message)]),
  )
}

function sorted(errors: readonly ConfigurationError[]): readonly ConfigurationError[] {
  const order = [...new Set(errors.map(({ uri }) => uri))]
  return errors.toSorted(
    (a, b) =>
      order.indexOf(a.uri) - order.indexOf(b.uri) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  )
}
