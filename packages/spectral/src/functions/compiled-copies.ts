import type { Inventory } from '../evaluate/fold.ts'

/** How many schemas a library may hold in compiled form before it is let go. */
const MOST_COMPILED = 48

/**
 * Spectral keeps one set of schema libraries for each inventory, and these keep every schema that they ever compiled.
 * Where nothing depends on what was compiled before, stand-ins for the inventory are given to it, so that the set can
 * be let go from time to time.
 */
export class CompiledCopies {
  readonly #inventory: Inventory
  readonly #nameless = new WeakSet<object>()
  #standIn: Inventory
  #compiled = 0

  constructor(inventory: Inventory) {
    this.#inventory = inventory
    this.#standIn = Object.create(inventory)
  }

  /** The inventory to compile a schema with. */
  inventoryFor(schema: unknown): Inventory {
    if (this.#mayBeNamed(schema)) return this.#inventory
    if (++this.#compiled > MOST_COMPILED) {
      this.#compiled = 0
      this.#standIn = Object.create(this.#inventory)
    }
    return this.#standIn
  }

  /** A schema with a name is known to those that are compiled after it. */
  #mayBeNamed(schema: unknown): boolean {
    const stack: unknown[] = [schema]
    const seen: object[] = []
    while (stack.length > 0) {
      const each = stack.pop()
      if (typeof each !== 'object' || each === null || this.#nameless.has(each)) continue
      if (isNamed(each)) {
        // what leads to it has to be looked at again for another schema
        for (const before of seen) this.#nameless.delete(before)
        return true
      }
      this.#nameless.add(each)
      seen.push(each)
      for (const child of Object.values(each)) stack.push(child)
    }
    return false
  }
}

function isNamed(value: object): boolean {
  if ('$id' in value || '$anchor' in value || '$dynamicAnchor' in value) return true
  return 'id' in value && typeof value.id === 'string'
}
