import {
  type Exposure,
  exposuresOf,
  type Graph,
  type Mentions,
  type Model,
  mentionsOf,
  type Node,
  type Operation,
  type Parameter,
  type Property,
  type Schema,
  type SecurityScheme,
} from '@specward/core'
import type { Review } from '../desk.ts'

/**
 * What one API description consists of, to be found by its nodes. Everything is worked out when first asked for. Objects
 * are told apart by their values, for YAML aliases show one at several places.
 */
export class ApiIndex {
  readonly graph: Graph
  readonly model: Model
  readonly mentions: Mentions
  readonly #exposures: () => readonly Exposure[]
  #operations: ReadonlyMap<unknown, readonly Exposure[]> | undefined
  #items: ReadonlyMap<unknown, readonly Exposure[]> | undefined
  #schemes: ReadonlyMap<unknown, SecurityScheme> | undefined
  #properties: ReadonlyMap<Node, Property> | undefined
  #parameters: ReadonlyMap<unknown, Parameter> | undefined
  #schemas: ReadonlyMap<unknown, Schema> | undefined
  #all: readonly Exposure[] | undefined

  constructor(graph: Graph, model: Model, exposures: () => readonly Exposure[]) {
    this.graph = graph
    this.model = model
    this.mentions = mentionsOf(graph)
    this.#exposures = exposures
  }

  /** The root of a file of the description. */
  rootOf(uri: string): Node | undefined {
    return this.graph.lookUp(this.graph.root, uri)
  }

  /** All operations, in the order of the document. */
  get exposures(): readonly Exposure[] {
    this.#all ??= this.#exposures()
    return this.#all
  }

  /** What an Operation Object is called as: several operations where several paths refer to it. */
  operationsAt(node: Node): readonly Exposure[] {
    this.#operations ??= grouped(this.exposures, ({ operation: { node: at } }) => [
      at.value,
      this.graph.resolve(at)?.value,
    ])
    return this.#under(this.#operations, node)
  }

  /** The operations of a path item or channel. */
  operationsIn(node: Node): readonly Exposure[] {
    this.#items ??= grouped(this.exposures, ({ operation }) => [
      itemOf(operation)?.value,
      operation.channel?.node.value,
    ])
    const found = this.#under(this.#items, node)
    const own = found.filter(({ operation: { path } }) => path === node.key)
    return own.length > 0 ? own : found
  }

  schemeAt(node: Node): SecurityScheme | undefined {
    this.#schemes ??= new Map(this.model.select('securityScheme').map((each) => [each.node.value, each]))
    return this.#schemes.get(this.graph.resolve(node)?.value)
  }

  propertyAt(node: Node): Property | undefined {
    this.#properties ??= new Map(this.model.select('property').map((each) => [each.node, each]))
    return this.#properties.get(node)
  }

  parameterAt(node: Node): Parameter | undefined {
    this.#parameters ??= new Map(this.model.select('parameter').map((each) => [each.node.value, each]))
    return this.#parameters.get(node.value)
  }

  schemaAt(node: Node): Schema | undefined {
    this.#schemas ??= new Map(this.model.select('schema').map((each) => [each.node.value, each]))
    return this.#schemas.get(this.graph.resolve(node)?.value)
  }

  #under(map: ReadonlyMap<unknown, readonly Exposure[]>, node: Node): readonly Exposure[] {
    if (!node.isObject) return []
    return map.get(node.value) ?? map.get(this.graph.resolve(node)?.value) ?? []
  }
}

const known = new WeakMap<object, ApiIndex>()

/** The index of what a review is about; undefined where that could not be read, or is no API. */
export function indexOf({ understood, result }: Review): ApiIndex | undefined {
  if (!understood) return undefined
  let index = known.get(understood)
  if (!index) {
    const { graph, model } = understood
    const gateway = result.documents[0]?.policy.facts.gateway ?? {}
    index = new ApiIndex(graph, model, () => exposuresOf(model, { gateway }))
    known.set(understood, index)
  }
  return index
}

function itemOf({ node: { parent } }: Operation): Node | undefined {
  return parent?.key === 'additionalOperations' ? parent.parent : parent
}

function grouped<T>(
  all: readonly T[],
  keysOf: (each: T) => readonly unknown[],
): ReadonlyMap<unknown, readonly T[]> {
  const groups = new Map<unknown, T[]>()
  for (const each of all) {
    for (const key of new Set(keysOf(each))) {
      if (typeof key !== 'object' || key === null) continue
      const group = groups.get(key)
      if (group) group.push(each)
      else groups.set(key, [each])
    }
  }
  return groups
}
