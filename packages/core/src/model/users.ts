import type { Operation } from './concepts.ts'

/** Which operations use a thing: the inverse of what each operation lists, worked out on first use. */
export class Users<Thing extends object> {
  readonly #operations: () => readonly Operation[]
  readonly #thingsOf: (operation: Operation) => Iterable<Thing>
  #index: Map<Thing, Operation[]> | undefined

  constructor(operations: () => readonly Operation[], thingsOf: (operation: Operation) => Iterable<Thing>) {
    this.#operations = operations
    this.#thingsOf = thingsOf
  }

  of(thing: Thing): readonly Operation[] {
    this.#index ??= this.#build()
    return this.#index.get(thing) ?? []
  }

  #build(): Map<Thing, Operation[]> {
    const index = new Map<Thing, Operation[]>()
    for (const operation of this.#operations()) {
      for (const thing of new Set(this.#thingsOf(operation))) {
        const known = index.get(thing)
        if (known) known.push(operation)
        else index.set(thing, [operation])
      }
    }
    return index
  }
}
