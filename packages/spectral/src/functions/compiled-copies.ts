import type { Inventory } from '../evaluate/fold.ts'

/** How many schemas a library may hold in compiled form before it is let go. */
const MOST_COMPILED = 250

/**
 * Spectral keeps one set of schema libraries for each inventory, and these keep every schema that they ever compiled.
 * Where nothing depends on what was compiled before, stand-ins for the inventory are given to it, so that the set can
 * be let go from time to time.
 */
export class CompiledCopies {
  readonly #inventory: Inventory
  #standIn: Inventory
  #compiled = 0

  constructor(inventory: Inventory) {
    this.#inventory = inventory
    this.#standIn = Object.create(inventory)
  }

  /** The inventory to compile the next schema with. */
  next(): Inventory {
    if (++this.#compiled > MOST_COMPILED) {
      this.#compiled = 0
      this.#standIn = Object.create(this.#inventory)
    }
    return this.#standIn
  }
}
