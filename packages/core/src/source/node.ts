import { isObject } from '../json.ts'
import type { NodeSpan, Path, SourceFile } from './types.ts'

const MOST_FEW = 8

const NONE: readonly Node[] = []

/**
 * A place in a file together with the value that stands there. Nodes are made on demand and one node
 * stands for one place, so they can be compared with `===`.
 */
export class Node {
  readonly file: SourceFile
  readonly parent: Node | undefined
  /** Key or array index under which the parent holds this node; '' for the root. */
  readonly key: string
  readonly value: unknown
  /** Children that were asked for: most objects have few, and a short list is smaller and faster than a map. */
  #few: Node[] | undefined
  #many: Map<string, Node> | undefined
  /** All children, once somebody has asked for all. */
  #all: readonly Node[] | undefined

  constructor(file: SourceFile, parent: Node | undefined, key: string, value: unknown) {
    this.file = file
    this.parent = parent
    this.key = key
    this.value = value
  }

  /** The node under an own key or index; undefined when there is none. Never follows a reference. */
  child(key: string): Node | undefined {
    const value = this.value
    if (typeof value !== 'object' || value === null) return undefined
    const known = this.#known(key)
    if (known || this.#all) return known
    if (!Object.hasOwn(value, key) || (key === 'length' && Array.isArray(value))) return undefined
    const node = new Node(this.file, this, key, (value as Record<string, unknown>)[key])
    this.#keep(node)
    return node
  }

  #known(key: string): Node | undefined {
    if (this.#many) return this.#many.get(key)
    const list = this.#few ?? this.#all
    if (!list) return undefined
    if (list.length > MOST_FEW) {
      this.#many = byKey(list)
      this.#few = undefined
      return this.#many.get(key)
    }
    // the busiest loop of all
    for (let index = 0; index < list.length; index++) {
      const node = list[index]
      if (node?.key === key) return node
    }
    return undefined
  }

  #keep(node: Node): void {
    if (this.#many) this.#many.set(node.key, node)
    else if (this.#few) this.#few.push(node)
    else this.#few = [node]
  }

  /** The node at the end of several keys. */
  at(...keys: readonly string[]): Node | undefined {
    let node: Node | undefined = this
    for (const key of keys) node = node?.child(key)
    return node
  }

  /** Children in document order: mapping entries or list items; none for scalars. */
  children(): readonly Node[] {
    this.#all ??= this.#readAll()
    return this.#all
  }

  #readAll(): readonly Node[] {
    const value = this.value as Record<string, unknown>
    if (typeof value !== 'object' || value === null) return NONE
    const isUntouched = this.#few === undefined && this.#many === undefined
    const all = Object.keys(value).map(
      (key) => (isUntouched ? undefined : this.#known(key)) ?? new Node(this.file, this, key, value[key]),
    )
    this.#few = undefined
    this.#many = undefined
    return all
  }

  /** The value as a string, or undefined when it is something else. */
  get string(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined
  }

  get isObject(): boolean {
    return isObject(this.value)
  }

  get isList(): boolean {
    return Array.isArray(this.value)
  }

  get path(): Path {
    const keys: string[] = []
    for (let node: Node | undefined = this; node?.parent; node = node.parent) keys.push(node.key)
    return keys.reverse()
  }

  /** JSON Pointer (RFC 6901) from the root of the file; '' for the root. */
  get pointer(): string {
    return toPointer(this.path)
  }

  get span(): NodeSpan | undefined {
    return this.file.locate(this.path)
  }
}

function byKey(nodes: readonly Node[]): Map<string, Node> {
  return new Map(nodes.map((node) => [node.key, node]))
}

/** JSON Pointer of a path (RFC 6901, section 3). */
export function toPointer(path: Path): string {
  let pointer = ''
  for (const key of path) pointer += `/${SPECIAL.test(key) ? escapeKey(key) : key}`
  return pointer
}

const SPECIAL = /[~/]/

/** A key as it stands in a JSON Pointer. */
export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
