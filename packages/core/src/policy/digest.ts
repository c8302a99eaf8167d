import type { Facts } from '../model/model.ts'
import type { ActiveRule, ProblemOverride } from './policy.ts'
import type { Statement } from './statements.ts'

export interface DigestInput {
  readonly rules: readonly ActiveRule[]
  readonly facts: Facts
  readonly refHosts: readonly string[]
  readonly privateHosts: readonly string[]
  readonly problems: readonly ProblemOverride[]
  /** What is asked of those who answer for what no description shows, where anything is. */
  readonly attestations?: object | undefined
  /** What is asked of those who accept findings, where anything is. */
  readonly waivers?: object | undefined
  /** Where there are overrides: everything that is said, because with them the order decides. */
  readonly sequence: readonly Statement[]
  /** What breaks a lock by exception. */
  readonly excused: ReadonlySet<Statement>
  readonly version: string
  /** Rulesets of another tool and what is made of their rules. */
  readonly rulesets?: object | undefined
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
}

/**
 * SHA-256 over everything in a policy that can change a result: the rules with severities and options, the
 * facts, the hosts, the severities of problems, overrides, and the version of the tool. Order of keys does not matter.
 */
export function policyDigest(input: DigestInput): string {
  const { privateHosts } = input
  const { version, rules, facts, refHosts, problems, sequence, excused, rulesets, attestations, waivers } =
    input
  return input.sha256(
    canonical({
      version,
      rules: rules.map(({ rule, severity, options, own }) => ({
        id: rule.id,
        severity,
        options,
        ...(own ? { source: own.source } : {}),
      })),
      facts,
      refHosts: refHosts.toSorted(),
      ...(privateHosts.length > 0 ? { privateHosts: privateHosts.toSorted() } : {}),
      problems: problems.map(({ code, files, severity }) => ({ code, files: files ?? null, severity })),
      ...(attestations ? { attestations } : {}),
      ...(waivers ? { waivers } : {}),
      ...(rulesets ? { rulesets } : {}),
      ...(sequence.length > 0 ? { sequence: sequence.map((each) => said(each, excused.has(each))) } : {}),
    }),
  )
}

/** A statement without where it stands. */
function said(statement: Statement, excused: boolean): object {
  const { scope } = statement
  const where = scope ? { files: scope.files ?? null, pointers: scope.pointers ?? null } : null
  if (statement.kind === 'lock') return { kind: 'lock', rules: [...statement.rules.keys()].sort() }
  return { ...statement, origin: null, ruleOrigin: null, scope: where, excused }
}

/** JSON with sorted keys. Meant for settings, which are a few levels deep whatever a configuration holds. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
