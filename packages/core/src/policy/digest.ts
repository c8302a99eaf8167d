import type { Layer } from './layers.ts'
import type { ActiveRule } from './policy.ts'

/**
 * SHA-256 over everything in a policy that can change a result: the rules with severities and options, the
 * facts, the hosts, the severities of problems, and the version of the tool. Order of keys does not matter.
 */
export function policyDigest(
  rules: readonly ActiveRule[],
  layer: Layer,
  version: string,
  sha256: (text: string) => string,
): string {
  return sha256(
    canonical({
      version,
      rules: rules.map(({ rule, severity, options }) => ({ id: rule.id, severity, options })),
      facts: layer.facts,
      refHosts: layer.refHosts.toSorted(),
      problems: layer.problems.map(({ code, files, severity }) => ({ code, files: files ?? null, severity })),
    }),
  )
}

/** JSON with sorted keys. Meant for settings, which are a few levels deep whatever a configuration holds. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
