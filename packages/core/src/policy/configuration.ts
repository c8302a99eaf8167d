import { addTo } from '../group.ts'
import { lazy } from '../lazy.ts'
import type { RefLock } from '../source/bounds.ts'
import { type LimitName, type Limits, withLimits } from '../source/limits.ts'
import type { SourceFile } from '../source/types.ts'
import { attestationSettingsDigest, foldAttestationSettings } from './attestation-settings.ts'
import { policyDigest } from './digest.ts'
import { foldFacts, foldRules, type Holds, levelOf, onlyEverywhere, type RuleState } from './fold.ts'
import type { Enforced } from './locks.ts'
import { withDefaults } from './options.ts'
import type { ActiveRule, Policy, PolicyRulesets, RulePlace } from './policy.ts'
import { presetNotices } from './presets.ts'
import type { RegisteredRule, Registry, Severity } from './rule.ts'
import type { ForeignRules } from './rulesets.ts'
import { coversFile, coversPath } from './scope.ts'
import type { Level, PolicySource, Scope, Statement } from './statements.ts'
import { foldWaiverSettings, waiverSettingsDigest } from './waiver-settings.ts'
import { SEVERITIES } from './words.ts'

export interface ConfigurationParts {
  readonly sources: readonly PolicySource[]
  readonly files: readonly SourceFile[]
  readonly enforced: Enforced
  /** What holds, in order: with the presets of the command line, if there are any. */
  readonly statements: readonly Statement[]
  /** With the rules of rulesets, as far as settings can be made for them. */
  readonly registry: Registry
  /** Ids of all rules that there are, on or off; undefined where that is not known. */
  readonly ruleIds: ReadonlySet<string> | undefined
  /** Rulesets of another tool. */
  readonly foreign?: ForeignRules | undefined
  readonly version: string
  /** What is known of URLs from before. */
  readonly lock?: RefLock | undefined
  sha256(text: string): string
}

/** Everything that decides how documents are judged, before it is known which one. */
export class Configuration {
  readonly parts: ConfigurationParts
  /** Overrides of whole documents. */
  readonly #byFile: readonly Scope[]
  readonly #byPlace: readonly Scope[]
  readonly #digest: string
  /** Levels that overrides for places give to rules, by their ids. */
  readonly #levels: ReadonlyMap<string, readonly Level[]>
  /** Policies by the overrides of whole documents that are in force. */
  readonly #policies = new Map<string, Policy>()

  constructor(parts: ConfigurationParts) {
    this.parts = parts
    const scopes = [...new Set(parts.statements.flatMap(({ scope }) => scope ?? []))]
    this.#byFile = scopes.filter(({ pointers }) => pointers === undefined)
    this.#byPlace = scopes.filter(({ pointers }) => pointers !== undefined)
    this.#levels = levelsByPlace(parts.statements)
    const base = this.#rulesWhere(onlyEverywhere)
    this.#digest = policyDigest({
      rules: activeRules(base, parts, () => []),
      facts: foldFacts(parts.statements, onlyEverywhere),
      refHosts: refHostsOf(parts.statements),
      privateHosts: privateHostsOf(parts.statements),
      locked: parts.lock?.digests,
      problems: problemsOf(parts.statements),
      limits: saidLimits(parts.statements),
      attestations: attestationSettingsDigest(foldAttestationSettings(parts.statements)),
      waivers: waiverSettingsDigest(foldWaiverSettings(parts.statements)),
      sequence: scopes.length > 0 ? parts.statements : [],
      excused: parts.enforced.excused,
      version: parts.version,
      rulesets: this.#rulesetsIn(base),
      sha256: (text) => parts.sha256(text),
    })
  }

  /** Overrides of whole documents that are in force for a document; none when it is undefined. */
  scopesFor(document: string | undefined): readonly Scope[] {
    return document === undefined ? [] : this.#byFile.filter((scope) => coversFile(scope, document))
  }

  /** Overrides for places that may be in a document: those whose files are others are left in. */
  get placeScopes(): readonly Scope[] {
    return this.#byPlace
  }

  /** What the statements about rules come to where the given overrides hold. */
  rulesFor(scopes: readonly Scope[]): ReadonlyMap<string, RuleState> {
    return this.#rulesWhere((scope) => scope === undefined || scopes.includes(scope))
  }

  /** The policy for a document by its URI; without one, no override is in force. */
  policyFor(document: string | undefined): Policy {
    const scopes = this.scopesFor(document)
    const key = scopes.map((scope) => this.#byFile.indexOf(scope)).join()
    const known = this.#policies.get(key)
    if (known) return known
    const policy = this.#policyOf(scopes)
    this.#policies.set(key, policy)
    return policy
  }

  #policyOf(scopes: readonly Scope[]): Policy {
    const { statements, sources, enforced, files, foreign } = this.parts
    const holds: Holds = (scope) => scope === undefined || scopes.includes(scope)
    const states = this.#rulesWhere(holds)
    const rules = activeRules(states, this.parts, (id) => this.#levels.get(id) ?? [])
    return {
      rules,
      facts: foldFacts(statements, holds),
      refHosts: refHostsOf(statements),
      privateHosts: privateHostsOf(statements),
      refLock: this.parts.lock,
      problems: problemsOf(statements),
      limits: limitsOf(statements),
      attestations: foldAttestationSettings(statements),
      waivers: foldWaiverSettings(statements),
      ruleIds: this.parts.ruleIds,
      sources: sources.map(({ name }) => name),
      failOn: gateOf(statements),
      digest: this.#digest,
      severityAt: this.#byPlace.length > 0 ? this.#severityAt(scopes) : undefined,
      lastWord: this.#lastWord(states, scopes),
      notices: [...enforced.notices, ...presetNotices(sources, this.parts.registry)],
      files,
      scopes: this.#byPlace,
      statements,
      rulesets: foreign && this.#rulesets(foreign, states, scopes),
    }
  }

  #rulesets(
    foreign: ForeignRules,
    states: ReadonlyMap<string, RuleState>,
    scopes: readonly Scope[],
  ): PolicyRulesets {
    const { loaded, discovered, named, ids, own } = foreign
    const stateAt = this.#stateAt(scopes)
    const isOff = (id: string): boolean =>
      states.has(id) && levelOf(states.get(id)) === 'off' && gravest(this.#levels.get(id) ?? []) === undefined
    return {
      loaded,
      discovered,
      named,
      off: new Set([...ids].filter(isOff)),
      severityAt: (id, place) => {
        const last = (stateAt(id, place) ?? states.get(id))?.levels.at(-1)
        return last && !own.has(last) ? last.level : undefined
      },
    }
  }

  /** What is part of the digest: the rulesets, and what the policy makes of their rules. */
  #rulesetsIn(states: ReadonlyMap<string, RuleState>): object | undefined {
    const { foreign } = this.parts
    if (!foreign) return undefined
    const levels = [...foreign.ids].sort().map((id) => [id, levelOf(states.get(id))])
    return { digest: foreign.loaded.digest, levels }
  }

  #rulesWhere(holds: Holds): ReadonlyMap<string, RuleState> {
    return foldRules(this.parts.statements, holds, this.parts.enforced.excused)
  }

  #severityAt(scopes: readonly Scope[]): NonNullable<Policy['severityAt']> {
    const stateAt = this.#stateAt(scopes)
    return (id, place) => {
      const state = stateAt(id, place)
      return state && levelOf(state)
    }
  }

  #lastWord(
    states: ReadonlyMap<string, RuleState>,
    scopes: readonly Scope[],
  ): NonNullable<Policy['lastWord']> {
    const stateAt = lazy(() => this.#stateAt(scopes))
    return (id, place) => ((place && stateAt()(id, place)) ?? states.get(id))?.levels.at(-1)
  }

  /** What holds for a rule at a place; undefined where no override for places speaks of the rule. */
  #stateAt(scopes: readonly Scope[]): (id: string, place: RulePlace) => RuleState | undefined {
    const ids = new Set(
      this.parts.statements.flatMap((each) =>
        each.kind === 'level' && each.scope?.pointers ? [each.rule] : [],
      ),
    )
    const about = (id: string): readonly Statement[] =>
      this.parts.statements.filter((each) => each.kind === 'lock' || ('rule' in each && each.rule === id))
    const byRule = new Map([...ids].map((id) => [id, about(id)]))
    return (id, { uri, path }) => {
      const statements = byRule.get(id)
      if (!statements) return undefined
      const holds: Holds = (scope) => {
        if (scope?.pointers) return coversPath(scope, path) && coversFile(scope, uri)
        return scope === undefined || scopes.includes(scope)
      }
      return foldRules(statements, holds, this.parts.enforced.excused).get(id) ?? NOTHING_SAID
    }
  }
}

/** Of a rule that is on in some places alone, everywhere else. */
const NOTHING_SAID: RuleState = { levels: [], options: new Map(), floor: undefined }

/** The registered rules that are on, sorted by id, with every option; also those that are on in some places alone. */
function activeRules(
  states: ReadonlyMap<string, RuleState>,
  { registry, foreign }: ConfigurationParts,
  levelsByPlace: (id: string) => readonly Level[],
): readonly ActiveRule[] {
  const active = registry.rules.flatMap((registered): readonly ActiveRule[] => {
    const { rule } = registered
    if (foreign?.registered.includes(registered)) return []
    const state = states.get(rule.id)
    const level = levelOf(state)
    const severity = level === 'off' ? gravest(levelsByPlace(rule.id)) : level
    return severity === undefined ? [] : [activeRule(registered, severity, state)]
  })
  return active.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
}

function activeRule(
  { rule, category, own }: RegisteredRule,
  severity: Severity,
  state: RuleState | undefined,
): ActiveRule {
  const options = withDefaults(rule, optionsOf(state))
  return { rule, category, severity, options, ...(own ? { own } : {}) }
}

/** The options that are set. */
export function optionsOf(state: RuleState | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...(state?.options ?? [])].map(([name, said]) => [name, said.at(-1)?.value]))
}

function gravest(levels: readonly Level[]): Severity | undefined {
  return SEVERITIES.find((severity) => levels.includes(severity))
}

export function gateOf(statements: readonly Statement[]): Severity | 'never' | undefined {
  return statements.flatMap((each) => (each.kind === 'gate' ? [each.gate] : [])).at(-1)
}

export function refHostsOf(statements: readonly Statement[]): readonly string[] {
  return [...new Set(statements.flatMap((each) => (each.kind === 'ref-host' ? [each.host] : [])))]
}

/** Limits that somebody sets; of several of one name the last holds. */
function saidLimits(statements: readonly Statement[]): ReadonlyMap<LimitName, number> {
  return new Map(statements.flatMap((each) => (each.kind === 'limit' ? [[each.name, each.value]] : [])))
}

export function limitsOf(statements: readonly Statement[]): Limits {
  return withLimits(saidLimits(statements))
}

/** Those that may have an address of a private network: by name, or as what is an address itself. */
export function privateHostsOf(statements: readonly Statement[]): readonly string[] {
  const isMeant = (host: string): boolean => /^(?:[\d.]+|\[.*\]|localhost)(?::\d+)?$/.test(host)
  return [
    ...new Set(
      statements.flatMap((each) =>
        each.kind === 'ref-host' && (each.isPrivate || isMeant(each.host)) ? [each.host] : [],
      ),
    ),
  ]
}

function problemsOf(statements: readonly Statement[]): Policy['problems'] {
  return statements.flatMap((each) => (each.kind === 'problem' ? [each.problem] : []))
}

function levelsByPlace(statements: readonly Statement[]): ReadonlyMap<string, readonly Level[]> {
  const levels = new Map<string, Level[]>()
  for (const each of statements) {
    if (each.kind === 'level' && each.scope?.pointers) addTo(levels, each.rule, each.level)
  }
  return levels
}
