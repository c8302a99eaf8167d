import type { Node } from '../source/node.ts'
import type { EffectiveSecurity, Operation, SecurityAlternative, SecurityRequirement } from './concepts.ts'
import { type ModelContext, stringItems } from './context.ts'
import { schemeName } from './schemes.ts'

export const UNDECLARED: EffectiveSecurity = {
  kind: 'undeclared',
  alternatives: [],
  decidedBy: undefined,
  inherited: false,
}

/** Finds the scheme that a name in a requirement stands for. */
export type SchemeLookup = (requirement: Node) => Pick<SecurityRequirement, 'scheme' | 'status'>

/** Reads `security` lists, each once, so that operations which inherit a list share its requirements. */
export class SecurityReader {
  readonly requirements: SecurityRequirement[] = []
  readonly #lookup: SchemeLookup
  readonly #operations: (requirement: SecurityRequirement) => readonly Operation[]
  readonly #lists = new Map<Node, EffectiveSecurity>()

  constructor(lookup: SchemeLookup, operations: (requirement: SecurityRequirement) => readonly Operation[]) {
    this.#lookup = lookup
    this.#operations = operations
  }

  /**
   * Reads a list of requirements: OpenAPI and AsyncAPI 2 Security Requirement Objects.
   * @param owner identity of what the list protects; '' for the document
   */
  read(list: Node | undefined, owner: string): EffectiveSecurity {
    return this.#cached(list, (item) => this.#readRequirement(item, owner))
  }

  /** Reads the list of AsyncAPI 3, whose items are security schemes or references to them. */
  readSchemes(list: Node | undefined, owner: string, context: ModelContext): EffectiveSecurity {
    return this.#cached(list, (item) => {
      if (!item.isObject) return undefined
      const scopes = stringItems(context.view(item)?.get('scopes'))
      return {
        node: item,
        requirements: [this.#requirement(item, schemeName(context.graph, item), scopes, owner)],
      }
    })
  }

  #cached(
    list: Node | undefined,
    readItem: (item: Node) => SecurityAlternative | undefined,
  ): EffectiveSecurity {
    if (!list) return UNDECLARED
    const known = this.#lists.get(list)
    if (known) return known
    const read = readList(list, readItem)
    this.#lists.set(list, read)
    return read
  }

  #readRequirement(item: Node, owner: string): SecurityAlternative | undefined {
    if (!item.isObject) return undefined
    const requirements: SecurityRequirement[] = []
    for (const entry of item.children()) {
      if (entry.value !== null && !entry.isList) return undefined
      requirements.push(this.#requirement(entry, entry.key, stringItems(entry), owner))
    }
    return { node: item, requirements }
  }

  #requirement(node: Node, name: string, scopes: readonly Node[], owner: string): SecurityRequirement {
    const { scheme, status } = this.#lookup(node)
    const operations = this.#operations
    const requirement: SecurityRequirement = {
      concept: 'securityRequirement',
      node,
      identity: owner === '' ? `requires ${name}` : `${owner} requires ${name}`,
      name,
      scopes: scopes.map((scope) => ({ name: scope.string ?? '', node: scope })),
      status,
      scheme,
      get operations() {
        return operations(requirement)
      },
    }
    this.requirements.push(requirement)
    return requirement
  }
}

function readList(list: Node, readItem: (item: Node) => SecurityAlternative | undefined): EffectiveSecurity {
  const unreadable: EffectiveSecurity = {
    kind: 'unreadable',
    alternatives: [],
    decidedBy: list,
    inherited: false,
  }
  if (!list.isList) return unreadable
  const alternatives: SecurityAlternative[] = []
  for (const item of list.children()) {
    const alternative = readItem(item)
    if (!alternative) return unreadable
    alternatives.push(alternative)
  }
  const anonymous = alternatives.find((alternative) => alternative.requirements.length === 0)
  const kind = alternatives.every((alternative) => alternative.requirements.length === 0)
    ? 'public'
    : anonymous
      ? 'optional'
      : 'required'
  return { kind, alternatives, decidedBy: anonymous?.node ?? list, inherited: false }
}
