import {
  attestationsSchema,
  configSchema,
  explainPolicy,
  type ForeignRule,
  type OptionSchemas,
  type PolicyFileKind,
  type References,
  type RegisteredRule,
  type Registry,
  type Rule,
  type Severity,
  waiversSchema,
} from '@specward/core'
import { loadCatalogue, registry } from '@specward/rulesets'
import type { Desk } from '../desk.ts'
import { configOf, folderOf, rulesetsOf } from './policy-file.ts'
import type { Schema } from './schema.ts'

/** What is known of a rule, whoever defines it. */
export interface KnownRule {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly fix: string
  /** Severity by preset; of a rule that is none of Specward's, its own. */
  readonly severities: readonly (readonly [preset: string, severity: Severity])[]
  readonly options: OptionSchemas
  readonly references: References | undefined
  readonly documentationUrl: string | undefined
  /** Whether it is one of Specward's, with a page. */
  readonly isOurs: boolean
  /** Of any other, where it is defined: the URI of a file and offsets in it, or the name of a ruleset. */
  readonly definedAt?: { readonly uri: string; readonly start?: number; readonly end?: number } | undefined
}

const ours: ReadonlyMap<string, KnownRule> = new Map(
  registry.rules.map(({ rule }) => [rule.id, knownOf(rule, registry)]),
)

/** A rule of Specward's own. */
export function ourRule(id: string): KnownRule | undefined {
  return ours.get(id)
}

export function ourRules(): Iterable<KnownRule> {
  return ours.values()
}

type Rules = ReadonlyMap<string, KnownRule>

/** What is known of the rules of policies, by folder and configuration. */
class RuleBook {
  /** Until something is judged anew. */
  readonly #now = new Map<string, Promise<Rules | undefined>>()
  /** Of the last time that nothing was wrong with the policy. */
  readonly #good = new Map<string, Rules>()

  constructor(desk: Desk) {
    desk.onReviewed(() => this.#now.clear())
  }

  async of(key: string, read: () => Promise<Rules | undefined>): Promise<Rules> {
    const reading = this.#now.get(key) ?? read()
    this.#now.set(key, reading)
    const rules = await reading
    if (rules) this.#good.set(key, rules)
    return rules ?? this.#good.get(key) ?? ours
  }
}

const books = new WeakMap<Desk, RuleBook>()

/**
 * The rules that can be named in a file of a policy, by id: those of Specward, and those that the policy in force there
 * and its rulesets define. While something is wrong with that policy, those from before.
 */
export function rulesFor(desk: Desk, uri: string): Promise<Rules> {
  const book = books.get(desk) ?? new RuleBook(desk)
  books.set(desk, book)
  return book.of(`${folderOf(uri)}\n${configOf(desk, uri) ?? ''}`, () => readRules(desk, uri))
}

/** The rules of the policy in force at a file; undefined where something is wrong with it. */
async function readRules(desk: Desk, uri: string): Promise<Rules | undefined> {
  const { version } = desk.options
  const workingDirectory = desk.folderOf(uri)
  const config = configOf(desk, uri)
  const request = { document: folderOf(uri), registry, version, workingDirectory, config }
  const result = await explainPolicy({ ...request, rulesets: rulesetsOf(desk, uri) }, desk.host)
  if ('errors' in result) return undefined
  const foreign = (result.rulesets?.rules ?? []).map(foreignRule)
  const own = result.registry.rules.flatMap((each) => {
    const level = result.explained.rules.find(({ id }) => id === each.rule.id)?.value
    return each.own ? [ownRule(each, level)] : []
  })
  return new Map([...foreign, ...ours.values(), ...own].map((rule) => [rule.id, rule] as const))
}

/** A rule of a ruleset. */
function foreignRule(rule: ForeignRule): KnownRule {
  const { id, description = id, severity, documentationUrl, source, at } = rule
  const nothing = { why: '', fix: '', options: {}, references: undefined, isOurs: false }
  const definedAt = at ? { uri: at.uri, ...at.span } : { uri: source }
  return { id, title: description, ...nothing, severities: [['', severity]], documentationUrl, definedAt }
}

/** A rule that the policy defines itself. */
function ownRule({ rule, own }: RegisteredRule, level: Severity | 'off' | undefined): KnownRule {
  const severities = level && level !== 'off' ? ([['', level]] as const) : []
  const definedAt = own && { uri: own.origin.source, ...own.origin.place?.span }
  return { ...knownOf(rule, registry), severities, isOurs: false, definedAt }
}

/** The severities of a rule in a few words: `error in recommended, strict; warn in internal-api`. */
export function severities({ severities, isOurs }: KnownRule): string {
  if (!isOurs) return severities.map(([, severity]) => `Severity: ${severity}`).join('')
  const levels = new Map<string, string[]>()
  for (const [preset, severity] of severities) {
    levels.set(severity, [...(levels.get(severity) ?? []), `\`${preset}\``])
  }
  const said = [...levels].map(([severity, presets]) => `${severity} in ${presets.join(', ')}`)
  return said.length > 0 ? said.join('; ') : 'in none of the presets'
}

function knownOf(rule: Rule, { presets }: Registry): KnownRule {
  const { id, title, why, fix, references, documentationUrl } = rule
  const severities = presets.flatMap(({ name, rules }) => {
    const severity = rules[id]
    return severity ? ([[name, severity]] as const) : []
  })
  const options = rule.options ?? {}
  return { id, title, why, fix, severities, options, references, documentationUrl, isOurs: true }
}

const schemas = new Map<PolicyFileKind, Promise<Schema>>()

/** The schema of a kind of file, which is made once. */
export function schemaFor(kind: PolicyFileKind): Promise<Schema> {
  const known = schemas.get(kind)
  if (known) return known
  const making = makeSchema(kind)
  schemas.set(kind, making)
  return making
}

async function makeSchema(kind: PolicyFileKind): Promise<Schema> {
  if (kind === 'configuration') return configSchema(registry, { rulesets: true })
  return kind === 'waivers' ? waiversSchema(registry) : attestationsSchema(await loadCatalogue())
}
