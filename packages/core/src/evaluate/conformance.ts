import type { ConformanceChecker, ConformanceResult } from '../conformance.ts'
import type { Model } from '../model/model.ts'
import type { ActiveRule, Policy } from '../policy/policy.ts'
import type { At, Conformance } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import { covers, describesApi } from '../spec/format.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import type { Evaluation } from './types.ts'

/**
 * Begins to check whether a description conforms to its specification. Never rejects.
 * @returns undefined where no rule asks for it or nobody can tell
 */
export function startConformance(
  graph: Graph,
  policy: Policy,
  checker: ConformanceChecker | undefined,
): Promise<Conformance> | undefined {
  const isWanted = waiting(policy).some(({ rule }) =>
    rule.formats.some((selector) => covers(selector, graph.format)),
  )
  const { format, version, files } = graph
  if (!checker || !isWanted || !describesApi(format)) return undefined
  return checker
    .check({ format, version, files })
    .catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }))
    .then((result) => place(result, graph))
}

/** Judges by the rules that wait for the check of conformance, and adds that to what the others have found. */
export function evaluateWaiting(
  done: Evaluation,
  model: Model,
  policy: Policy,
  options: EvaluateOptions,
): Evaluation {
  const rules = waiting(policy)
  if (rules.length === 0) return done
  const more = evaluate(model, { ...policy, rules }, options)
  return {
    findings: [...done.findings, ...more.findings],
    undecided: [...done.undecided, ...more.undecided],
    assumed: [...done.assumed, ...more.assumed],
    rules: [...done.rules, ...more.rules].sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: [...done.problems, ...more.problems, ...failures(rules, model, options.conformance)],
  }
}

/** The policy without the rules that wait for the check of conformance. */
export function withoutWaiting(policy: Policy): Policy {
  const rules = policy.rules.filter(({ rule }) => rule.needs !== 'conformance')
  return rules.length === policy.rules.length ? policy : { ...policy, rules }
}

function waiting(policy: Policy): readonly ActiveRule[] {
  return policy.rules.filter(({ rule }) => rule.needs === 'conformance')
}

/** A check that failed leaves the run incomplete. */
function failures(
  rules: readonly ActiveRule[],
  model: Model,
  conformance: Conformance | undefined,
): readonly Problem[] {
  if (conformance?.failed === undefined) return []
  const { uri } = model.document.node.file
  return rules.map(({ rule }) => {
    const message = `The rule \`${rule.id}\` judged nothing, because the check of conformance failed: ${conformance.failed}.`
    return { code: 'rule-failed', severity: 'error', message, uri }
  })
}

/** Finds the nodes that violations are about. */
function place(result: ConformanceResult, graph: Graph): Conformance {
  if ('failed' in result) return { violations: [], unread: [], failed: result.failed }
  const roots = new Map<string, Node>()
  const nodeOf = (uri: string, path: readonly (string | number)[]): Node => {
    let node = roots.get(uri) ?? graph.lookUp(graph.root, uri) ?? graph.root
    roots.set(uri, node)
    for (const key of path) node = node.child(String(key)) ?? node
    return node
  }
  const violations = result.violations.map(({ uri, path, part, message, discriminator, meant }) => {
    const node = nodeOf(uri, path)
    const at: At = part === 'key' ? { node, part } : node
    return { at, message, discriminator, ...(meant === undefined ? {} : { meant }) }
  })
  const unread = result.unread.map(({ uri, path, because }) => ({ at: nodeOf(uri, path), because }))
  return { violations, unread }
}
