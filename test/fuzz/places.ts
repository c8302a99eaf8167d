import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'

/** Offsets of a node in its text, the end exclusive. */
export interface Extent {
  readonly start: number
  readonly end: number
}

/** Where the lines of a text begin: a line ends at LF, CRLF or a lone CR. */
export function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: mark }) => index + mark.length)]
}

/**
 * Where something may stand in a text that a pointer names, by a reader of YAML that Specward does not rely on for that.
 * Through an alias or a merge key, it is the text that is repeated, or the place that repeats it.
 */
export class PlaceOracle {
  readonly #document: Document
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    // the reader takes a lone CR for a part of a name, where YAML ends a line (YAML 1.2.2, section 5.4)
    const lines = text.replaceAll(/\r(?!\n)/g, '\n')
    this.#document = parseDocument(lines, { merge: true, uniqueKeys: false, logLevel: 'silent' })
  }

  /** Whether the text is YAML beyond doubt. */
  get isReadable(): boolean {
    return this.#document.errors.length === 0 && isMap(this.#document.contents)
  }

  /** All places that a pointer may mean; none where it leads nowhere. */
  extents(pointer: string): readonly Extent[] {
    let found: readonly Found[] = [{ node: this.#document.contents, own: extentOf(this.#document.contents) }]
    for (const part of pointer.split('/').slice(1)) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
      found = found.flatMap((each) => this.#below(each, key))
    }
    return found.flatMap(({ own, alias }) =>
      [own, alias].flatMap((each) => (each === undefined ? [] : [this.#withBlanks(each)])),
    )
  }

  /** What is empty stands anywhere in the blanks after the anchor or tag that it has. */
  #withBlanks({ start, end }: Extent): Extent {
    let from = start
    if (start === end) while (/[ \t]/.test(this.#text.charAt(from - 1))) from -= 1
    return { start: from, end }
  }

  #below({ node, alias }: Found, key: string): readonly Found[] {
    const [held, by] = this.#resolved(node)
    const through = alias ?? by
    if (isSeq(held)) {
      const item = held.items[Number(key)] as Node | undefined
      return item === undefined || !/^\d+$/.test(key)
        ? []
        : [{ node: item, own: extentOf(item), alias: through }]
    }
    if (!isMap(held)) return []
    const pairs = held.items.filter((pair) => isNamed(pair.key, key))
    const own = pairs.map((pair) => ({ node: pair.value as Node, own: pairExtent(pair), alias: through }))
    return own.length > 0 ? own : this.#merged(held.items, key, through)
  }

  #merged(items: readonly Pair[], key: string, alias: Extent | undefined): readonly Found[] {
    return items
      .filter((pair) => isNamed(pair.key, '<<'))
      .flatMap(({ value }) => {
        const [held] = this.#resolved(value as Node)
        const sources = isSeq(held) ? (held.items as Node[]) : [value as Node]
        return sources.flatMap((node) =>
          this.#below({ node, own: undefined, alias: alias ?? extentOf(node) }, key),
        )
      })
  }

  #resolved(node: Node | null): readonly [Node | null | undefined, Extent | undefined] {
    if (!isAlias(node)) return [node, undefined]
    return [node.resolve(this.#document), extentOf(node)]
  }
}

interface Found {
  readonly node: Node | null
  readonly own: Extent | undefined
  readonly alias?: Extent | undefined
}

/** By its value or by how that is written: readers do not agree on which of them a number is. */
function isNamed(key: unknown, name: string): boolean {
  if (!isScalar(key)) return name === (key === null ? '' : String(key))
  // a merge key is a symbol there
  if (typeof key.value === 'symbol') return name === '<<'
  return String(key.value) === name || key.source === name
}

function extentOf(node: Node | null | undefined): Extent | undefined {
  const range = node?.range
  return range ? { start: range[0], end: range[2] } : undefined
}

/** From the key to the end of the value. */
function pairExtent(pair: Pair): Extent | undefined {
  if (!isPair(pair)) return undefined
  const [key, value] = [extentOf(pair.key as Node), extentOf(pair.value as Node)]
  return key ? { start: key.start, end: Math.max(key.end, value?.end ?? 0) } : value
}
