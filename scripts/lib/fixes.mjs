// Which rules have fixes, by what they offer on their own examples.

/**
 * @param {readonly { rule: { id: string, examples: { bad: readonly object[] } } }[]} rules
 * @param {(rule: any, example: any, options: any) => Promise<{ findings: readonly { fix?: { kind: string } | undefined }[] }>} runRule
 * @param {object} options what rules are run with, see `RunOptions`
 * @returns {Promise<ReadonlyMap<string, { safe: boolean, suggested: boolean }>>} by rule, of those that offer any
 */
export async function fixesOf(rules, runRule, options) {
  const found = new Map()
  for (const { rule } of rules) {
    const kinds = new Set()
    for (const example of rule.examples.bad) {
      const { findings } = await runRule(rule, example, options)
      for (const { fix } of findings) if (fix) kinds.add(fix.kind)
    }
    if (kinds.size > 0) found.set(rule.id, { safe: kinds.has('safe'), suggested: kinds.has('suggested') })
  }
  return found
}

/** The best that one of several rules offers: `safe`, `suggested` or `none`. */
export function bestOf(ids, fixes) {
  const all = ids.flatMap((id) => fixes.get(id) ?? [])
  if (all.some(({ safe }) => safe)) return 'safe'
  return all.length > 0 ? 'suggested' : 'none'
}
