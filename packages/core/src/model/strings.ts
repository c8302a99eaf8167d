import { append } from '../append.ts'
import { mentions } from '../source/file.ts'
import { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { StringLiteral } from './concepts.ts'

/** Every string value of the files, structure and data alike, each node once. */
export function stringsOf(files: readonly SourceFile[]): readonly StringLiteral[] {
  const strings: StringLiteral[] = []
  for (const file of files) {
    const seen = new Set<unknown>()
    const stack = [new Node(file, undefined, '', file.value)]
    for (let node = stack.pop(); node; node = stack.pop()) {
      const { value } = node
      if (typeof value === 'string') {
        strings.push(toLiteral(node, value))
      } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value)
        append(stack, [...node.children()].reverse())
      }
    }
  }
  return strings
}

/** A mapping or list on the way down, with its place. */
interface Holder {
  readonly value: object
  readonly key: string
  readonly above: Holder | undefined
}

/** Where a string stands: under a key of a holder. */
interface Place {
  readonly holder: Holder
  readonly key: string
  /** The same text somewhere else. */
  readonly next: Place | undefined
}

/**
 * The string values of a file, each text once with all of its places. Nine of ten strings of a large description
 * stand there several times, so a search looks at a tenth of them, and nodes are made of those alone that it finds.
 */
export class StringIndex {
  readonly #root: Node
  readonly #places = new Map<string, Place>()
  #texts: readonly string[] | undefined

  /** @param root the node of the file's value */
  constructor({ value, language }: SourceFile, root: Node) {
    this.#root = root
    if (typeof value !== 'object' || value === null) return
    // only YAML can show one object at several places
    const seen = language === 'yaml' ? new Set<unknown>([value]) : undefined
    const stack: Holder[] = [{ value, key: '', above: undefined }]
    for (let holder = stack.pop(); holder; holder = stack.pop()) {
      for (const key of Object.keys(holder.value)) {
        const item = (holder.value as Record<string, unknown>)[key]
        if (typeof item === 'string') {
          this.#places.set(item, { holder, key, next: this.#places.get(item) })
        } else if (typeof item === 'object' && item !== null && !seen?.has(item)) {
          seen?.add(item)
          stack.push({ value: item, key, above: holder })
        }
      }
    }
  }

  /**
   * Strings of at least `shortest` characters in which a pattern (without `g` and `y`) is found, in no order; below a key
   * of the form `under` where that is given.
   */
  search(pattern: RegExp, shortest: number, under?: RegExp): StringLiteral[] {
    const found: StringLiteral[] = []
    const isBelow = under && below(under)
    this.#texts ??= [...this.#places.keys()]
    const texts = this.#texts
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index] as string
      if (text.length < shortest || !pattern.test(text)) continue
      for (let place = this.#places.get(text); place; place = place.next) {
        if (isBelow && !isBelow(place)) continue
        const node = nodeOf(place.holder, this.#root)?.child(place.key)
        if (node) found.push(toLiteral(node, text))
      }
    }
    return found
  }
}

/** A character beyond ASCII, or an escape by which one can be written. */
const BEYOND_ASCII = { pattern: /[^\0-\x7f]|\\[uUx]/, longest: 2 }

/** Entries whose key matches a pattern; each key is looked at once, and none where the text is all ASCII. */
export function keysOf(file: SourceFile, root: Node, pattern: RegExp): readonly Node[] {
  const { value } = file
  if (typeof value !== 'object' || value === null || !mentions(file, BEYOND_ASCII)) return []
  const found: Node[] = []
  const known = new Map<string, boolean>()
  const seen = new Set<unknown>([value])
  const stack: Holder[] = [{ value, key: '', above: undefined }]
  for (let holder = stack.pop(); holder; holder = stack.pop()) {
    const isList = Array.isArray(holder.value)
    for (const key of Object.keys(holder.value)) {
      if (!isList && matches(key, pattern, known)) {
        const node = nodeOf(holder, root)?.child(key)
        if (node) found.push(node)
      }
      const item = (holder.value as Record<string, unknown>)[key]
      if (typeof item !== 'object' || item === null || seen.has(item)) continue
      seen.add(item)
      stack.push({ value: item, key, above: holder })
    }
  }
  return found
}

function matches(key: string, pattern: RegExp, known: Map<string, boolean>): boolean {
  const before = known.get(key)
  if (before !== undefined) return before
  const is = pattern.test(key)
  known.set(key, is)
  return is
}

/** Whether a key on the way to a place has a form; each holder is looked at once. */
function below(under: RegExp): (place: Place) => boolean {
  const known = new Map<Holder, boolean>()
  return ({ holder, key }) => {
    if (under.test(key)) return true
    const way: Holder[] = []
    let is = false
    for (let up: Holder | undefined = holder; up && !is; up = up.above) {
      const before = known.get(up)
      if (before !== undefined) {
        is = before
        break
      }
      way.push(up)
      is = under.test(up.key)
    }
    for (const each of way) known.set(each, is)
    return is
  }
}

function nodeOf(holder: Holder, root: Node): Node | undefined {
  const keys: string[] = []
  for (let up = holder; up.above; up = up.above) keys.push(up.key)
  return root.at(...keys.reverse())
}

function toLiteral(node: Node, value: string): StringLiteral {
  return {
    concept: 'string',
    node,
    value,
    // the names that lead to it tell strings apart
    identity: 'string',
  }
}
