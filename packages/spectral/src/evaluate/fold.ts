import {
  decodePointerFragment,
  encodePointerUriFragment,
  extractSourceFromRef,
  isLocalRef,
} from '@stoplight/json'
import { isAbsolute, resolve } from '@stoplight/path'
import type { RulesetFunctionContext } from '@stoplight/spectral-core'

import type { Location } from './locations.ts'
import type { FoldPlace } from './places.ts'

export type Inventory = RulesetFunctionContext['documentInventory']
export type SourceDocument = RulesetFunctionContext['document']

/** Links in a row that are followed before they are taken for a circle. */
const MOST_LINKS = 1000

/** The mapping ends here: what becomes of it depends on the whole path. */
export const BROKEN = Symbol('broken')
/** References that lead to one another for ever: Spectral would never come back from mapping a path through them. */
export const ENDLESS = Symbol('endless')
export type Folded = FoldNode | typeof BROKEN | typeof ENDLESS

/**
 * A place in one of the documents by the pointer that Spectral builds up while it maps a path, so that the mapping can
 * be carried along a walk instead of being done again for every path.
 */
export class FoldNode {
  readonly file: FoldFile
  readonly parent: FoldNode | undefined
  readonly segment: string
  /** Where a reference stands, what it says. */
  ref: string | undefined
  /** What others know of the place: kept here, as there are very many places. */
  crossed: Location | undefined
  alike: Location | undefined
  place: FoldPlace | undefined
  #children: Map<string, FoldNode> | undefined
  #settled: Folded | undefined

  constructor(file: FoldFile, parent: FoldNode | undefined, segment: string) {
    this.file = file
    this.parent = parent
    this.segment = segment
  }

  /** By a segment as pointers spell it. */
  child(segment: string): FoldNode {
    this.#children ??= new Map()
    let child = this.#children.get(segment)
    if (!child) {
      child = new FoldNode(this.file, this, segment)
      this.#children.set(segment, child)
    }
    return child
  }

  isRootOf(document: SourceDocument): boolean {
    return this.parent === undefined && this.segment === '#' && this.file.document === document
  }

  /** Whether something is known of a place below, as for one on the way to a reference. */
  leadsTo(key: string): boolean {
    return this.#children?.has(encodedSegment(key)) === true
  }

  /** The place that the pointer has when all references on it were followed. */
  get settled(): Folded {
    if (this.ref === undefined) return this
    this.#settled ??= this.file.fold.follow(this)
    return this.#settled
  }

  /** The place of a key of what stands here. */
  step(key: string): Folded {
    return this.child(encodedSegment(key)).settled
  }

  /** The keys that lead here from the root of its file, the way Spectral reads its pointer. */
  path(): string[] {
    const path: string[] = []
    for (let node: FoldNode | undefined = this; node; node = node.parent) {
      if (node.parent || node.segment !== '#') path.push(decodePointerFragment(node.segment))
    }
    if (path.length === 0) path.push('#')
    return path.reverse()
  }
}

class FoldFile {
  readonly fold: Fold
  readonly document: SourceDocument
  readonly source: string
  readonly #roots = new Map<string, FoldNode>()

  constructor(
    fold: Fold,
    document: SourceDocument,
    source: string,
    refMap: Readonly<Record<string, string>>,
  ) {
    this.fold = fold
    this.document = document
    this.source = source
    for (const key of Object.keys(refMap)) this.at(key).ref = refMap[key]
  }

  at(pointer: string): FoldNode {
    const segments = pointer.split('/')
    const first = segments[0] ?? ''
    let node = this.#roots.get(first)
    if (!node) {
      node = new FoldNode(this, undefined, first)
      this.#roots.set(first, node)
    }
    for (let index = 1; index < segments.length; index++) node = node.child(segments[index] ?? '')
    return node
  }
}

/** The references of all documents of an inventory, as the resolver noted them. */
export class Fold {
  readonly #inventory: Inventory
  readonly #document: SourceDocument
  readonly #files = new Map<string, FoldFile | undefined>()

  constructor(inventory: Inventory, document: SourceDocument) {
    this.#inventory = inventory
    this.#document = document
  }

  /** Of the root of the document; broken where Spectral cannot map paths through references at all. */
  root(): Folded {
    const { source } = this.#document
    if (source === null || this.#inventory.graph === null) return BROKEN
    return this.#file(source)?.at('#').settled ?? BROKEN
  }

  follow(from: FoldNode): Folded {
    let node = from
    for (let links = 0; node.ref !== undefined; links++) {
      if (links > MOST_LINKS) return ENDLESS
      const next = this.#target(node, node.ref)
      if (!next) return BROKEN
      node = next
    }
    return node
  }

  #target({ file }: FoldNode, ref: string): FoldNode | undefined {
    if (isLocalRef(ref)) return file.at(ref)
    const extracted = extractSourceFromRef(ref)
    if (extracted === null) return undefined
    const source =
      isAbsolute(extracted) || /^[a-z]+:\/\//i.test(extracted)
        ? extracted
        : resolve(file.source, '..', extracted)
    const hash = ref.indexOf('#')
    return this.#file(source)?.at(hash < 0 ? '#' : ref.slice(hash))
  }

  #file(source: string): FoldFile | undefined {
    if (!this.#files.has(source)) this.#files.set(source, this.#open(source))
    return this.#files.get(source)
  }

  #open(source: string): FoldFile | undefined {
    const document =
      source === this.#document.source ? this.#document : this.#inventory.referencedDocuments[source]
    if (!document) return undefined
    try {
      const data = this.#inventory.graph?.getNodeData(source)
      return data && new FoldFile(this, document, source, data.refMap)
    } catch {
      return undefined
    }
  }
}

const encoded = new Map<string, string>()
const MOST_ENCODED = 100_000

function encodedSegment(key: string): string {
  let segment = encoded.get(key)
  if (segment === undefined) {
    if (encoded.size > MOST_ENCODED) encoded.clear()
    segment = String(encodePointerUriFragment(key))
    encoded.set(key, segment)
  }
  return segment
}

const PLAIN = /^[\w-]*$/

/** Whether a key is still the same when it was written into a pointer and is read again. */
export function isSpelled(key: string): boolean {
  return PLAIN.test(key) || decodePointerFragment(encodedSegment(key)) === key
}
