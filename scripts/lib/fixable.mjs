/**
 * Which kinds of fixes rules have, as their examples show.
 * @param {readonly { rule: object }[]} rules
 * @param {(rule: object, example: object) => Promise<{ findings: readonly { fix?: { kind: string } }[] }>} run
 * @returns {Promise<ReadonlyMap<string, readonly string[]>>} kinds by the id of the rule, sorted
 */
export async function fixKinds(rules, run) {
  const kinds = new Map()
  for (const { rule } of rules) {
    const found = new Set()
    for (const example of rule.examples.bad) {
      const { findings } = await run(rule, example)
      for (const { fix } of findings) if (fix) found.add(fix.kind)
    }
    kinds.set(rule.id, [...found].sort())
  }
  return kinds
}
