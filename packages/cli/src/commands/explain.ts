import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { didYouMean, explainPolicy, type LoadedRulesets } from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import { printConfigurationErrors } from '../configuration-errors.ts'
import { foreignRulePage } from '../foreign-rule-page.ts'
import type { Io } from '../io.ts'
import { toTerminal } from '../page.ts'
import { type RulesetOptions, rulesetSupport } from '../rulesets.ts'
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
  const found = await rulesetsOf(options, io, version)
  if (found === 'invalid') return 2
  const rules = found?.rules ?? []
  const rule = rules.find((each) => each.id === id)
  if (!found || !rule) {
    const hint = didYouMean(id, [...ids, ...rules.map((each) => each.id)])
    throw new UsageError(`There is no rule \`${id}\`.${hint || ' `specward rules` lists them all.'}`)
  }
  io.out(foreignRulePage(rule, found, io.cwd, color))
  return 0
}

async function pageOf(id: string, io: Io): Promise<string> {
  const page = await io.packageFile(`rulesets/docs/${id}.md`)
  if (page === undefined) throw new Error(`the page rulesets/docs/${id}.md is missing from the package`)
  return page
}

/** The rulesets that are part of the policy for the working directory; what is wrong with it is printed. */
export async function rulesetsOf(
  options: ExplainOptions,
  io: Io,
  version: string,
): Promise<LoadedRulesets | 'invalid' | undefined> {
  const rulesets = await rulesetSupport(options, io)
  const config =
    options.config === undefined ? undefined : pathToFileURL(resolve(io.cwd, options.config)).href
  const named = new Set([...(config === undefined ? [] : [config]), ...(rulesets.named ?? [])])
  const host = io.host({ cwd: io.cwd, named })
  const { workingDirectory } = rulesets
  const result = await explainPolicy(
    { document: workingDirectory, registry, version, workingDirectory, config, rulesets },
    host,
  )
  if (!('errors' in result)) return result.rulesets
  await printConfigurationErrors(result.errors, host, io)
  return 'invalid'
}
