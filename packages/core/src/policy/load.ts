import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'
import { Configuration } from './configuration.ts'
import { type Chain, readChain } from './extends.ts'
import { foldRules, isSofter, levelOf, onlyEverywhere } from './fold.ts'
import { type Enforced, enforceLocks } from './locks.ts'
import { originName } from './origin.ts'
import { ownRules, withOwn } from './own/own-rules.ts'
import type { ConfigurationError, Policy } from './policy.ts'
import { findPresets, registryErrors } from './presets.ts'
import type { Registry, Severity } from './rule.ts'
import type { PolicySource, Statement } from './statements.ts'

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
  const { file } = request
  const { chain, registry } = await readPolicy(request)
  const asked = findPresets(request.presets, registry)
  const errors = [...registryErrors(request.registry), ...asked.errors, ...chain.errors]
  if (errors.length > 0) return { errors }
  const declared = file ? chain.sources : asked.sources
  const enforced = enforceLocks(declared, request)
  const replaced = request.presets !== undefined && file !== undefined
  const sources = replaced ? withPresets(asked.sources, declared) : declared
  const statements = replaced ? keptOf(sources, enforced) : enforced.statements
  const lowered = replaced ? presetErrors(request, statements, enforced) : []
  const wrong = [
    ...enforced.errors,
    ...(lowered.length > 0 ? lowered : neverOn(chain, statements)),
    ...gateErrors(request, enforced),
  ]
  if (wrong.length > 0) return { errors: inOrder(wrong, chain) }
  const { version } = request
  const sha256 = (text: string): string => request.sha256(text)
  const parts = { sources, files: chain.files, enforced, statements, registry, version, sha256 }
  return { configuration: new Configuration(parts) }
}

/** Reads the files of a policy; where they define rules, a second time, now that these are known. */
async function readPolicy(
  request: PolicyRequest,
): Promise<{ readonly chain: Chain; readonly registry: Registry }> {
  const { file, registry } = request
  if (!file) return { chain: { sources: [], files: [], rulesets: [], errors: [] }, registry }
  const first = await readChain(file, request)
  const own = ownRules(first.files)
  if (own.definedAt.size === 0) return { chain: first, registry }
  const known = withOwn(registry, own)
  const chain = await readChain(file, { ...request, registry: known })
  return { chain: { ...chain, rulesets: [...chain.rulesets, ...own.rulesets] }, registry: known }
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
  return [...presets, ...declared.filter(({ name }) => name.includes('://'))]
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
