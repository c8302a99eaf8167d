import type { At, Format, Node, Operation, SecurityRequirement, SecurityScheme } from '@specward/core'
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
  return choicesBeside(requirement, format)?.all ?? []
}

/** The one among them that a requirement is part of. */
export function alternativeOf(requirement: SecurityRequirement, format: Format): Alternative | undefined {
  return choicesBeside(requirement, format)?.byRequirement.get(requirement)
}

interface Choices {
  readonly all: readonly Alternative[]
  readonly byRequirement: ReadonlyMap<SecurityRequirement, Alternative>
}

/** By operation and list: each requirement of a list asks for all of it. */
const known = new WeakMap<Operation, Map<Node | undefined, Choices>>()

function choicesBeside(requirement: SecurityRequirement, format: Format): Choices | undefined {
  const list = itemOf(requirement, format).parent
  const [operation] = requirement.operations
  if (!operation) return undefined
  const lists = known.get(operation) ?? new Map<Node | undefined, Choices>()
  known.set(operation, lists)
  const choices = lists.get(list) ?? readChoices(operation, list, format)
  lists.set(list, choices)
  return choices
}

function readChoices({ security }: Operation, list: Node | undefined, format: Format): Choices {
  const items = new Map<Node, Set<SecurityRequirement>>()
  for (const { requirements } of security.alternatives) {
    for (const each of requirements) {
      const item = itemOf(each, format)
      if (item.parent !== list) continue
      const known = items.get(item)
      if (known) known.add(each)
      else items.set(item, new Set([each]))
    }
  }
  const all = [...items].map(([node, requirements]) => ({ node, requirements: [...requirements] }))
  const byRequirement = new Map<SecurityRequirement, Alternative>()
  // of a requirement that stands in several, the first one is its own
  for (const each of all.toReversed()) for (const one of each.requirements) byRequirement.set(one, each)
  return { all, byRequirement }
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
