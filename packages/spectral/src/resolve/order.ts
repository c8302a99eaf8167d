/**
 * What stands for what: holders of references and their targets, by pointer. A node that holds a reference has one
 * edge, to its target; a target may itself be a holder, and chains of them may close to rings.
 */
export class PointerGraph {
  readonly #ids = new Map<string, number>()
  readonly #targets: (number | undefined)[] = []
  readonly #holders: (number[] | undefined)[] = []

  /** The number of the node of that name; new ones are counted up. */
  node(pointer: string): number {
    const known = this.#ids.get(pointer)
    if (known !== undefined) return known
    const id = this.#ids.size
    this.#ids.set(pointer, id)
    this.#targets.push(undefined)
    this.#holders.push(undefined)
    return id
  }

  link(holder: number, target: number): void {
    if (this.#targets[holder] !== undefined) return
    this.#targets[holder] = target
    const holders = this.#holders[target]
    if (holders === undefined) this.#holders[target] = [holder]
    else holders.push(holder)
  }

  /** Every node after the one that it stands for; first those on which nothing depends, then what is left: rings. */
  order(): readonly number[] {
    const order: number[] = []
    const done = new Uint8Array(this.#targets.length)
    const starts = this.#holders.flatMap((holders, id) => (holders === undefined ? [id] : []))
    for (const start of starts) this.#follow(start, done, order)
    for (const start of this.#targets.keys()) this.#follow(start, done, order)
    return order
  }

  #follow(start: number, done: Uint8Array, order: number[]): void {
    const chain: number[] = []
    for (let node: number | undefined = start; node !== undefined && done[node] === 0; ) {
      done[node] = 1
      chain.push(node)
      node = this.#targets[node]
    }
    for (const node of chain.reverse()) order.push(node)
  }

  /** How many lead to a node at once. */
  direct(node: number): number {
    return this.#holders[node]?.length ?? 0
  }

  /** All that leads to a node, the farthest first, or only what does so at once. */
  dependants(node: number, all: boolean): readonly number[] {
    const direct = this.#holders[node]
    if (direct === undefined) return []
    if (!all) return direct.filter((holder) => holder !== node)
    if (direct.every((holder) => this.#holders[holder] === undefined)) return direct
    const found: number[] = []
    const seen = new Set([node])
    const stack: { readonly node: number; next: number }[] = [{ node, next: 0 }]
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const holder: number | undefined = this.#holders[frame.node]?.[frame.next++]
      if (holder === undefined) {
        stack.pop()
        if (frame.node !== node) found.push(frame.node)
      } else if (!seen.has(holder)) {
        seen.add(holder)
        stack.push({ node: holder, next: 0 })
      }
    }
    return found
  }
}
