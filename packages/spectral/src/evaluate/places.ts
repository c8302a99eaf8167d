import type { ISpectralDiagnostic } from '@stoplight/spectral-core'
import runtime from '@stoplight/spectral-runtime'
import {
  ENDLESS,
  type Folded,
  type FoldNode,
  type Inventory,
  isSpelled,
  type SourceDocument,
} from './fold.ts'
import { type Location, Locations } from './locations.ts'

const NO_RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** Where a result is reported: a path in one of the documents. */
export class Place {
  /** Undefined where Spectral cannot tell it, null for a document without a name. */
  readonly source: string | null | undefined
  readonly document: SourceDocument
  readonly path: readonly string[]
  #range: ISpectralDiagnostic['range'] | undefined

  constructor(source: string | null | undefined, document: SourceDocument, path: readonly string[]) {
    this.source = source
    this.document = document
    this.path = path
  }

  get range(): ISpectralDiagnostic['range'] {
    this.#range ??= this.document.getRangeForJsonPath([...this.path], true) ?? NO_RANGE
    return this.#range
  }

  /** What the document has at the path. */
  value(): unknown {
    let value: unknown = this.document.data
    for (const segment of this.path) {
      if (value === null || value === undefined) return undefined
      value = (value as Record<string, unknown>)[segment]
    }
    return value
  }
}

/** A place, and the path that was asked for where it goes on beyond what is there. */
export interface Associated {
  readonly place: Place
  readonly missing: readonly string[] | undefined
  /** Where the path goes on is told by all of it: another path through the same place leads elsewhere. */
  readonly isOfPathAlone?: boolean
}

/** Where a place is in its document. */
export interface FoldPlace {
  readonly place: Place
  /** False for the place that comes closest to what the document does not have. */
  readonly isThere: boolean
  readonly value: unknown
}

/** A node from which a path goes on. */
export interface Start {
  readonly value: unknown
  readonly location: Location
  /** Keys from the root to the node. */
  readonly depth: number
}

/** Where paths lead in the documents, as Spectral tells it. */
export class Places {
  readonly locations: Locations
  readonly #inventory: Inventory & { readonly resolved?: unknown }
  readonly #document: SourceDocument
  readonly #places = new Map<SourceDocument, Map<string, Place>>()
  readonly #unmapped = new Map<string, Place>()

  constructor(inventory: Inventory, document: SourceDocument) {
    this.#inventory = inventory
    this.#document = document
    this.locations = new Locations(inventory, document)
  }

  get root(): Start {
    return { value: this.#inventory.resolved, location: this.locations.root, depth: 0 }
  }

  /** Of a path through the document as it is written. */
  written(path: readonly string[]): Associated {
    const data = this.#document.data
    return { place: this.#place(this.#document, closest(data, path)), missing: path }
  }

  /** Of any path that ends at a location, if it is known. */
  known(location: Location | undefined): Associated | undefined {
    return location?.associated
  }

  /** Of a path through the resolved document, all of it already decoded, that begins at a node of it. */
  resolved(path: readonly string[], start: Start): Associated {
    let { value, location, depth } = start
    const { isShared } = location
    while (depth < path.length && typeof value === 'object' && value !== null) {
      const segment = path[depth] ?? ''
      if (!(segment in value)) break
      value = (value as Record<string, unknown>)[segment]
      location = this.locations.enterDecoded(location, segment)
      depth++
    }
    switch (location.kind) {
      case 'direct':
        return this.#direct(path, location, depth)
      case 'holder':
        return this.#through(path, location, depth, [])
      case 'crossed':
        return this.#through(path, location, depth, path.slice(path.lastIndexOf(path[depth - 1] ?? '') + 1))
      case 'lost':
        return { ...this.#original(path, location.fold), isOfPathAlone: isShared }
    }
  }

  #direct(path: readonly string[], location: Location, depth: number): Associated {
    let raw = location.raw
    let end = depth
    while (end < path.length && typeof raw === 'object' && raw !== null) {
      const segment = path[end] ?? ''
      if (!(segment in raw)) break
      raw = (raw as Record<string, unknown>)[segment]
      end++
    }
    if (end > depth) return { place: this.#place(this.#document, path.slice(0, end)), missing: path }
    const { place } = this.#directly(path, location, depth)
    return { place, missing: path }
  }

  #directly(path: readonly string[], location: Location, depth: number): Associated {
    if (!location.associated) {
      const place = this.#place(this.#document, path.slice(0, depth))
      location.associated = { place, missing: place.path }
    }
    return location.associated
  }

  #through(
    path: readonly string[],
    location: Location,
    depth: number,
    beyond: readonly string[],
  ): Associated {
    let { fold } = location
    for (let index = depth; index < path.length && typeof fold !== 'symbol'; index++) {
      const segment = path[index] ?? ''
      if (!fold.leadsTo(segment) && this.#endsAt(fold, segment)) break
      fold = fold.step(segment)
    }
    if (typeof fold === 'symbol') return { ...this.#original(path, fold), isOfPathAlone: location.isShared }
    const { place } = this.#ofFold(fold)
    const associated = { place, missing: beyond.length === 0 ? place.path : [...place.path, ...beyond] }
    if (depth === path.length) location.associated = associated
    return associated
  }

  /** True when the document has what is at a place, but nothing under a key of it. */
  #endsAt(fold: FoldNode, segment: string): boolean {
    if (!isSpelled(segment)) return false
    const { isThere, value } = this.#ofFold(fold)
    return isThere && (typeof value !== 'object' || value === null || !(segment in value))
  }

  #ofFold(fold: FoldNode): FoldPlace {
    if (!fold.place) {
      const { document } = fold.file
      const path = fold.path()
      const place = this.#place(document, closest(document.data, path))
      fold.place = { place, isThere: place.path.length === path.length, value: place.value() }
    }
    return fold.place
  }

  #original(path: readonly string[], fold: Folded): Associated {
    const item = fold === ENDLESS ? null : this.#inventory.findAssociatedItemForPath([...path], true)
    if (item)
      return {
        place: this.#place(item.document, item.path.map(String)),
        missing: item.missingPropertyPath.map(String),
      }
    return { place: this.#unmappedPlace(closest(this.#inventory.resolved, path)), missing: undefined }
  }

  #place(document: SourceDocument, path: readonly string[]): Place {
    let known = this.#places.get(document)
    if (!known) {
      known = new Map()
      this.#places.set(document, known)
    }
    const key = JSON.stringify(path)
    let place = known.get(key)
    if (!place) {
      place = new Place(document.source, document, path)
      known.set(key, place)
    }
    return place
  }

  #unmappedPlace(path: readonly string[]): Place {
    const key = JSON.stringify(path)
    let place = this.#unmapped.get(key)
    if (!place) {
      place = new Place(undefined, this.#document, path)
      this.#unmapped.set(key, place)
    }
    return place
  }
}

function closest(data: unknown, path: readonly string[]): string[] {
  return runtime.getClosestJsonPath(data, [...path]).map(String)
}
