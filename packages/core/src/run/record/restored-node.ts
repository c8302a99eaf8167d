import { Node } from '../../source/node.ts'
import type { NodeSpan, SourceFile } from '../../source/types.ts'

/** A node that is known by its place: its value is looked up, and its file parsed for it, when somebody asks. */
export class RestoredNode extends Node {
  readonly #restored = new Map<string, RestoredNode>()
  /** Where it is known to stand. */
  #span: NodeSpan | undefined

  constructor(file: SourceFile, parent: RestoredNode | undefined, key: string) {
    super(file, parent, key, undefined)
    Object.defineProperty(this, 'value', { get: () => valueAt(this), enumerable: true })
    if (parent) parent.#restored.set(key, this)
  }

  override child(key: string): Node | undefined {
    return this.#restored.get(key) ?? super.child(key)
  }

  override get span(): NodeSpan | undefined {
    return this.#span ?? super.span
  }

  standsAt(span: NodeSpan): void {
    this.#span = span
  }
}

function valueAt({ file, path }: Node): unknown {
  let value = file.value
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
