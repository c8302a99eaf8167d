import type { Node } from '../source/node.ts'
import type { Format } from '../spec/format.ts'
import { resolveUri } from './uri.ts'

/** Formats whose schemas know `$id` (JSON Schema 2020-12 Core, section 8.2.1; draft 7 in AsyncAPI). */
const KNOWS_ID: ReadonlySet<Format> = new Set(['oas3.1', 'oas3.2', 'asyncapi2', 'asyncapi3'])

/**
 * Schemas by what they call themselves with `$id`. References below such a schema are relative to that name, and may lead to
 * it or to another one without any file being read.
 */
export class SchemaIds {
  readonly #isKnown: boolean
  readonly #byUri = new Map<string, Node>()
  /** Files that hold an `$id`, by whether they were gone through. */
  readonly #files = new Map<string, boolean>()

  constructor(format: Format) {
    this.#isKnown = KNOWS_ID.has(format)
  }

  /** Takes in the root of a file that was read. It costs nothing where no `$id` stands in its text. */
  add(root: Node): void {
    const { file } = root
    const has = this.#isKnown && file.text.includes('$id')
    this.#files.set(file.uri, has)
    if (has) this.#index(root)
  }

  /** The schema that calls itself by a URI without a fragment. */
  at(uri: string): Node | undefined {
    return this.#byUri.get(uri)
  }

  /** The base of references that stand in a node; undefined where it is the URI of the file. */
  baseOf(node: Node): string | undefined {
    if (!this.#files.get(node.file.uri)) return undefined
    const ids: string[] = []
    for (let up: Node | undefined = node; up; up = up.parent) {
      const id = idOf(up)
      if (id !== undefined) ids.push(id)
    }
    if (ids.length === 0) return undefined
    return ids.reduceRight((base, id) => resolveUri(id, base)?.uri ?? base, node.file.uri)
  }

  #index(root: Node): void {
    const stack: (readonly [node: Node, base: string])[] = [[root, root.file.uri]]
    const seen = new Set<unknown>()
    for (let next = stack.pop(); next; next = stack.pop()) {
      const [node, above] = next
      if (typeof node.value !== 'object' || seen.has(node.value)) continue
      seen.add(node.value)
      const id = idOf(node)
      const base = (id === undefined ? undefined : resolveUri(id, above)?.uri) ?? above
      if (base !== above && !this.#byUri.has(base)) this.#byUri.set(base, node)
      for (const child of [...node.children()].reverse()) stack.push([child, base])
    }
  }
}

/** A property may be called `$id`: its value is a schema and no text. */
function idOf(node: Node): string | undefined {
  return node.isObject ? node.child('$id')?.string : undefined
}
