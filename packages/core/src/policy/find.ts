import type { Host } from '../host.ts'
import { createLoader, type Loader } from '../source/load.ts'
import { CONFIGURATIONS } from './companions.ts'
import { folderOf, foldersAbove } from './folders.ts'
import { type ConfigurationResult, loadConfiguration, type PolicyResult } from './load.ts'
import type { ConfigurationError } from './policy.ts'
import { readRefLock } from './ref-lock.ts'
import type { Registry, Severity } from './rule.ts'
import { RULESET_NAMES, type RulesetSupport } from './rulesets.ts'

/** A policy with the configuration that it was read from, or what is wrong with that configuration. */
export type FoundPolicy = PolicyResult & {
  /** URI of the configuration; undefined when there is none. */
  readonly config: string | undefined
}

export interface FindPolicyOptions {
  readonly host: Host
  /** URI of a folder, ending in `/`. Nothing above it is looked at. */
  readonly root: string
  readonly registry: Registry
  /** Version of the tool. */
  readonly version: string
  /** URI of a configuration to use wherever the document stands. */
  readonly config?: string | undefined
  readonly presets?: readonly string[] | undefined
  /** A gate in place of the one that the configuration asks for: held against what is locked. */
  readonly failOn?: Severity | 'never' | undefined
  /** Today's date, `2027-01-31`. Undefined: whether exceptions have ended is not checked. */
  readonly today?: string | undefined
  /** Where rulesets of another tool may be part of the policy; without it, they are an error. */
  readonly rulesets?: RulesetSupport | undefined
  /** Share one over all documents of a run: they have the same host, and the same options but for the root. */
  readonly cache?: PolicyCache | undefined
}

/** Remembers what was found and read, so that a run over many documents reads each configuration once. */
export interface PolicyCache {
  readonly loader: Loader
  /** URIs of the configurations in a folder, by the URI of the folder. */
  readonly folders: Map<string, Promise<readonly string[]>>
  /** Whether a folder holds `.git`. */
  readonly repositories: Map<string, Promise<boolean>>
  /** URIs of the rulesets in a folder that are looked for, by the URI of the folder. */
  readonly rulesets: Map<string, Promise<readonly string[]>>
  /** By URI, root and ruleset; '' where there is none. */
  readonly configurations: Map<string, Promise<ConfigurationResult>>
}

/** A cache for one run. Give the loader of the run, if it has one. */
export function createPolicyCache(host: Host, loader: Loader = createLoader(host)): PolicyCache {
  return {
    loader,
    folders: new Map(),
    repositories: new Map(),
    rulesets: new Map(),
    configurations: new Map(),
  }
}

/**
 * The policy for a document: that of the nearest `specward.yaml` (or `specward.yml`) in its folder or above, up
 * to and including the root; for a document outside the root, that of the root. Without a configuration the
 * defaults apply. Rejects only if the host does.
 */
export async function findPolicy(documentUri: string, options: FindPolicyOptions): Promise<FoundPolicy> {
  const found = await findConfiguration(documentUri, options)
  if ('errors' in found) return found
  return { config: found.config, policy: found.configuration.policyFor(documentUri) }
}

/** The same, before it is made the policy of one document. */
export async function findConfiguration(
  documentUri: string,
  options: FindPolicyOptions,
): Promise<ConfigurationResult & { readonly config: string | undefined }> {
  const cache = options.cache ?? createPolicyCache(options.host)
  const found = options.config === undefined ? await nearestConfig(documentUri, options.root, cache) : []
  const config = options.config ?? found[0]
  if (found.length > 1) return { config, errors: [twoConfigurations(found)] }
  const discovered = await nearestRuleset(documentUri, options, cache)
  const isDefault = config === undefined && discovered === undefined
  const key = isDefault ? '' : `${config ?? ''}\n${options.root}\n${discovered ?? ''}`
  const reading = cache.configurations.get(key) ?? readConfiguration(config, discovered, options, cache)
  cache.configurations.set(key, reading)
  return { config, ...(await reading) }
}

/**
 * The folder beyond which nothing is read, as a URI ending in `/`: the nearest folder at or above the start that
 * holds `.git`, else the folder of the configuration (the one given, or the nearest above the start), else the
 * working directory. `start` is the URI of a document or of a folder (ending in `/`); a start that is no file
 * counts as the working directory.
 */
export async function findRoot(
  start: string,
  host: Host,
  options: {
    readonly workingDirectory: string
    readonly config?: string | undefined
    readonly cache?: PolicyCache
  },
): Promise<string> {
  const cache = options.cache ?? createPolicyCache(host)
  const from = start.startsWith('file:') ? start : options.workingDirectory
  for (const folder of foldersAbove(from)) {
    if (await isRepository(folder, cache)) return folder
  }
  if (options.config !== undefined) return folderOf(options.config)
  for (const folder of foldersAbove(from)) {
    if ((await configsIn(folder, cache)).length > 0) return folder
  }
  return options.workingDirectory
}

async function readConfiguration(
  config: string | undefined,
  discovered: string | undefined,
  options: FindPolicyOptions,
  cache: PolicyCache,
): Promise<ConfigurationResult> {
  const { loader } = cache
  const loaded = config === undefined ? undefined : await loader.load(config)
  if (config !== undefined && loaded && 'error' in loaded) {
    return { errors: [{ message: `The configuration could not be read: ${loaded.detail}`, uri: config }] }
  }
  const sha256 = (text: string): string => options.host.sha256(text)
  const lock = config === undefined ? undefined : await readRefLock(config, loader)
  if (lock && 'errors' in lock) return lock
  return loadConfiguration({
    ...options,
    lock,
    file: loaded && 'file' in loaded ? loaded.file : undefined,
    loader,
    sha256,
    discovered,
    isGiven: options.config !== undefined,
  })
}

function nearestConfig(uri: string, root: string, cache: PolicyCache): Promise<readonly string[]> {
  return nearest(uri, root, (folder) => configsIn(folder, cache))
}

/** The ruleset that belongs to a document without being named; none where others are named for the run. */
async function nearestRuleset(
  uri: string,
  { root, rulesets }: FindPolicyOptions,
  cache: PolicyCache,
): Promise<string | undefined> {
  if (!rulesets || (rulesets.named ?? []).length > 0) return undefined
  const [found] = await nearest(uri, root, (folder) =>
    namesIn(folder, RULESET_NAMES, cache.rulesets, cache.loader),
  )
  return found
}

/** What is found in the nearest folder that has any of it, up to the root. */
async function nearest(
  uri: string,
  root: string,
  look: (folder: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const from = uri.startsWith(root) ? uri : root
  for (const folder of foldersAbove(from)) {
    const found = await look(folder)
    if (found.length > 0 || folder === root) return found
  }
  return []
}

function isRepository(folder: string, cache: PolicyCache): Promise<boolean> {
  const known = cache.repositories.get(folder)
  if (known) return known
  const looking = cache.loader.exists(`${folder}.git`)
  cache.repositories.set(folder, looking)
  return looking
}

function configsIn(folder: string, cache: PolicyCache): Promise<readonly string[]> {
  return namesIn(folder, CONFIGURATIONS, cache.folders, cache.loader)
}

/** URIs of the files in a folder that have one of some names, in the order of the names. */
function namesIn(
  folder: string,
  names: readonly string[],
  cache: Map<string, Promise<readonly string[]>>,
  loader: Loader,
): Promise<readonly string[]> {
  const known = cache.get(folder)
  if (known) return known
  const looking = Promise.all(names.map((name) => loader.exists(folder + name))).then((there) =>
    names.filter((_, index) => there[index]).map((name) => folder + name),
  )
  cache.set(folder, looking)
  return looking
}

function twoConfigurations(found: readonly string[]): ConfigurationError {
  const names = CONFIGURATIONS.map((name) => `\`${name}\``).join(' and ')
  return { message: `${names} stand side by side; keep one of them.`, uri: found[0] ?? '' }
}
