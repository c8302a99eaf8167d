import type { RulesetReference, SchemaFunction } from '../../ruleset-engine.ts'
import { Node } from '../../source/node.ts'
import type { SourceFile } from '../../source/types.ts'
import { Checker } from '../checker.ts'
import { type Origin, originOf } from '../origin.ts'
import type { ConfigurationError } from '../policy.ts'
import type { RegisteredRule, Registry } from '../rule.ts'
import { isDefinition } from './definition.ts'
import { readSelectRule } from './read-definition.ts'
import { selectRule } from './select-rule.ts'

/** Category of the rules that a configuration defines. */
export const OWN_CATEGORY = 'own'

/** Keys of a configuration that go with rules in the syntax of Spectral. */
export const RULESET_KEYS = ['aliases', 'functions', 'functionsDir'] as const

/** The rules that the files of a policy define themselves. */
export interface OwnRules {
  /** Those that select a concept. */
  readonly rules: readonly RegisteredRule[]
  /** One for each file that has some in the syntax of Spectral. */
  readonly rulesets: readonly RulesetReference[]
  /** Schemas that they judge by, not looked into yet. */
  readonly schemas: readonly { readonly node: Node; readonly options: unknown }[]
  /** Where each id is defined first. */
  readonly definedAt: ReadonlyMap<string, Origin>
}

/**
 * Finds the rules that files define. What is wrong with them is told when the files are read.
 *
 * @param schema for rules that need it
 */
export function ownRules(files: readonly SourceFile[], schema?: SchemaFunction | undefined): OwnRules {
  const schemas: { readonly node: Node; readonly options: unknown }[] = []
  const definedAt = new Map<string, Origin>()
  const rules: RegisteredRule[] = []
  const rulesets: RulesetReference[] = []
  for (const file of files) {
    const given = new Map<string, unknown>()
    for (const entry of definitionsIn(file)) {
      if (definedAt.has(entry.key)) continue
      const origin = originOf(file, { node: entry, part: 'key' })
      definedAt.set(entry.key, origin)
      const read = entry.child('select') ? readSelectRule(new Checker(file), entry) : undefined
      if (read) {
        for (const { options } of read.definition.steps)
          if (options.function === 'schema') schemas.push(options)
        rules.push({
          category: OWN_CATEGORY,
          rule: selectRule(read.definition, schema),
          own: { origin, source: sourceOf(entry) },
        })
      } else if (entry.child('given') && !entry.child('select')) given.set(entry.key, entry.value)
    }
    if (given.size > 0) rulesets.push(rulesetOf(file, given))
  }
  return { rules, rulesets, schemas, definedAt }
}

/** What is wrong with schemas that rules judge by. */
export function schemaFaults(
  schemas: OwnRules['schemas'],
  schema: SchemaFunction | undefined,
): readonly ConfigurationError[] {
  return schemas.flatMap(({ node, options }) => {
    const check = new Checker(node.file)
    const fault = schema ? schema.fault(options) : 'nothing is there that knows JSON Schema'
    if (fault !== undefined) check.fail({ node, part: 'key' }, `This cannot be judged by: ${fault}.`)
    return check.errors
  })
}

/** The registry with the rules that select a concept. */
export function withOwn(registry: Registry, { rules, definedAt }: OwnRules): Registry {
  if (definedAt.size === 0) return registry
  const known = new Set(registry.rules.map(({ rule }) => rule.id))
  const added = rules.filter(({ rule }) => !known.has(rule.id))
  return { ...registry, rules: [...registry.rules, ...added], definedAt }
}

function definitionsIn(file: SourceFile): readonly Node[] {
  if (file.value === undefined || file.value === null) return []
  const rules = new Node(file, undefined, '', file.value).child('rules')
  return rules?.isObject ? [...rules.children()].filter(isDefinition) : []
}

/** What the file would be if it were a ruleset: places in one are places in the other. */
function rulesetOf(file: SourceFile, given: ReadonlyMap<string, unknown>): RulesetReference {
  const root = new Node(file, undefined, '', file.value)
  const rest = RULESET_KEYS.flatMap((key) => {
    const node = root.child(key)
    return node ? [[key, node.value] as const] : []
  })
  return { definition: { ...Object.fromEntries(rest), rules: Object.fromEntries(given) }, file, path: [] }
}

/** The definition as data, for the digest. */
function sourceOf(entry: Node): string {
  return JSON.stringify(entry.value)
}
