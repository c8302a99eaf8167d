import type { Path, PolicyNotice, Span } from '@specward/core'

import type { RulesetText } from './text.ts'
import { dotted, isObject, own, quote } from './values.ts'

/** What Spectral takes without a word, and by which a rule is lost or looks at something else than was meant. */
export function suspectsOf(text: RulesetText): readonly PolicyNotice[] {
  const { value, file } = text
  const notices: PolicyNotice[] = []
  const tell = (message: string, span: Span): void => {
    notices.push({ code: 'ruleset-suspect', severity: 'warn', message, uri: file.uri, span })
  }
  for (const { path, key, again } of text.base.length === 0 ? file.duplicateKeys : []) {
    tell(`${quote(dotted([...path, key]))} is written twice, and only the last one counts.`, again)
  }
  for (const [path, rule] of rulesOf(value)) {
    const thens = own(rule, 'then')
    if (Array.isArray(thens) && thens.length === 0) {
      tell(
        `The rule ${quote(path.at(-1) ?? '')} judges nothing: its \`then\` is empty.`,
        text.span([...path, 'then'], 'key'),
      )
    }
  }
  return notices
}

/** The rules of a definition and of its overrides, each with its path. */
function rulesOf(definition: unknown): readonly (readonly [Path, unknown])[] {
  const overrides = own(definition, 'overrides')
  const holders: readonly (readonly [Path, unknown])[] = [
    [[], definition],
    ...(Array.isArray(overrides)
      ? overrides.map((each, index) => [['overrides', String(index)], each] as const)
      : []),
  ]
  return holders.flatMap(([path, holder]) => {
    const rules = own(holder, 'rules')
    return Object.entries(isObject(rules) ? rules : {}).map(
      ([name, rule]) => [[...path, 'rules', name], rule] as const,
    )
  })
}
