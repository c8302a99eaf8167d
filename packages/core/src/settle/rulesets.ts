import type { ForeignPlace, RawFinding } from '../evaluate/types.ts'
import type { Operation } from '../model/concepts.ts'
import type { PolicyRulesets } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import { RULESET_CATEGORY } from '../policy/rulesets.ts'
import { PlaceNames } from '../resolve/place-names.ts'
import type { ForeignFinding } from '../ruleset-engine.ts'
import { Node, toPointer } from '../source/node.ts'
import type { Path, SourceFile } from '../source/types.ts'
import { fingerprintsOf } from './fingerprint.ts'
import { compareText } from './order.ts'
import type { SettledFinding } from './types.ts'
import { unread } from './unread.ts'

export interface SettleRulesetsOptions {
  readonly rulesets: PolicyRulesets
  /** Files that were read, by URI. */
  fileOf(uri: string): SourceFile | undefined
  /** Of the description; none where it is something else. */
  readonly operations: readonly Operation[]
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
  /** The way to a node by names alone; by default that from the top of its file. */
  placeOf?(node: Node): string
}

const NO_REFERENCES = { owasp: [], cwe: [], controls: [] }

/** The span of a finding whose place is known by line and column alone. */
const NO_SPAN = { start: 0, end: 0 }

/**
 * Makes findings of rulesets into findings as ours are: with the severity that the policy sets for their place, the
 * operation that they lie in, and a fingerprint by meaning. Their places are left as the rulesets' engine tells them.
 */
export function settleRulesets(
  findings: readonly ForeignFinding[],
  options: SettleRulesetsOptions,
): readonly SettledFinding[] {
  const { rulesets } = options
  const places = new NodePlaces(options)
  const kept = findings.flatMap((finding) => {
    const severity = rulesets.severityAt(finding.ruleId, finding) ?? finding.severity
    return severity === 'off' ? [] : [toRaw(finding, severity, places)]
  })
  const settled = inOrder(discriminated(kept))
  const plain = new PlaceNames()
  const prints = fingerprintsOf(settled, {
    sha256: (text) => options.sha256(text),
    placeOf: (node) => options.placeOf?.(node) ?? plain.of(node),
  })
  // they are ours alone still, and there may be a hundred thousand of them
  for (const [index, finding] of settled.entries()) finding.fingerprint = prints[index]?.fingerprint ?? ''
  return settled
}

type Foreign = RawFinding & {
  readonly foreign: ForeignPlace
  readonly span: typeof NO_SPAN
  fingerprint: string
}

function toRaw(finding: ForeignFinding, severity: Severity, places: NodePlaces): Foreign {
  const { ruleId, message, uri, path, range, documentationUrl } = finding
  const { node, operation, top, rest } = places.of(uri, path)
  const pointer = places.pointerOf(node) + toPointer(rest)
  return {
    ruleId,
    category: RULESET_CATEGORY,
    severity,
    message,
    at: node,
    node: operation?.node ?? top,
    operations: operation ? [operation.label] : [],
    identity: operation?.identity ?? '',
    discriminator: rest.length > 0 ? toPointer(rest) : undefined,
    cause: undefined,
    related: [],
    fix: undefined,
    references: NO_REFERENCES,
    foreign: { pointer, range, documentationUrl },
    span: NO_SPAN,
    fingerprint: '',
  }
}

/** Where one rule says several things about one place, they are told apart by what they say. */
function discriminated(findings: readonly Foreign[]): readonly Foreign[] {
  const keys = findings.map(({ ruleId, node, foreign }) => `${ruleId}\n${node.file.uri}\n${foreign.pointer}`)
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const key of keys) {
    if (seen.has(key)) again.add(key)
    else seen.add(key)
  }
  if (again.size === 0) return findings
  return findings.map((finding, index) =>
    again.has(keys[index] ?? '')
      ? { ...finding, discriminator: JSON.stringify([finding.discriminator ?? '', finding.message]) }
      : finding,
  )
}

function inOrder(findings: readonly Foreign[]): readonly Foreign[] {
  return findings.toSorted(
    (a, b) =>
      compareText(a.node.file.uri, b.node.file.uri) ||
      a.foreign.range.start.line - b.foreign.range.start.line ||
      a.foreign.range.start.column - b.foreign.range.start.column ||
      compareText(a.ruleId, b.ruleId) ||
      compareText(a.message, b.message) ||
      compareText(a.foreign.pointer, b.foreign.pointer),
  )
}

interface NodePlace {
  /** The deepest node on the path that is there. */
  readonly node: Node
  /** Root of the file. */
  readonly top: Node
  readonly operation: Operation | undefined
  /** What of the path is not there. */
  readonly rest: Path
}

/** Finds nodes and operations by file and path. */
class NodePlaces {
  readonly #fileOf: (uri: string) => SourceFile | undefined
  readonly #roots = new Map<string, Node>()
  readonly #operations: ReadonlyMap<Node, Operation>
  readonly #pointers = new Map<Node, string>()

  constructor({ fileOf, operations }: SettleRulesetsOptions) {
    this.#fileOf = fileOf
    this.#operations = new Map(operations.map((each) => [each.node, each]))
    // one node stands for one place, so that operations are met on the way down from the roots of the model
    for (const { node } of operations) this.#roots.set(node.file.uri, rootOf(node))
  }

  of(uri: string, path: Path): NodePlace {
    const top = this.#root(uri)
    let node = top
    let depth = 0
    let operation: Operation | undefined
    for (const key of path) {
      const child = node.child(key)
      if (!child) break
      node = child
      depth++
      operation = this.#operations.get(node) ?? operation
    }
    return { node, top, operation, rest: path.slice(depth) }
  }

  /** JSON Pointer of a node; those of the nodes above it are kept, because most findings share them. */
  pointerOf(node: Node): string {
    const way: Node[] = []
    let at: Node | undefined = node
    while (at?.parent && !this.#pointers.has(at)) {
      way.push(at)
      at = at.parent
    }
    let pointer = (at && this.#pointers.get(at)) ?? ''
    for (let next = way.pop(); next; next = way.pop()) {
      pointer += toPointer([next.key])
      this.#pointers.set(next, pointer)
    }
    return pointer
  }

  #root(uri: string): Node {
    const known = this.#roots.get(uri)
    if (known) return known
    const file = this.#fileOf(uri) ?? unread(uri)
    const root = new Node(file, undefined, '', file.value)
    this.#roots.set(uri, root)
    return root
  }
}

function rootOf(node: Node): Node {
  let root = node
  while (root.parent) root = root.parent
  return root
}
