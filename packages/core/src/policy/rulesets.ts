import type { Host } from '../host.ts'
import type { ForeignRule, LoadedRulesets, RulesetEngine, RulesetReference } from '../ruleset-engine.ts'
import { boundedHost, type Guard, type RefLock } from '../source/bounds.ts'
import type { SourceFile } from '../source/types.ts'
import type { ConfigurationError } from './policy.ts'
import type { RegisteredRule, Registry } from './rule.ts'
import type { PolicySource, Statement } from './statements.ts'

/** What is needed to run rulesets of another tool. */
export interface RulesetSupport {
  /** Asked for only where there is such a ruleset. */
  engine(): Promise<RulesetEngine>
  /**
   * Rulesets of the command line: URIs, `spectral:oas`, or names of npm packages. Where there are any, none is looked
   * for.
   */
  readonly named?: readonly string[] | undefined
  /** Whether the code of rulesets may run that nobody named. */
  readonly allowScripts?: boolean | undefined
  /** What people are told who want such code to run, as a sentence. Undefined: the option of the command line. */
  readonly scriptAdvice?: string | undefined
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
}

/** Names of rulesets that are looked for: of a folder, the first that is there. */
export const RULESET_NAMES: readonly string[] = [
  '.spectral.yaml',
  '.spectral.yml',
  '.spectral.json',
  '.spectral.js',
  '.spectral.mjs',
]

/** Category of rules that are of another tool. */
export const RULESET_CATEGORY = 'ruleset'

/** Findings of these ids come from reading the description, and no ruleset defines them. */
const READING_RULES = ['parser', 'invalid-ref', 'unrecognized-format'] as const

/** Rulesets as they were read, and what is known of their rules. */
export interface ForeignRules {
  readonly loaded: LoadedRulesets
  /** Of rulesets, and of configurations that define rules, by URI. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly discovered: string | undefined
  readonly named: boolean
  /** One for each ruleset: it gives its rules their severities. */
  readonly sources: readonly PolicySource[]
  /** What the rulesets say themselves. */
  readonly own: ReadonlySet<Statement>
  readonly registered: readonly RegisteredRule[]
  readonly ids: ReadonlySet<string>
}

/** What rulesets may refer to. */
export interface RulesetBounds {
  readonly root: string
  readonly refHosts: readonly string[]
  readonly privateHosts: readonly string[]
  readonly refLock: RefLock | undefined
}

/** Has the engine read rulesets, and makes of them what a policy is merged from. */
export async function loadRulesets(
  references: readonly RulesetReference[],
  discovered: string | undefined,
  support: RulesetSupport,
  { root, refHosts, privateHosts, refLock }: RulesetBounds,
  host: Host,
  guard: Guard,
): Promise<ForeignRules | { readonly errors: readonly ConfigurationError[] }> {
  const engine = await support.engine()
  const loaded = await engine.load({
    rulesets: references,
    host,
    root,
    within: (folder) => boundedHost(guard, { root: folder, privateHosts, lock: refLock }),
    workingDirectory: support.workingDirectory,
    hosts: refHosts,
    allowScripts: support.allowScripts === true,
    scriptAdvice: support.scriptAdvice ?? 'Read the code, then allow it with `--allow-scripts`.',
  })
  if ('errors' in loaded) return { errors: loaded.errors }
  const definedIn = references.flatMap((each) => ('definition' in each ? [each.file] : []))
  const files = new Map([...definedIn, ...loaded.files].map((file) => [file.uri, file]))
  const sources = sourcesOf(loaded, files)
  const registered = [...loaded.rules.map(registeredRule), ...READING_RULES.map(readingRule)]
  return {
    loaded,
    files,
    discovered,
    named: (support.named ?? []).length > 0,
    sources,
    own: new Set(sources.flatMap(({ statements }) => statements)),
    registered,
    ids: new Set(registered.map(({ rule }) => rule.id)),
  }
}

/** What is wrong where a rule of a ruleset has the name of one of ours. */
export function collisions(foreign: ForeignRules, registry: Registry): readonly ConfigurationError[] {
  const ours = new Set(registry.rules.map(({ rule }) => rule.id))
  return foreign.loaded.rules
    .filter(({ id }) => ours.has(id))
    .map(({ id, source, at }) => {
      const file = at && foreign.files.get(at.uri)
      const position = file && at && file.position(at.span.start)
      return {
        message: `The rule \`${id}\` is defined twice: in this ruleset and by Specward. Give it another name.`,
        uri: at?.uri ?? source,
        ...position,
      }
    })
}

/** The registry with the rules of rulesets, as far as settings can be made for them. */
export function withForeign(registry: Registry, foreign: ForeignRules): Registry {
  const ours = new Set(registry.rules.map(({ rule }) => rule.id))
  const others = foreign.registered.filter(({ rule }) => !ours.has(rule.id))
  return { ...registry, rules: [...registry.rules, ...others] }
}

type Files = ReadonlyMap<string, SourceFile>

function sourcesOf(loaded: LoadedRulesets, files: Files): readonly PolicySource[] {
  const names = new Set([...loaded.sources, ...loaded.rules.map(({ source }) => source)])
  return [...names].map((name) => ({
    name,
    statements: loaded.rules.filter(({ source }) => source === name).map(levelOf(files)),
    exceptions: [],
    extendedAt: undefined,
  }))
}

function levelOf(files: Files): (rule: ForeignRule) => Statement {
  return ({ id, severity, source, at }) => {
    const file = at && files.get(at.uri)
    const place = file && at ? { span: at.span, ...file.position(at.span.start) } : undefined
    const origin = place && at ? { source: at.uri, place } : { source }
    return { kind: 'level', rule: id, level: severity, scope: undefined, origin }
  }
}

function registeredRule({ id, description, message }: ForeignRule): RegisteredRule {
  return asRule(id, description ?? message ?? id)
}

function readingRule(id: (typeof READING_RULES)[number]): RegisteredRule {
  return asRule(id, 'Tells of what could not be read as the rulesets expect it.')
}

/** A rule in name only: whoever evaluates rules of ours leaves it out. */
function asRule(id: string, title: string): RegisteredRule {
  return {
    category: RULESET_CATEGORY,
    rule: {
      id,
      title,
      why: '',
      fix: '',
      presets: {},
      formats: [],
      references: { owasp: [], cwe: [], controls: [] },
      select: 'document',
      check() {},
      examples: { bad: [], good: [] },
    },
  }
}
