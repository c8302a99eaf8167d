import type { Host } from '../host.ts'
import type { Configuration } from '../policy/configuration.ts'
import { createPolicyCache, findConfiguration, findRoot } from '../policy/find.ts'
import { isFileBeside } from '../policy/folders.ts'
import type { ConfigurationError } from '../policy/policy.ts'
import type { Registry, Severity } from '../policy/rule.ts'
import type { RulesetSupport } from '../policy/rulesets.ts'
import type { PolicySource } from '../policy/statements.ts'
import { PRESET_PREFIX } from '../policy/words.ts'
import type { LoadedRulesets } from '../ruleset-engine.ts'
import type { SourceFile } from '../source/types.ts'
import { ExplainedPlaces } from './explain-places.ts'
import { explainRules } from './explain-rules.ts'
import { explainExceptions, explainLocks, explainOverrides, explainSettings } from './explain-settings.ts'
import type { ExplainedPolicy } from './explained.ts'

export interface ExplainRequest {
  /** URI of a document, or of a folder (ending in `/`): for a folder, no override is in force. */
  readonly document: string
  readonly registry: Registry
  readonly version: string
  /** URI of a folder, ending in `/`: file names are relative to it. */
  readonly workingDirectory: string
  readonly config?: string | undefined
  readonly presets?: readonly string[] | undefined
  readonly failOn?: Severity | 'never' | undefined
  readonly today?: string | undefined
  /** As for `lint`: where rulesets of Spectral can be part of the policy. */
  readonly rulesets?: RulesetSupport | undefined
}

export type ExplainResult =
  | {
      readonly explained: ExplainedPolicy
      /** Rulesets that are part of the policy. */
      readonly rulesets: LoadedRulesets | undefined
      /** The registry with the rules that the policy defines. */
      readonly registry: Registry
      /** Files that the policy was read from, by URI. */
      readonly files: ReadonlyMap<string, SourceFile>
    }
  | { readonly errors: readonly ConfigurationError[] }

/**
 * The policy that a document is judged by, with where each setting was made. Finds, reads and checks it as `lint`
 * does; the document itself is not read.
 */
export async function explainPolicy(request: ExplainRequest, host: Host): Promise<ExplainResult> {
  const { document, config, workingDirectory } = request
  const cache = createPolicyCache(host)
  const found = await findRoot(document, host, { workingDirectory, config, cache })
  const isOutside = isFileBeside(document, workingDirectory) && !document.startsWith(found)
  const root = isOutside ? document.slice(0, document.lastIndexOf('/') + 1) : found
  const result = await findConfiguration(document, { ...request, host, root, cache })
  if ('errors' in result) return { errors: result.errors }
  const { configuration, config: used } = result
  return {
    explained: explain(configuration, used, request),
    rulesets: configuration.parts.foreign?.loaded,
    registry: configuration.parts.registry,
    files: new Map(configuration.parts.files.map((file) => [file.uri, file])),
  }
}

function explain(
  configuration: Configuration,
  config: string | undefined,
  { document: uri, workingDirectory, presets, failOn, rulesets }: ExplainRequest,
): ExplainedPolicy {
  const document = uri.endsWith('/') ? undefined : uri
  const files = new Map(configuration.parts.files.map((file) => [file.uri, file]))
  const places = new ExplainedPlaces(workingDirectory, files)
  const policy = configuration.policyFor(document)
  return {
    version: 1,
    document: document === undefined ? null : places.name(document),
    configuration: config === undefined ? null : places.name(config),
    digest: policy.digest,
    sources: sourcesOf(configuration).map(({ name, extendedAt }) => {
      const isPreset = presets !== undefined && name.startsWith(PRESET_PREFIX)
      const asked = isPreset || rulesets?.named?.includes(name) === true
      const from = extendedAt ? places.of(extendedAt) : null
      const isFound = configuration.parts.foreign?.discovered === name
      return { name: places.name(name), from, asked, ...(isFound ? { discovered: true as const } : {}) }
    }),
    rules: explainRules(configuration, document, places),
    ...explainSettings(configuration, document, failOn, places),
    overrides: explainOverrides(configuration, document, places),
    locks: explainLocks(configuration, places),
    exceptions: explainExceptions(configuration, places),
    notices: (policy.notices ?? []).map(({ code, severity, message, uri: file, span }) => {
      const line = span && file !== undefined ? files.get(file)?.position(span.start).line : undefined
      return {
        code,
        severity,
        message,
        file: file === undefined ? null : places.name(file),
        line: line ?? null,
      }
    }),
  }
}

/** Each once: a configuration that defines rules of its own is a ruleset, too. */
function sourcesOf({ parts: { sources, foreign } }: Configuration): readonly PolicySource[] {
  const others = sources.filter((source) => !foreign?.sources.includes(source))
  const names = new Set(others.map(({ name }) => name))
  return sources.filter((source) => others.includes(source) || !names.has(source.name))
}
