import spectralCore, { type IRuleResult, type Rule, type Ruleset } from '@stoplight/spectral-core'
import parsers from '@stoplight/spectral-parsers'
import resolvers from '@stoplight/spectral-ref-resolver'

import type { RunResult } from '../evaluate/types.ts'
import { uriOf } from '../file-names.ts'
import type { Judgement, JudgeRequest } from './judge.ts'

/** Judges a document by spectral-core itself. */
export async function judgeByCore({ ruleset, source, text, options }: JudgeRequest): Promise<Judgement> {
  const read = {
    async resolve(reference: { href(): string }): Promise<string> {
      const content = await options.read(uriOf(decodeURI(reference.href())))
      if ('text' in content) return content.text
      throw new Error(content.because)
    },
  }
  const resolver = new resolvers.Resolver({ resolvers: { http: read, https: read, file: read } })
  const document = new spectralCore.Document(text, parsers.Yaml, source)
  const spectral = new spectralCore.Spectral({ resolver })
  const effective = ruleset.fromSource(source)
  const counted = new Map<string, Count>()
  const written = Object.values(effective.rules).map((rule) => ({ rule, then: rule.then }))
  for (const { rule } of written) counted.set(rule.name, watch(rule))
  spectral.setRuleset(still(effective))
  let results: readonly IRuleResult[]
  try {
    results = await spectral.run(document)
  } finally {
    for (const { rule, then } of written) rule.then = then
  }
  const formats = document.formats ?? null
  const rules = Object.values(effective.rules).filter(({ enabled }) => enabled)
  const run: RunResult = {
    results,
    rules: rules.map((rule) => {
      const { targets = 0, error } = counted.get(rule.name) ?? {}
      const lost = error === undefined ? {} : { lost: { why: 'failed' as const, error } }
      return { name: rule.name, targets, ms: 0, excluded: !rule.matchesFormat(formats), ...lost }
    }),
    expressions: rules.flatMap((rule) =>
      rule.getGivenForFormats(formats).map((expression) => ({
        expression,
        rules: [rule.name],
        matches: counted.get(rule.name)?.targets ?? 0,
      })),
    ),
  }
  return { run, formats: formats === null ? [] : [...formats] }
}

/** The ruleset as it is for this document: what is true of the document was already taken into account. */
function still(ruleset: Ruleset): Ruleset {
  return Object.create(ruleset, { fromSource: { value: () => ruleset } })
}

interface Count {
  targets: number
  error?: unknown
}

function watch(rule: Rule): Count {
  const counted: Count = { targets: 0 }
  rule.then = rule.then.map((then) => ({
    ...then,
    function: (...parameters: Parameters<typeof then.function>) => {
      counted.targets += 1
      try {
        return then.function(...parameters)
      } catch (error) {
        counted.error = error
        return []
      }
    },
  }))
  return counted
}
