import { resolve } from 'node:path'
import {
  didYouMean,
  type ExplainResult,
  explainPolicy,
  type ForeignRule,
  withoutCommands,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { foreignRulePage } from '../foreign-rule-page.ts'
import type { Io } from '../io.ts'
import { toTerminal } from '../page.ts'
import { type RulesetOptions, rulesetSupport } from '../rulesets.ts'
import { uriOf } from '../uris.ts'
import { UsageError } from '../usage.ts'

export interface ExplainOptions extends RulesetOptions {
  readonly config?: string
  readonly color: boolean
}

/** Prints the page of a rule. Returns the exit code. */
export async function explainCommand(
  id: string,
  options: ExplainOptions,
  io: Io,
  version: string,
): Promise<number> {
  const ids = registry.rules.map(({ rule }) => rule.id)
  const color = wantsColor(io, options.color)
  if (ids.includes(id)) {
    io.out(toTerminal(await pageOf(id, io), color, Math.min(io.columns ?? 100, 100)))
    return 0
  }
  const policy = await policyHere(options, io, version)
  if (!policy) return 2
  const foreign = policy.rulesets?.rules ?? []
  const rule = foreign.find((each) => each.id === id) ?? ownRule(id, policy)
  if (!rule) {
    const known = [...ids, ...policy.registry.rules.map((each) => each.rule.id)]
    const hint = didYouMean(id, known) || sameWords(id, known)
    throw new UsageError(`There is no rule \`${id}\`.${hint || ' `specward rules` lists them all.'}`)
  }
  const level = policy.explained.rules.find((each) => each.id === id)
  io.out(withoutCommands(foreignRulePage(rule, level, policy.files, io.cwd, color)))
  return 0
}

/** Rules that are named in an answer. */
const MOST_NAMED = 3

/** ` Did you mean \`no-get-body\`?` for `get-body`: rules whose ids have all of its words. */
function sameWords(id: string, known: readonly string[]): string {
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const isLike = (other: string) => words.every((word) => other.split('-').includes(word))
  const found = words.length === 0 ? [] : [...new Set(known)].filter(isLike).slice(0, MOST_NAMED)
  if (found.length === 0) return ''
  return ` Did you mean ${found.map((each) => `\`${each}\``).join(' or ')}?`
}

/** A rule of the policy that selects a concept, in the words of one that has `given`. */
function ownRule(id: string, { registry: { rules }, explained }: PolicyHere): ForeignRule | undefined {
  const found = rules.find(({ rule, own }) => rule.id === id && own)
  const level = explained.rules.find((each) => each.id === id)
  if (!found?.own || !level) return undefined
  const { rule, own } = found
  const { source: uri, place } = own.origin
  return {
    id,
    severity: level.value === 'off' ? 'hint' : level.value,
    description: rule.title,
    ...definitionOf(own.source),
    documentationUrl: rule.documentationUrl,
    given: [`every ${rule.select}`, ...conditionsOf(own.source)],
    tags: [],
    source: uri,
    at: place && { uri, span: place.span },
  }
}

/** What a definition says, which has been checked when it was read. */
function definitionOf(source: string): Pick<ForeignRule, 'message' | 'then' | 'formats'> {
  const { message, then, formats = [] } = JSON.parse(source)
  const steps = [then].flat().map((step) => ({ ...step, options: step.functionOptions }))
  // biome-ignore lint/suspicious/noThenProperty: what rules call it; nobody awaits a definition
  return { message, then: steps, formats }
}

/** `where method is get, head`. */
function conditionsOf(source: string): readonly string[] {
  const { where = {} } = JSON.parse(source)
  return Object.entries(where).map(([field, value]) => `where ${field} is ${[value].flat().join(', ')}`)
}

async function pageOf(id: string, io: Io): Promise<string> {
  const page = await io.packageFile(`rulesets/docs/${id}.md`)
  if (page === undefined) throw new Error(`the page rulesets/docs/${id}.md is missing from the package`)
  return page
}

export type PolicyHere = Exclude<ExplainResult, { readonly errors: unknown }>

/** The policy for the working directory; undefined, and printed, where something is wrong with it. */
export async function policyHere(
  options: Omit<ExplainOptions, 'color'>,
  io: Io,
  version: string,
): Promise<PolicyHere | undefined> {
  const rulesets = await rulesetSupport(options, io)
  const config = options.config === undefined ? undefined : uriOf(resolve(io.cwd, options.config))
  const named = new Set([...(config === undefined ? [] : [config]), ...(rulesets.named ?? [])])
  const host = io.host({ cwd: io.cwd, named })
  const { workingDirectory } = rulesets
  const result = await explainPolicy(
    { document: workingDirectory, registry, version, workingDirectory, config, rulesets },
    host,
  )
  if (!('errors' in result)) return result
  await printConfigurationErrors(result.errors, host, io)
  return undefined
}
