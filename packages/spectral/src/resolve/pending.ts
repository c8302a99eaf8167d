import { PointerGraph } from './order.ts'
import { PointerWriter } from './pointers.ts'
import { Stems, type Target } from './stems.ts'
import { Unsure } from './unsure.ts'
import { type Draft, putAt, valueAt } from './view.ts'

interface Holder {
  readonly path: readonly string[]
  readonly pointer: string
  readonly target: Target
  /** As keys of `refMap` are written, and the targets around it: made when needed. */
  name?: string
  around?: readonly number[]
}

/**
 * A holder is given the value of all that it leads to, one after the other; the last one stays, that of its own target.
 * After so many times it is given only that.
 */
const MOST_STEPS = 200_000

/** References within one file that wait to be replaced by what they lead to. */
export class Pending {
  readonly #holders: (Holder | undefined)[] = []
  readonly #targets: (Target | undefined)[] = []
  readonly #byPointer = new Map<string, Target>()
  readonly #graph = new PointerGraph()

  get isEmpty(): boolean {
    return this.#holders.length === 0
  }

  /** The target of that pointer, and whether it had not been referred to before. */
  target(pointer: string, path: readonly string[]): readonly [Target, boolean] {
    const known = this.#byPointer.get(pointer)
    if (known !== undefined) return [known, false]
    const target = { id: this.#byPointer.size, pointer, path }
    this.#byPointer.set(pointer, target)
    return [target, true]
  }

  /** False when it is known already. */
  add(path: readonly string[], pointer: string, target: Target): boolean {
    const from = this.#graph.node(pointer)
    const to = this.#graph.node(target.pointer)
    if (this.#holders[from] !== undefined) return false
    this.#graph.link(from, to)
    this.#holders[from] = { path, pointer, target }
    this.#targets[to] = target
    return true
  }

  /** Carries out what the original carries out, in its order; `missing` hears of targets that are not there. */
  replace(
    root: Draft,
    replaced: (from: string, to: string, value: unknown) => void,
    missing: (path: readonly string[], pointer: string) => void,
  ): void {
    const stems = new Stems(this.#byPointer, this.#holders)
    const writer = new PointerWriter()
    let steps = 0
    for (const node of this.#graph.order()) {
      const target = this.#targets[node]
      if (target === undefined) continue
      const dependants = this.#graph.dependants(node, steps < MOST_STEPS)
      steps += dependants.length - this.#graph.direct(node)
      if (dependants.length === 0) continue
      // The original takes the root as it was, not as it becomes.
      const value = target.path.length === 0 ? root.base : valueAt(root, target.path)
      const to = writer.encoded(target.path)
      for (const dependant of dependants) {
        const holder = this.#holders[dependant]
        if (holder === undefined) continue
        holder.around ??= stems.around(holder.path)
        if (holder.around.some((place) => stems.leads(target.id, place))) continue
        holder.name ??= writer.encoded(holder.path)
        replaced(holder.name, to, value)
        if (value === undefined) missing(holder.path, target.pointer)
        else if (putAt(root, holder.path, value) === 'raw')
          throw new Unsure('a holder in the root by another name')
      }
    }
  }
}
