import type { At, Format, Node, SecurityRequirement, SecurityScheme } from '@specward/core'
import { listed } from '../wording.ts'

/** One way in as a list writes it, whatever else a server adds to it. */
export interface Alternative {
  /** The item of the list. */
  readonly node: Node
  readonly requirements: readonly SecurityRequirement[]
}

/** The item of a `security` list in which a requirement stands: itself in AsyncAPI 3, else the object that names it. */
function itemOf(requirement: SecurityRequirement, format: Format): Node {
  return format === 'asyncapi3' ? requirement.node : (requirement.node.parent ?? requirement.node)
}

/** All alternatives of the list in which a requirement stands, but for `{}`; none when the list is in force nowhere. */
export function alternativesBeside(requirement: SecurityRequirement, format: Format): readonly Alternative[] {
  const list = itemOf(requirement, format).parent
  const [operation] = requirement.operations
  const items = new Map<Node, SecurityRequirement[]>()
  for (const other of operation?.security.alternatives.flatMap(({ requirements }) => requirements) ?? []) {
    const item = itemOf(other, format)
    if (item.parent !== list) continue
    const known = items.get(item)
    if (!known) items.set(item, [other])
    else if (!known.includes(other)) known.push(other)
  }
  return [...items].map(([node, requirements]) => ({ node, requirements }))
}

/** Where to underline an alternative: the name of its first scheme, as the item of a list has no key of its own. */
export function placeOf({ node, requirements }: Alternative): At {
  const [first] = requirements
  return first && first.node !== node ? { node: first.node, part: 'key' } : node
}

/** What somebody has to hold: for each scheme, the scopes or roles of it. */
export type Demand = ReadonlyMap<SecurityScheme | string, ReadonlySet<string>>

const demands = new WeakMap<readonly SecurityRequirement[], Demand>()

export function demandOf(requirements: readonly SecurityRequirement[]): Demand {
  const known = demands.get(requirements)
  if (known) return known
  const demand = new Map<SecurityScheme | string, Set<string>>()
  for (const { scheme, name, scopes } of requirements) {
    const key = scheme ?? name
    const wanted = demand.get(key) ?? new Set<string>()
    for (const scope of scopes) wanted.add(scope.name)
    demand.set(key, wanted)
  }
  demands.set(requirements, demand)
  return demand
}

/** True when whoever satisfies `more` satisfies `less` as well. */
export function isCovered(less: Demand, more: Demand): boolean {
  for (const [scheme, scopes] of less) {
    const held = more.get(scheme)
    if (!held || [...scopes].some((scope) => !held.has(scope))) return false
  }
  return true
}

/** True when `less` is covered by `more` and asks for fewer schemes or scopes. */
export function isLess(less: Demand, more: Demand): boolean {
  return isCovered(less, more) && !isCovered(more, less)
}

/** The schemes that are asked for together, each once. */
export function namesOf(requirements: readonly SecurityRequirement[]): readonly string[] {
  return [...new Set(requirements.map(({ name }) => name))]
}

/** What is asked for, for messages: "`oauth` with `orders` and `key`". */
export function wordsOf(requirements: readonly SecurityRequirement[]): string {
  return requirements
    .map(({ name, scopes }) => {
      const wanted = scopes.map((scope) => scope.name)
      return wanted.length === 0 ? `\`${name}\`` : `\`${name}\` with ${listed(wanted)}`
    })
    .join(' and ')
}
