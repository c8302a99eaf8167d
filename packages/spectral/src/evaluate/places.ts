import type { ISpectralDiagnostic } from '@stoplight/spectral-core'
import runtime from '@stoplight/spectral-runtime'
import { ENDLESS, type Folded, type FoldNode, type Inventory, type SourceDocument } from './fold.ts'
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
  readonly #byFold = new Map<FoldNode, Place>()
  readonly #byLocation = new Map<Location, Place>()

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
    if (depth === path.length) {
      let place = this.#byLocation.get(location)
      if (!place) {
        place = this.#place(this.#document, path)
        this.#byLocation.set(location, place)
      }
      return { place, missing: path }
    }
    let raw = location.raw
    let end = depth
    while (end < path.length && typeof raw === 'object' && raw !== null) {
      const segment = path[end] ?? ''
      if (!(segment in raw)) break
      raw = (raw as Record<string, unknown>)[segment]
      end++
    }
    return {
      place: this.#place(this.#document, end === path.length ? path : path.slice(0, end)),
      missing: path,
    }
  }

  #through(
    path: readonly string[],
    location: Location,
    depth: number,
    beyond: readonly string[],
  ): Associated {
    let { fold } = location
    for (let index = depth; index < path.length && typeof fold !== 'symbol'; index++) {
      fold = fold.step(path[index] ?? '')
    }
    if (typeof fold === 'symbol') return { ...this.#original(path, fold), isOfPathAlone: location.isShared }
    let place = this.#byFold.get(fold)
    if (!place) {
      const { document } = fold.file
      place = this.#place(document, closest(document.data, fold.path()))
      this.#byFold.set(fold, place)
    }
    return { place, missing: beyond.length === 0 ? place.path : [...place.path, ...beyond] }
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
