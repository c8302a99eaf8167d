import { type NimmaNode, parse } from 'nimma/parser'

/** One step of an expression as nimma reads it. */
export type PathNode = {
  /** It may stand at any depth. */
  readonly deep: boolean
} & (
  | { readonly kind: 'member'; readonly names: readonly [string | number] }
  | { readonly kind: 'members'; readonly names: readonly (string | number)[] }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'slice'; readonly range: SliceRange }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'containers' }
)

export type SliceRange = readonly [start: number, end: number, step: number]

export interface PathSyntax {
  readonly nodes: readonly PathNode[]
  /** `~`: the key in place of the value. */
  readonly keyed: boolean
  /** How many `^` stand at the end. */
  readonly parents: number
  /** nimma leaves it to jsonpath-plus. */
  readonly bails: boolean
  /** Its code for it looks for the steps one after another, which is not told here. */
  readonly bailsLater: boolean
}

/** Reads an expression as nimma does. Throws where nimma cannot, which is where Spectral asks jsonpath-plus. */
export function parsePath(expression: string): PathSyntax {
  const parsed = parse(expression)
  const bails = isLeftToOthers(parsed)
  const steps = [...parsed]
  let keyed = false
  let parents = 0
  for (let last = steps.at(-1); last !== undefined && isModifier(last); last = steps.at(-1)) {
    steps.pop()
    if (last.type === 'ParentExpression') {
      parents++
    } else {
      keyed = true
      parents = 0
    }
  }
  const compact = withoutDeepWildcards(steps)
  return { nodes: compact.map(pathNode), keyed, parents, bails, bailsLater: isLeftToOthers(compact) }
}

const isModifier = (node: NimmaNode): boolean =>
  node.type === 'KeyExpression' || node.type === 'ParentExpression'
const isWildcard = (node: NimmaNode | undefined): boolean => node?.type === 'WildcardExpression'
const isMember = (node: NimmaNode): boolean => node.type === 'MemberExpression'

/** nimma answers for two deep steps only where they and all between them are plain members. */
function isLeftToOthers(nodes: readonly NimmaNode[]): boolean {
  const first = nodes.findIndex((node) => node.deep)
  const start = nodes[first]
  if (start === undefined) return false
  const after = nodes.slice(first + 1)
  if (!isMember(start)) return after.some((node) => node.deep)
  const last = after.pop()
  if (last === undefined) return false
  let flat = false
  let isDeepAgain = false
  for (const node of after) {
    const isPlain = isMember(node) || isWildcard(node)
    if (node.deep && (!isPlain || flat)) return true
    isDeepAgain ||= node.deep === true
    flat ||= !node.deep && isPlain
  }
  return last.deep ? flat || isWildcard(last) : isDeepAgain
}

/** `$..*.foo` is `$..foo` to nimma. */
function withoutDeepWildcards(nodes: readonly NimmaNode[]): readonly NimmaNode[] {
  const kept: NimmaNode[] = []
  let isNextDeep = false
  for (const [index, node] of nodes.entries()) {
    if (isWildcard(node) && node.deep && index < nodes.length - 1) {
      isNextDeep = true
      continue
    }
    kept.push(isNextDeep ? { ...node, deep: true } : node)
    isNextDeep = false
  }
  return kept
}

function pathNode(node: NimmaNode): PathNode {
  const deep = node.deep === true
  switch (node.type) {
    case 'MemberExpression':
      return { kind: 'member', names: [nameOf(node.value)], deep }
    case 'MultipleMemberExpression':
      return { kind: 'members', names: Array.isArray(node.value) ? node.value.map(nameOf) : [], deep }
    case 'WildcardExpression':
      return { kind: 'wildcard', deep }
    case 'SliceExpression':
      return { kind: 'slice', range: rangeOf(node.value), deep }
    case 'ScriptFilterExpression':
      return { kind: 'filter', text: String(node.value), deep }
    case 'AllParentExpression':
      return { kind: 'containers', deep }
    default:
      throw new SyntaxError(`\`${node.type}\` has no meaning here`)
  }
}

function nameOf(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value)
}

function rangeOf(value: unknown): SliceRange {
  const [start, end, step] = Array.isArray(value) ? value.map(Number) : []
  return [start ?? 0, end ?? Number.POSITIVE_INFINITY, step ?? 1]
}
