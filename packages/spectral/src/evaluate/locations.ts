import { decodePointerFragment, hasRef, isPlainObject } from '@stoplight/json'
import type { Segment } from '../jsonpath/types.ts'
import { BROKEN, Fold, type Folded, type Inventory, isSpelled, type SourceDocument } from './fold.ts'
import type { Associated } from './places.ts'

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
  /** For a direct one: its fold is where it is itself, and no reference was passed over on the way. */
  isPlain = false
  /** One for all locations with which the places of everything below are the same. */
  alike: Location | undefined
  /** What a path that ends here maps to, once it is known. */
  associated: Associated | undefined

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
  readonly #document: SourceDocument
  #twofold: { readonly objects: ReadonlySet<object> | undefined } | undefined

  constructor(inventory: Inventory, document: SourceDocument) {
    const root = new Fold(inventory, document).root()
    this.#document = document
    this.root = new Location(isLoneReference(document.data) ? 'holder' : 'direct', document.data, root)
    this.root.isPlain = typeof root !== 'symbol' && root.isRootOf(document) && !hasReference(document.data)
  }

  /**
   * The first of the locations that differ only in the way that leads to them, of which something shows in the names in
   * messages, but nothing in places.
   */
  alike(location: Location): Location {
    location.alike ??= this.#firstAlike(location)
    return location.alike
  }

  #firstAlike(location: Location): Location {
    const { kind, fold } = location
    if (kind === 'lost' || typeof fold === 'symbol') return location
    if (kind === 'direct' && !(location.isPlain && this.#isOnefold(location.raw))) return location
    fold.alike ??= location
    return fold.alike
  }

  /** Whether all ways to what is below lead to the same places. */
  #isOnefold(raw: unknown): boolean {
    if (typeof raw !== 'object' || raw === null) return true
    this.#twofold ??= { objects: twofold(this.#document.data) }
    return this.#twofold.objects?.has(raw) === false
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
      const value = (raw as Record<string, unknown>)[segment]
      const child = new Location(isLoneReference(value) ? 'holder' : 'direct', value, fold)
      child.isPlain = location.isPlain && isStraight(location.fold, fold, segment) && !hasReference(value)
      return child
    }
    if (hasRef(raw)) return this.#cross(location, fold, segment)
    return lostFrom(location, BROKEN)
  }

  #cross(from: Location, fold: Folded, segment: string): Location {
    if (typeof fold === 'symbol') return lostFrom(from, fold)
    let base = fold.crossed
    if (!base) {
      base = new Location('crossed', undefined, fold)
      base.children = new Map()
      fold.crossed = base
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

function hasReference(value: unknown): boolean {
  return isPlainObject(value) && hasRef(value)
}

/** Whether a place is the one under a key of another, as that key is written. */
function isStraight(from: Folded, to: Folded, key: string): boolean {
  if (typeof to === 'symbol' || to.parent !== from) return false
  return to.segment === key || decodePointerFragment(to.segment) === key
}

/** How many objects of a document are looked at; where there are more, that is the doing of aliases. */
const MOST_OBJECTS = 2_000_000

/**
 * Objects below which the way decides what a place is: where something stands beside a reference, it is that or what is
 * referred to, and pointers, which are followed only behind references, cannot spell all keys. Undefined where there is
 * no end of objects.
 */
function twofold(root: unknown): ReadonlySet<object> | undefined {
  const found = new Set<object>()
  const frames: { readonly object: object; readonly keys: readonly string[]; next: number }[] = []
  let count = 0
  let value = root
  for (;;) {
    if (typeof value === 'object' && value !== null) {
      if (++count > MOST_OBJECTS) return undefined
      const keys = Object.keys(value)
      frames.push({ object: value, keys, next: 0 })
      const isTwofold = (keys.length > 1 && hasReference(value)) || !keys.every(isSpelled)
      if (isTwofold) for (const { object } of frames) found.add(object)
    }
    let frame = frames.at(-1)
    while (frame && frame.next === frame.keys.length) {
      frames.pop()
      frame = frames.at(-1)
    }
    if (!frame) return found
    value = (frame.object as Record<string, unknown>)[frame.keys[frame.next++] ?? '']
  }
}
