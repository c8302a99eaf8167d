import { own } from '../json.ts'
import type { Node } from '../source/node.ts'
import type { Shape } from '../spec/grammar.ts'
import type { Reference, ReferenceStatus } from './graph.ts'

/** A reference while it is being resolved. */
export class OpenReference implements Reference {
  readonly holder: Node
  readonly value: string
  readonly shape: Shape
  status: ReferenceStatus = 'unread'
  target: Node | undefined

  constructor(holder: Node, value: string, shape: Shape) {
    this.holder = holder
    this.value = value
    this.shape = shape
  }

  /** The place to point at when the reference is at fault. */
  get place(): Node {
    return this.holder.child('$ref') ?? this.holder
  }
}

/**
 * References by the object that holds them. The object, not its place, is the key: YAML aliases show one object at
 * several places, and it is one reference all the same.
 */
export class ReferenceTable {
  readonly all: OpenReference[] = []
  readonly #byHolder = new Map<unknown, OpenReference>()
  readonly #ends = new Map<OpenReference, Node | undefined>()

  /** Registers the reference that a node holds, once. */
  add(holder: Node, value: string, shape: Shape): OpenReference | undefined {
    if (this.#byHolder.has(holder.value)) return undefined
    const reference = new OpenReference(holder, value, shape)
    this.#byHolder.set(holder.value, reference)
    this.all.push(reference)
    return reference
  }

  /** Does not follow a reference after all. */
  cut(reference: OpenReference): void {
    reference.status = 'broken'
    reference.target = undefined
    this.#ends.clear()
  }

  at(node: Node): OpenReference | undefined {
    return this.#byHolder.get(node.value)
  }

  /** Follows references to their end, however long the chain; undefined when it breaks or runs in a circle. */
  end(node: Node): Node | undefined {
    const passed: OpenReference[] = []
    const seen = new Set<OpenReference>()
    let current: Node | undefined = node
    for (let reference = this.at(node); reference; reference = current ? this.at(current) : undefined) {
      if (this.#ends.has(reference)) {
        current = this.#ends.get(reference)
        break
      }
      if (seen.has(reference)) {
        current = undefined
        break
      }
      seen.add(reference)
      passed.push(reference)
      current = reference.target
    }
    for (const reference of passed) this.#ends.set(reference, current)
    return current
  }
}

/** The string under `$ref`, when an object has one. */
export function refOf(value: unknown): string | undefined {
  const ref = own(value, '$ref')
  return typeof ref === 'string' ? ref : undefined
}
