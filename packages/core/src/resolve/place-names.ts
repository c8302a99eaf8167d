import type { Node } from '../source/node.ts'
import type { Format } from '../spec/format.ts'
import { type Kind, kindName, shapesOf } from '../spec/grammar.ts'
import { bounded, itemName } from './item-names.ts'
import type { ComponentNames } from './names.ts'
import type { ReferenceTable } from './references.ts'

/** Sections of a description whose entries are known by their keys, beside those of its components. */
const SECTIONS: Readonly<Record<string, Kind>> = {
  paths: 'pathItem',
  webhooks: 'pathItem',
  channels: 'channel',
  operations: 'operation',
  servers: 'server',
}

/** Items that lead to something in another item, and so on: a reference may even lead into what it stands in. */
const MOST_OPEN = 100

/**
 * Tells places by names alone, without list indices and file names. The way to a place begins at the component, path,
 * channel or operation that it belongs to, in whatever file that stands; in a file of which nothing is known, at its top.
 */
export class PlaceNames {
  readonly #resolve: (node: Node) => Node | undefined
  /** Where the way to a place begins, by the value that stands there. */
  readonly #starts = new Map<unknown, string>()
  readonly #texts = new Map<Node, string>()
  /** Items whose names are being looked for. */
  readonly #open = new Set<Node>()

  /** @param resolve where the content of an item that is a reference stands; undefined where it is none */
  constructor(resolve: (node: Node) => Node | undefined = () => undefined) {
    this.#resolve = resolve
  }

  static inDescription(
    root: Node,
    format: Format,
    references: ReferenceTable,
    names: ComponentNames,
  ): PlaceNames {
    const places = new PlaceNames((node) => references.at(node) && references.end(node))
    for (const [section, kind] of sectionsOf(root, format))
      places.#addSection(places.#resolve(section) ?? section, section.key, kind, names)
    for (const { target, shape } of references.all) {
      if (target && target.file !== root.file && !places.#isBelowStart(target))
        places.#start(target.value, nameOfKind(shape.kind), names.of(target))
    }
    return places
  }

  /** Texts of JSON, joined by commas: `"schema","User","properties","email"`. */
  of(node: Node): string {
    const way: Node[] = []
    let text: string | undefined
    for (let at: Node | undefined = node; at; at = at.parent) {
      text = this.#texts.get(at) ?? this.#starts.get(at.value)
      if (text !== undefined) break
      way.push(at)
    }
    for (let next = way.pop(); next; next = way.pop()) {
      if (next.parent) text = `${text ? `${text},` : ''}${JSON.stringify(bounded(this.#nameIn(next)))}`
      this.#texts.set(next, text ?? '')
    }
    return text ?? ''
  }

  #nameIn(node: Node): string {
    if (!node.parent?.isList) return node.key
    const end = this.#resolve(node)
    if (!end || this.#open.has(node) || this.#open.size >= MOST_OPEN) return itemName(node)
    this.#open.add(node)
    try {
      return `to ${this.of(end)}`
    } finally {
      this.#open.delete(node)
    }
  }

  #addSection(section: Node, key: string, kind: Kind, names: ComponentNames): void {
    const start = key === 'webhooks' ? 'webhook' : nameOfKind(kind)
    const entries = [...section.children()]
    const isComponents = !Object.hasOwn(SECTIONS, key)
    for (const entry of entries) this.#start(entry.value, start, entry.key)
    for (const entry of entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      const end = this.#resolve(entry)
      if (end) this.#start(end.value, start, isComponents ? names.of(end) : entry.key)
    }
  }

  #start(value: unknown, kind: string, name: string): void {
    if (typeof value !== 'object' || value === null || this.#starts.has(value)) return
    this.#starts.set(value, `${JSON.stringify(kind)},${JSON.stringify(name)}`)
  }

  #isBelowStart(node: Node): boolean {
    for (let at: Node | undefined = node; at; at = at.parent) if (this.#starts.has(at.value)) return true
    return false
  }
}

function* sectionsOf(root: Node, format: Format): Generator<readonly [Node, Kind]> {
  const { fields } = shapesOf(format, 'components')
  for (const section of root.child('components')?.children() ?? []) {
    const shape = fields.get(section.key)
    if (shape && section.isObject) yield [section, shape.kind]
  }
  for (const [key, { kind, form }] of shapesOf(format, 'document').fields) {
    const section = root.child(key)
    if (section?.isObject && (form === 'map' || Object.hasOwn(SECTIONS, key)))
      yield [section, SECTIONS[key] ?? kind]
  }
}

function nameOfKind(kind: Kind): string {
  return kind === 'foreign' || kind === 'multiFormatSchema' ? 'schema' : kindName(kind)
}
