/** Numbers in an order that a seed decides, the same on every machine (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from 0 to below `limit`; 0 where there is none. */
  below(limit: number): number {
    return Math.floor(this.next() * Math.max(1, limit))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** @throws RangeError when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('There is nothing to pick from.')
    return items[this.below(items.length)] as Item
  }

  /** One of them, each as likely as its weight says. */
  weighted<Item>(items: readonly (readonly [number, Item])[]): Item {
    const total = items.reduce((sum, [weight]) => sum + weight, 0)
    let rest = this.next() * total
    for (const [weight, item] of items) {
      rest -= weight
      if (rest < 0) return item
    }
    return this.pick(items)[1]
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => [this.next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  }
}

/** The seed of one case of a run: neighbours have nothing in common. */
export function seedOf(run: number, index: number): number {
  const mixed = Math.imul((run | 0) ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  return mixed ^ (mixed >>> 15)
}
