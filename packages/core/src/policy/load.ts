import type { Host } from '../host.ts'
import type { RulesetReference } from '../ruleset-engine.ts'
import type { RefLock } from '../source/bounds.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { Configuration, privateHostsOf, refHostsOf } from './configuration.ts'
import { type Chain, readChain } from './extends.ts'
import { foldRules, isSofter, levelOf, onlyEverywhere } from './fold.ts'
import { folderOf } from './folders.ts'
import { type Enforced, enforceLocks } from './locks.ts'
import { originName } from './origin.ts'
import { ownRules, schemaFaults, withOwn } from './own/own-rules.ts'
import type { ConfigurationError, Policy } from './policy.ts'
import { faultsOfPresets, findPresets, registryErrors } from './presets.ts'
import type { Registry, Severity } from './rule.ts'
import { collisions, type ForeignRules, loadRulesets, type RulesetSupport, withForeign } from './rulesets.ts'
import type { PolicySource, Statement } from './statements.ts'
import { PRESET_PREFIX } from './words.ts'

export interface PolicyRequest {
  /** `specward.yaml` as `source` read it; undefined when there is none. */
  readonly file: SourceFile | undefined
  /** Reads what the file extends. */
  readonly loader: Loader
  /** URI of the folder beyond which nothing is read, ending in `/`. */
  readonly root: string
  readonly registry: Registry
  /** Names of presets, with or without `specward:`, in place of those that the file extends. */
  readonly presets?: readonly string[] | undefined
  /** A gate in place of the one that the file asks for: held against what is locked. */
  readonly failOn?: Severity | 'never' | undefined
  /** Today's date, `2027-01-31`: whether exceptions have ended. Undefined: that is not checked. */
  readonly today?: string | undefined
  /** Version of the tool: part of the digest. */
  readonly version: string
  /** Where rulesets of another tool may be part of the policy. */
  readonly rulesets?: RulesetSupport | undefined
  /** URI of the ruleset that is part of the policy without being named. */
  readonly discovered?: string | undefined
  /** Whether somebody named the file. */
  readonly isGiven?: boolean | undefined
  /** For the engine of rulesets. */
  readonly host?: Host | undefined
  /** What is known of URLs from before. */
  readonly lock?: RefLock | undefined
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
}

export type ConfigurationResult =
  | { readonly configuration: Configuration }
  | { readonly errors: readonly ConfigurationError[] }

export type PolicyResult = { readonly policy: Policy } | { readonly errors: readonly ConfigurationError[] }

/**
 * Reads, checks and merges a configuration: what it extends in order, then what it says itself, held against what is
 * locked. Either everything in all files was understood and is allowed, or all that was not is returned at once,
 * in the order of the text.
 */
export async function loadConfiguration(request: PolicyRequest): Promise<ConfigurationResult> {
  const registered = registryErrors(request.registry)
  if (registered.length > 0) return { errors: registered }
  const alone = isAlone(request)
  const { chain: first, own, faults } = await firstReading(request, alone)
  if (faults.length > 0) return { errors: faults }
  const references = referencesOf(request, alone ? [] : [...first.rulesets, ...own.rulesets])
  const registry = withOwn(request.registry, own)
  if (references.length === 0 || !request.rulesets || !request.host) {
    const isChanged = own.definedAt.size > 0
    return merge(request, isChanged ? await chainOf(request, registry) : first, registry, undefined)
  }
  const { rulesets, discovered, host } = request
  const said = first.sources.flatMap(({ statements }) => statements)
  const bounds = {
    root: request.root,
    refHosts: refHostsOf(said),
    privateHosts: privateHostsOf(said),
    refLock: request.lock,
  }
  const foreign = await loadRulesets(references, discovered, rulesets, bounds, host, request.loader.guard)
  if ('errors' in foreign) return { errors: foreign.errors }
  // alone, they may call a rule as one of ours is called: ours are not there
  if (alone) return merge(request, first, withForeign({ ...registry, rules: [] }, foreign), foreign)
  const known = withForeign(registry, foreign)
  const twice = collisions(foreign, registry)
  if (twice.length > 0) return { errors: twice }
  return merge(request, await chainOf(request, known, foreign), known, foreign)
}

/** Reads the files of a policy before it is known which rules they and the rulesets define. */
async function firstReading(request: PolicyRequest, alone: boolean) {
  const chain = await chainOf(request, alone ? { ...request.registry, unchecked: true } : request.registry)
  const files = alone ? [] : chain.files
  const own = ownRules(files)
  if (own.schemas.length === 0) return { chain, own, faults: [] }
  const schema = await (await request.rulesets?.engine())?.schemaFunction?.()
  return { chain, own: ownRules(files, schema), faults: schemaFaults(own.schemas, schema) }
}

/** Rulesets of the command line are all of the policy, unless ours is asked for by name as well. */
function isAlone({ rulesets, presets, isGiven }: PolicyRequest): boolean {
  return (rulesets?.named ?? []).length > 0 && presets === undefined && isGiven !== true
}

async function chainOf(request: PolicyRequest, registry: Registry, foreign?: ForeignRules): Promise<Chain> {
  if (!request.file) return { sources: [], files: [], rulesets: [], errors: [] }
  const names = foreign?.sources.map(({ name }) => name)
  const takesRulesets = request.rulesets !== undefined
  return readChain(request.file, { ...request, registry, takesRulesets, foreign: names })
}

/** What is extended, what was found, and what was named, in the order in which they hold. */
function referencesOf(
  { rulesets, discovered }: PolicyRequest,
  extended: readonly RulesetReference[],
): readonly RulesetReference[] {
  if (!rulesets) return []
  const isExtended = extended.some((each) => 'name' in each && each.name === discovered)
  const found =
    discovered === undefined || isExtended
      ? []
      : [{ name: discovered, base: folderOf(discovered), by: 'discovered' as const }]
  const base = rulesets.workingDirectory
  const named = [...new Set(rulesets.named)].map((name) => ({ name, base, by: 'named' as const }))
  return [...extended, ...found, ...named]
}

function merge(
  request: PolicyRequest,
  chain: Chain,
  registry: Registry,
  foreign: ForeignRules | undefined,
): ConfigurationResult {
  const { file } = request
  const alone = foreign !== undefined && isAlone(request)
  const asked = alone ? { sources: [], errors: [] } : findPresets(request.presets, registry)
  const errors = [...asked.errors, ...chain.errors]
  if (errors.length > 0) return { errors }
  const declared = withRulesets(file ? chain.sources : asked.sources, foreign)
  const enforced = enforceLocks(declared, request)
  const replaced = request.presets !== undefined && file !== undefined
  const sources = replaced ? withPresets(asked.sources, declared) : declared
  const faults = faultsOfPresets(sources, request.registry)
  if (faults.length > 0) return { errors: faults }
  const kept = replaced ? keptOf(sources, enforced) : enforced.statements
  const lowered = replaced ? presetErrors(request, kept, enforced) : []
  const wrong = [
    ...enforced.errors,
    ...(lowered.length > 0 ? lowered : neverOn(chain, kept)),
    ...gateErrors(request, enforced),
  ]
  if (wrong.length > 0) return { errors: inOrder(wrong, chain) }
  const { version, lock } = request
  const sha256 = (text: string): string => request.sha256(text)
  const statements = alone ? kept.filter((each) => isForAll(each, foreign)) : kept
  const files = [...chain.files, ...(foreign?.loaded.files ?? [])]
  const ids = new Set([...request.registry.rules, ...registry.rules].map(({ rule }) => rule.id))
  for (const id of foreign?.ids ?? []) ids.add(id)
  const ruleIds = foreign?.loaded.isUnread ? undefined : ids
  const parts = { sources, files, enforced, statements, registry, foreign, ruleIds, version, lock, sha256 }
  if (!alone) return { configuration: new Configuration(parts) }
  const said = new Set(statements)
  const speaking = sources.filter(
    (source) => foreign.sources.includes(source) || source.statements.some((each) => said.has(each)),
  )
  return { configuration: new Configuration({ ...parts, sources: speaking }) }
}

/** What holds whatever the rules are: what may be read, what is a problem, and the gate. */
function isForAll(statement: Statement, foreign: ForeignRules): boolean {
  return (
    ['ref-host', 'problem', 'gate', 'attestation-setting', 'waiver-setting'].includes(statement.kind) ||
    foreign.own.has(statement)
  )
}

/** Rulesets come before all files, so that these can set what rules of theirs are worth. */
function withRulesets(
  sources: readonly PolicySource[],
  foreign: ForeignRules | undefined,
): readonly PolicySource[] {
  if (!foreign) return sources
  const first = sources.findIndex(({ name }) => name.includes('://'))
  const at = first < 0 ? sources.length : first
  return [...sources.slice(0, at), ...foreign.sources, ...sources.slice(at)]
}

/** The policy of a configuration for one document, by its URI; without one, no override is in force. */
export async function loadPolicy(
  request: PolicyRequest & { readonly document?: string },
): Promise<PolicyResult> {
  const result = await loadConfiguration(request)
  return 'errors' in result ? result : { policy: result.configuration.policyFor(request.document) }
}

function withPresets(
  presets: readonly PolicySource[],
  declared: readonly PolicySource[],
): readonly PolicySource[] {
  return [...presets, ...declared.filter(({ name }) => !name.startsWith(PRESET_PREFIX))]
}

/** What presets from the command line and the files say, without what has been refused. */
function keptOf(sources: readonly PolicySource[], { statements }: Enforced): readonly Statement[] {
  const kept = new Set(statements)
  const said = sources.flatMap((source) => source.statements)
  return said.filter((each) => each.origin.place === undefined || kept.has(each))
}

/** A rule that is given options and is off by silence is a mistake: the author means it to run. */
function neverOn(chain: Chain, statements: readonly Statement[]): readonly ConfigurationError[] {
  const levelled = new Set(statements.flatMap((each) => (each.kind === 'level' ? [each.rule] : [])))
  const lost = new Map<string, ConfigurationError>()
  for (const { statements: own } of chain.sources) {
    for (const each of own) {
      if (each.kind !== 'option' || levelled.has(each.rule) || lost.has(each.rule)) continue
      const { place, source: uri } = each.ruleOrigin
      const message = `\`${each.rule}\` is in none of the presets in use; give it a \`severity\`.`
      lost.set(each.rule, { message, uri, ...(place ? { line: place.line, column: place.column } : {}) })
    }
  }
  return [...lost.values()]
}

/** The presets of the command line must not go below what is locked. */
function presetErrors(
  { presets = [], root }: PolicyRequest,
  statements: readonly Statement[],
  enforced: Enforced,
): readonly ConfigurationError[] {
  const states = foldRules(statements, onlyEverywhere, enforced.excused)
  const lowered = [...enforced.lockedAt].filter(([id]) => {
    const floor = enforced.rules.get(id)?.floor?.level ?? 'off'
    const level = levelOf(states.get(id))
    return isSofter(level, floor) && isSofter(level, levelOf(enforced.rules.get(id)))
  })
  const [first] = lowered
  if (!first) return []
  const names = lowered.slice(0, 3).map(([id]) => `\`${id}\``)
  const more = lowered.length > names.length ? ` and ${lowered.length - names.length} more` : ''
  const what = `${names.join(', ')}${more}, locked in ${originName(first[1], root)}`
  const options = presets.map((name) => `--preset ${name}`).join(' ')
  return [{ message: `\`${options}\` would soften or turn off ${what}. Leave it out.` }]
}

function gateErrors({ failOn, root }: PolicyRequest, { settings }: Enforced): readonly ConfigurationError[] {
  const breach = failOn && settings.gateBreach(failOn)
  if (!failOn || !breach) return []
  const floor = `the gate \`${settings.gateFloor}\`, which is locked in ${originName(breach.lockedAt, root)}`
  return [{ message: `\`--fail-on ${failOn}\` would let pass what ${floor}, stops. Leave it out.` }]
}

/** By file, the configuration first, and within a file in the order of the text. */
function inOrder(errors: readonly ConfigurationError[], { files }: Chain): readonly ConfigurationError[] {
  const rank = ({ uri }: ConfigurationError): number => files.findIndex((file) => file.uri === uri)
  return errors.toSorted(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  )
}
