import { decodePointerFragment, hasRef, isPlainObject } from '@stoplight/json'
import type { Segment } from '../jsonpath/types.ts'
import { BROKEN, Fold, type Folded, type FoldNode, type Inventory, type SourceDocument } from './fold.ts'

/**
 * How a path maps to the documents, as far as Spectral would tell two paths to the same object apart:
 * - `direct`: no reference was followed, so the path is its own place;
 * - `holder`: the path ends where a reference stands that nothing stands beside;
 * - `crossed`: a reference was followed, so the place in the document that it leads to is all that counts;
 * - `lost`: Spectral has no mapping, and the whole path counts.
 */
export type LocationKind = 'direct' | 'holder' | 'crossed' | 'lost'

export class Location {
  readonly kind: LocationKind
  /** What the path leads to before references are followed, unless one was followed. */
  readonly raw: unknown
  readonly fold: Folded
  /** Places of children are the same whatever the name is that led here. */
  children: Map<string, Location> | undefined
  /** By the name of the key whose reference leads here: the last key of a path is printed in messages. */
  labels: Map<string, Location> | undefined
  /** The same without that name. */
  readonly base: Location | undefined
  /** Paths that share a beginning by `crossed` come here, although the mapping may tell them apart. */
  readonly isShared: boolean

  constructor(
    kind: LocationKind,
    raw: unknown,
    fold: Folded,
    base?: Location,
    isShared = kind === 'crossed',
  ) {
    this.base = base
    this.isShared = isShared
    this.kind = kind
    this.raw = raw
    this.fold = fold
  }
}

/** Locations of all paths through a resolved document. */
export class Locations {
  readonly root: Location
  readonly #crossed = new Map<FoldNode, Location>()

  constructor(inventory: Inventory, document: SourceDocument) {
    const root = new Fold(inventory, document).root()
    this.root = new Location(isLoneReference(document.data) ? 'holder' : 'direct', document.data, root)
  }

  /** The location of the value under a key as it is written. */
  enter(location: Location, key: Segment): Location {
    const segment = String(key)
    const known = location.children?.get(segment)
    if (known) return known
    const child =
      segment.includes('~') && decodePointerFragment(segment) !== segment
        ? lostFrom(location, BROKEN)
        : this.#child(location, segment)
    location.children ??= new Map()
    location.children.set(segment, child)
    return child
  }

  /** The location of the value under a key that was already read from a pointer. */
  enterDecoded(location: Location, segment: string): Location {
    return segment.includes('~') ? this.#child(location, segment) : this.enter(location, segment)
  }

  #child(location: Location, segment: string): Location {
    if (location.kind === 'lost') return lostFrom(location, location.fold)
    const fold = typeof location.fold === 'symbol' ? location.fold : location.fold.step(segment)
    if (location.kind === 'crossed') return this.#cross(location, fold, segment)
    const { raw } = location
    if (typeof raw !== 'object' || raw === null) return lostFrom(location, BROKEN)
    if (segment in raw) {
      const child = (raw as Record<string, unknown>)[segment]
      return new Location(isLoneReference(child) ? 'holder' : 'direct', child, fold)
    }
    if (hasRef(raw)) return this.#cross(location, fold, segment)
    return lostFrom(location, BROKEN)
  }

  #cross(from: Location, fold: Folded, segment: string): Location {
    if (typeof fold === 'symbol') return lostFrom(from, fold)
    let base = this.#crossed.get(fold)
    if (!base) {
      base = new Location('crossed', undefined, fold)
      base.children = new Map()
      this.#crossed.set(fold, base)
    }
    const straight = fold.parent === from.fold
    return straight ? base : this.#labelled(base, segment)
  }

  #labelled(base: Location, label: string): Location {
    base.labels ??= new Map()
    let location = base.labels.get(label)
    if (!location) {
      location = new Location('crossed', undefined, base.fold, base)
      location.children = base.children
      base.labels.set(label, location)
    }
    return location
  }
}

function lostFrom(parent: Location, fold: Folded): Location {
  return new Location('lost', undefined, fold, undefined, parent.isShared)
}

function isLoneReference(value: unknown): boolean {
  return isPlainObject(value) && hasRef(value) && Object.keys(value).length === 1
}
