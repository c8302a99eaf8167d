import { didYouMean } from '@specward/core'
import { registry } from '@specward/rulesets'
import { wantsColor } from '../color.ts'
import type { Io } from '../io.ts'
import { toTerminal } from '../page.ts'
import { UsageError } from '../usage.ts'

/** Prints the page of a rule. */
export async function explainCommand(
  id: string,
  options: { readonly color: boolean },
  io: Io,
): Promise<number> {
  const ids = registry.rules.map(({ rule }) => rule.id)
  if (!ids.includes(id)) {
    const hint = didYouMean(id, ids) || ' `specward rules` lists them all.'
    throw new UsageError(`There is no rule \`${id}\`.${hint}`)
  }
  const page = await io.packageFile(`rulesets/docs/${id}.md`)
  if (page === undefined) throw new Error(`the page rulesets/docs/${id}.md is missing from the package`)
  io.out(toTerminal(page, wantsColor(io, options.color), Math.min(io.columns ?? 100, 100)))
  return 0
}
