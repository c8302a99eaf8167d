import { isObject } from '../json.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import { type Kind, type Shape, shapesOf, siblingsCount } from '../spec/grammar.ts'
import { isSequence, isWithoutMeaning, isWordSet } from './prose.ts'

/** An object of the source: what it says itself, and the objects that it is made of. */
export interface Unit {
  readonly node: Node
  readonly as: UnitKind
  /** Filled when it is looked at. */
  content: UnitContent | undefined
}

/** `data`: no specification gives it structure, so that references and prose in it are what they are. */
export type UnitKind = Kind | 'data'

export interface UnitContent {
  /** Keys with scalars, in a form of their own. */
  readonly local: readonly string[]
  readonly edges: readonly Edge[]
}

export interface Edge {
  readonly label: string
  /** False: the order of the units says nothing. */
  readonly isOrdered: boolean
  readonly units: readonly Unit[]
}

/** What is collected of one object. */
interface Draft {
  readonly local: string[]
  readonly edges: Edge[]
}

/** Reads objects of the source as units, each object once, wherever it is referred to from. */
export class UnitReader {
  readonly #graph: Graph
  readonly #units = new Map<object, Map<UnitKind, Unit>>()

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** The unit of what stands at a node, behind its references. */
  unit(node: Node, as: UnitKind): Unit {
    const end = as === 'data' ? node : this.#follow(node, as)
    const key = end.value
    if (typeof key !== 'object' || key === null) return { node: end, as, content: undefined }
    const known = this.#units.get(key) ?? new Map<UnitKind, Unit>()
    this.#units.set(key, known)
    const unit = known.get(as) ?? { node: end, as, content: undefined }
    known.set(as, unit)
    return unit
  }

  contentOf(unit: Unit): UnitContent {
    unit.content ??= this.#read(unit)
    return unit.content
  }

  /** Follows references as long as nothing that counts stands beside them. */
  #follow(node: Node, kind: Kind): Node {
    const passed = new Set<Node>()
    let current = node
    for (;;) {
      const target = this.#graph.referenceAt(current)?.target
      if (!target || passed.has(current) || this.#saysMore(current, kind)) return current
      passed.add(current)
      current = target
    }
  }

  #saysMore(holder: Node, kind: Kind): boolean {
    if (!siblingsCount(this.#graph.format, kind) || !isObject(holder.value)) return false
    return Object.entries(holder.value).some(
      ([key, value]) => key !== '$ref' && !isWithoutMeaning(kind, key, value),
    )
  }

  #read({ node, as }: Unit): UnitContent {
    const draft: Draft = { local: [], edges: [] }
    if (as !== 'data' && node.isObject) this.#readKind(node, as, draft)
    else this.#readData(node, draft)
    return draft
  }

  #readData(node: Node, draft: Draft): void {
    const { value } = node
    if (typeof value !== 'object' || value === null) draft.local.push(scalar(value))
    else if (node.isList) {
      draft.local.push('list')
      draft.edges.push({
        label: '',
        isOrdered: true,
        units: [...node.children()].map((item) => this.unit(item, 'data')),
      })
    } else for (const child of node.children()) this.#addData(child, draft)
  }

  #readKind(node: Node, kind: Kind, draft: Draft): void {
    const { fields, rest } = shapesOf(this.#graph.format, kind)
    for (const child of node.children()) {
      const { key, value } = child
      if (isWithoutMeaning(kind, key, value)) continue
      const shape = fields.get(key) ?? (rest && !key.startsWith('x-') ? rest : undefined)
      if (key === '$ref') this.#addReference(node, child, kind, draft)
      else if (kind === 'schema' && key === 'discriminator') this.#addDiscriminator(child, draft)
      else if (shape) this.#addShape(child, shape, draft)
      else this.#addData(child, draft)
    }
  }

  /** A reference beside which something stands that counts, or one that leads nowhere. */
  #addReference(holder: Node, child: Node, kind: Kind, draft: Draft): void {
    const target = this.#graph.referenceAt(holder)?.target
    if (target) draft.edges.push({ label: '$ref', isOrdered: true, units: [this.unit(target, kind)] })
    else draft.local.push(`$ref ${scalar(child.value)}`)
  }

  #addShape(child: Node, { kind, form }: Shape, draft: Draft): void {
    const { key, value } = child
    if (typeof value !== 'object' || value === null)
      draft.local.push(`${JSON.stringify(key)} ${scalar(value)}`)
    else if (form === 'map') this.#addMembers(child, kind, draft)
    else if (child.isList) {
      const units = [...child.children()].map((item) => this.unit(item, kind))
      draft.edges.push({ label: key, isOrdered: isSequence(key), units })
    } else draft.edges.push({ label: key, isOrdered: true, units: [this.unit(child, kind)] })
  }

  #addMembers(holder: Node, kind: Kind, draft: Draft): void {
    for (const member of holder.children()) {
      const label = `${holder.key}\n${member.key}`
      draft.edges.push({ label, isOrdered: true, units: [this.unit(member, kind)] })
    }
  }

  /** What a value is mapped to may be told by the name of a component or by a reference. */
  #addDiscriminator(child: Node, draft: Draft): void {
    draft.local.push(`discriminator ${scalar(child.child('propertyName')?.value)}`)
    for (const entry of child.child('mapping')?.children() ?? []) {
      const { string } = entry
      if (string === undefined) continue
      const byName = /^[\w.-]+$/.test(string)
        ? this.#graph.lookUp(entry, `#/components/schemas/${string}`)
        : undefined
      const target = byName ?? this.#graph.lookUp(entry, string)
      const units = target?.isObject ? [this.unit(target, 'schema')] : []
      draft.edges.push({ label: `discriminator\n${entry.key}`, isOrdered: true, units })
    }
  }

  #addData(child: Node, draft: Draft): void {
    const { key, value } = child
    const name = JSON.stringify(key)
    if (typeof value !== 'object' || value === null) draft.local.push(`${name} ${scalar(value)}`)
    else if (Array.isArray(value) && isWordSet(key) && value.every((item) => typeof item !== 'object')) {
      draft.local.push(`${name} {${[...new Set(value.map(scalar))].sort().join()}}`)
    } else draft.edges.push({ label: key, isOrdered: true, units: [this.unit(child, 'data')] })
  }
}

function scalar(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}
