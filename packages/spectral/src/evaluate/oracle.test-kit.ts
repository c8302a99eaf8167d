import core, {
  type IRuleResult,
  type RulesetDefinition,
  type RulesetFunction,
} from '@stoplight/spectral-core'
import parsers from '@stoplight/spectral-parsers'
import resolvers from '@stoplight/spectral-ref-resolver'
import { createGuard } from '../guard/watchdog.ts'
import { openDocument } from './inventory.ts'
import { runRuleset } from './run.ts'
import type { RunResult } from './types.ts'

/** A document to be judged: its text, and the file that it is said to be. */
export interface Given {
  readonly text: string
  readonly source?: string
}

const RULESET = { source: '/policy/.spectral.yaml', severity: 'recommended' } as const

function documentOf({ text, source = '/policy/openapi.yaml' }: Given) {
  return new core.Document(text, parsers.Yaml, source)
}

/** What spectral-core itself reports. */
export async function theirs(definition: RulesetDefinition, given: Given): Promise<IRuleResult[]> {
  const spectral = new core.Spectral({ resolver: resolvers.createHttpAndFileResolver() })
  spectral.setRuleset(new core.Ruleset(definition, RULESET))
  return spectral.run(documentOf(given))
}

export async function ours(
  definition: RulesetDefinition,
  given: Given,
  budgetMs = 20_000,
  mostWays?: number,
): Promise<RunResult> {
  const document = documentOf(given)
  const opened = await openDocument({
    document,
    ruleset: new core.Ruleset(definition, RULESET),
    resolver: resolvers.createHttpAndFileResolver(),
  })
  const now = () => performance.now()
  return runRuleset({ ...opened, document, guard: createGuard({ budgetMs, now }), now, mostWays })
}

/** All that a result says, in a form that can be compared. */
export function told(results: readonly IRuleResult[]): string[] {
  return results.map(({ code, message, path, severity, source, range: { start, end }, documentationUrl }) =>
    JSON.stringify([
      code,
      message,
      path,
      severity,
      source,
      [start.line, start.character, end.line, end.character],
      documentationUrl,
    ]),
  )
}

/** A rule with one function. */
export function rule(
  given: string | string[],
  call: RulesetFunction<never, never>,
  rest: {
    readonly field?: string
    readonly options?: unknown
    readonly message?: string
    readonly description?: string
    readonly resolved?: boolean
    readonly severity?: 0 | 1 | 2 | 3
  } = {},
) {
  const { field, options, ...others } = rest
  const target = {
    function: call as RulesetFunction,
    ...(field !== undefined && { field }),
    ...(options !== undefined && { functionOptions: options }),
  }
  // biome-ignore lint/suspicious/noThenProperty: it is a word of rulesets
  return { given, then: target, ...others }
}
