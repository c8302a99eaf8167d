import type { Graph } from '../resolve/graph.ts'
import type { Node } from '../source/node.ts'
import { type Unit, type UnitKind, UnitReader } from './meaning-units.ts'

/** Rounds in which objects that refer to each other in circles are told apart. */
const MOST_ROUNDS = 12

/** Hexadecimal digits of a digest. */
const DIGITS = 32

/** Digest of parts, each with its own meaning. */
export function meaningDigest(parts: readonly unknown[], sha256: (text: string) => string): string {
  return sha256(JSON.stringify(parts)).slice(0, DIGITS)
}

/** A unit while strongly connected ones are looked for (Tarjan 1972). */
interface Visit {
  readonly unit: Unit
  readonly children: readonly Unit[]
  readonly index: number
  low: number
  next: number
}

/**
 * Digests of objects of the source by meaning. What stands in another order, behind a reference, in another file,
 * under another component name or in other words of prose has the same digest.
 */
export class Meanings {
  readonly #reader: UnitReader
  readonly #sha256: (text: string) => string
  readonly #digests = new Map<Unit, string>()
  /** Digests of objects in circles by what they are made of: the same written out once more has the same. */
  readonly #circular = new Map<string, string>()
  readonly #visits = new Map<Unit, Visit>()
  readonly #open: Unit[] = []
  readonly #isOpen = new Set<Unit>()

  constructor(graph: Graph, sha256: (text: string) => string) {
    this.#reader = new UnitReader(graph)
    this.#sha256 = sha256
  }

  /** Digest of parts, each with its own meaning. */
  digest(...parts: readonly unknown[]): string {
    return meaningDigest(parts, this.#sha256)
  }

  /** Digest of what stands at a node; '' where there is none. */
  of(node: Node | undefined, as: UnitKind): string {
    if (!node) return ''
    const unit = this.#reader.unit(node, as)
    const known = this.#digests.get(unit)
    if (known !== undefined) return known
    this.#visit(unit)
    return this.#digests.get(unit) ?? ''
  }

  /** Goes through all that a unit is made of, without a stack of calls, and gives digests from the leaves up. */
  #visit(start: Unit): void {
    const path: Visit[] = [this.#enter(start)]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const child = top.children[top.next++]
      if (child === undefined) {
        path.pop()
        const above = path.at(-1)
        if (above) above.low = Math.min(above.low, top.low)
        if (top.low === top.index) this.#close(top.unit)
        continue
      }
      if (this.#digests.has(child)) continue
      const seen = this.#visits.get(child)
      if (!seen) path.push(this.#enter(child))
      else if (this.#isOpen.has(child)) top.low = Math.min(top.low, seen.index)
    }
  }

  #enter(unit: Unit): Visit {
    const children = this.#reader.contentOf(unit).edges.flatMap(({ units }) => units)
    const index = this.#visits.size
    const visit: Visit = { unit, children, index, low: index, next: 0 }
    this.#visits.set(unit, visit)
    this.#open.push(unit)
    this.#isOpen.add(unit)
    return visit
  }

  /** All that was entered since a unit and leads back to it. */
  #close(unit: Unit): void {
    const circle: Unit[] = []
    for (;;) {
      const last = this.#open.pop()
      if (!last) break
      this.#isOpen.delete(last)
      circle.push(last)
      if (last === unit) break
    }
    const isAlone = circle.length === 1 && !this.#visits.get(unit)?.children.includes(unit)
    if (isAlone) {
      const plain = this.#combine(unit, (child) => this.#digests.get(child) ?? '')
      this.#digests.set(unit, this.#circular.get(plain) ?? plain)
    } else this.#closeCircle(circle)
  }

  /** Objects of a circle are told apart by what they lead to, step by step, until no more of them differ. */
  #closeCircle(circle: readonly Unit[]): void {
    const within = new Set(circle)
    const outside = (child: Unit): string => this.#digests.get(child) ?? ''
    let colors = new Map(
      circle.map((unit) => [unit, this.#combine(unit, (child) => (within.has(child) ? '' : outside(child)))]),
    )
    let kinds = new Set(colors.values())
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = colors
      colors = new Map(
        circle.map((unit) => [unit, this.#combine(unit, (child) => before.get(child) ?? outside(child))]),
      )
      const now = new Set(colors.values())
      const isStable = now.size === kinds.size
      kinds = now
      if (isStable) break
    }
    const whole = this.digest(...[...kinds].sort())
    for (const unit of circle) this.#digests.set(unit, this.digest(colors.get(unit), whole))
    for (const unit of circle) {
      this.#circular.set(this.#combine(unit, outside), this.#digests.get(unit) ?? '')
    }
  }

  #combine(unit: Unit, digestOf: (child: Unit) => string): string {
    const { local, edges } = this.#reader.contentOf(unit)
    const parts = edges.map(({ label, isOrdered, units }) => {
      const digests = units.map(digestOf)
      return [label, ...(isOrdered ? digests : digests.sort())]
    })
    parts.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    return this.digest(local.toSorted(), parts)
  }
}
