import { promote } from './edit-promote.ts'
import { EditRefused } from './edit-refused.ts'
import { type Entry, isFlow, listEntries } from './entries.ts'
import type { Navigator, Place } from './navigate.ts'
import { isList, isMapping, KIND } from './tape.ts'
import type { Path, TreeEdit } from './types.ts'

export interface Insertion {
  /** Name of the key; undefined in a list. */
  readonly key: string | undefined
  readonly value: unknown
  /** Number of the entry before which it goes; the number of entries for the end. */
  readonly before: number
}

/** Everything that happens to the entries of one mapping or list. */
export interface HolderEdits {
  readonly entry: number
  readonly path: Path
  readonly depth: number
  readonly entries: readonly Entry[]
  readonly set: Map<number, unknown>
  readonly removed: Set<number>
  readonly renamed: Map<number, string>
  readonly inserted: Insertion[]
}

export interface CollectedEdits {
  readonly root: { readonly value: unknown } | undefined
  readonly holders: readonly HolderEdits[]
}

/** Finds what each edit touches, grouped by the mapping or list that holds it. Throws `EditRefused`. */
export function collectEdits(
  navigator: Navigator,
  edits: readonly TreeEdit[],
  json: boolean,
): CollectedEdits {
  const collector = new Collector(navigator)
  for (const edit of edits) collector.add(edit)
  collector.checkNesting()
  return promote(navigator, collector, json)
}

export class Collector {
  readonly #navigator: Navigator
  readonly holders = new Map<number, HolderEdits>()
  root: { readonly value: unknown } | undefined
  /** Paths whose text is replaced or removed as a whole, and every path that is edited or holds an edit. */
  readonly #replaced = new Map<string, TreeEdit>()
  readonly #touched: { readonly path: Path; readonly edit: TreeEdit }[] = []

  /** Entries that some alias repeats. */
  readonly #aliased: ReadonlySet<number>

  constructor(navigator: Navigator) {
    this.#navigator = navigator
    this.#aliased = new Set(navigator.tape.targets.values())
  }

  add(edit: TreeEdit): void {
    checkValue(edit)
    if (edit.op === 'insert') this.#insert(edit, edit.path, edit.key, edit.value)
    else if (edit.path.length === 0) this.#setRoot(edit)
    else this.#change(edit)
  }

  /** Refuses edits inside what another edit replaces or removes. */
  checkNesting(): void {
    for (const { path, edit } of this.#touched) {
      for (let length = 0; length <= path.length; length += 1) {
        const other = this.#replaced.get(pathKey(path.slice(0, length)))
        if (other && other !== edit) throw new EditRefused('overlap', edit)
      }
    }
    this.#checkRemovedNames()
  }

  #checkRemovedNames(): void {
    for (const { renamed, removed } of this.holders.values()) {
      for (const index of renamed.keys()) if (removed.has(index)) throw new EditRefused('overlap')
    }
  }

  #setRoot(edit: TreeEdit): void {
    if (edit.op !== 'set') throw new EditRefused('unsupported', edit)
    this.root = { value: edit.value }
    this.#replace(edit, edit.path)
  }

  #change(edit: Exclude<TreeEdit, { op: 'insert' }>): void {
    const name = edit.path.at(-1) ?? ''
    const parent = edit.path.slice(0, -1)
    const holder = this.#holder(edit, parent)
    const { tape } = this.#navigator
    const place = this.#navigator.find(edit.path)
    const merged = place?.shared === true
    if (edit.op === 'set' && (!place || merged) && isMapping(tape, holder.entry)) {
      this.#insert(edit, parent, name, edit.value)
      return
    }
    if (!place) throw new EditRefused('no-such-place', edit)
    if (merged) throw new EditRefused('shared-text', edit)
    const index = holder.entries.findIndex((entry) => entry.value === place.value)
    if (edit.op === 'rename') this.#rename(edit, holder, index)
    else this.#replaceEntry(edit, holder, index)
  }

  #replaceEntry(edit: Extract<TreeEdit, { op: 'set' | 'remove' }>, holder: HolderEdits, index: number): void {
    const name = holder.entries[index]?.name
    const same = name === undefined ? [] : this.#named(holder, name)
    const gone = edit.op === 'remove' && same.length > 1 ? same : [index]
    for (const at of gone) this.#checkAnchors(edit, holder.entries[at], edit.op === 'remove')
    if (edit.op === 'set') holder.set.set(index, edit.value)
    else {
      if (name !== undefined && this.#mergesToo(holder.entry, name))
        throw new EditRefused('shared-text', edit)
      for (const at of gone) holder.removed.add(at)
      this.#checkPair(edit, holder)
    }
    this.#replace(edit, edit.path)
  }

  #rename(edit: Extract<TreeEdit, { op: 'rename' }>, holder: HolderEdits, index: number): void {
    const entry = holder.entries[index]
    if (!entry || entry.key < 0) throw new EditRefused('unsupported', edit)
    if (this.#named(holder, entry.name).length > 1) throw new EditRefused('repeated-key', edit)
    if (edit.to !== entry.name && this.#navigator.find([...holder.path, edit.to])) {
      throw new EditRefused('key-exists', edit)
    }
    if (this.#mergesToo(holder.entry, entry.name)) throw new EditRefused('shared-text', edit)
    if (this.#aliased.has(entry.key)) throw new EditRefused('shared-text', edit)
    if (holder.renamed.has(index) || isGiven(holder, edit.to)) throw new EditRefused('overlap', edit)
    holder.renamed.set(index, edit.to)
    // A key may get a new name while its value is set: the name belongs to the mapping.
    this.#touched.push({ path: holder.path, edit })
  }

  #insert(edit: TreeEdit, path: Path, key: string, value: unknown): void {
    const holder = this.#holder(edit, path)
    const { tape } = this.#navigator
    const count = holder.entries.length
    if (isList(tape, holder.entry)) {
      const before = key === '-' ? count : /^(?:0|[1-9][0-9]*)$/.test(key) ? Number(key) : count + 1
      if (before > count) throw new EditRefused('no-such-place', edit)
      // by their places, so that they keep their order where what stood between them is removed
      const later = holder.inserted.findIndex((each) => each.before > before)
      holder.inserted.splice(later < 0 ? holder.inserted.length : later, 0, { key: undefined, value, before })
    } else {
      if (edit.op === 'insert' && this.#navigator.find([...path, key]))
        throw new EditRefused('key-exists', edit)
      if (isGiven(holder, key)) throw new EditRefused('overlap', edit)
      holder.inserted.push({ key, value, before: count })
    }
    this.#checkPair(edit, holder)
    this.#touched.push({ path, edit })
  }

  /** The collection at a path, if what stands there stands nowhere else. */
  #holder(edit: TreeEdit, path: Path): HolderEdits {
    const place = this.#navigator.find(path)
    if (!place) throw new EditRefused('no-such-place', edit)
    const { tape } = this.#navigator
    if (place.shared || tape.kind[place.value] === KIND.alias) throw new EditRefused('shared-text', edit)
    if (!isMapping(tape, place.value) && !isList(tape, place.value)) {
      throw new EditRefused('not-a-collection', edit)
    }
    for (let length = 0; length <= path.length; length += 1) {
      const around = this.#navigator.find(path.slice(0, length))
      if (around && this.#aliased.has(around.value)) throw new EditRefused('shared-text', edit)
    }
    return this.open(place, path)
  }

  /** The edits of the collection at a place, none at first. */
  open(place: Place, path: Path): HolderEdits {
    const known = this.holders.get(place.value)
    if (known) return known
    const holder: HolderEdits = {
      entry: place.value,
      path,
      depth: path.length,
      entries: listEntries(this.#navigator, place.value),
      set: new Map(),
      removed: new Set(),
      renamed: new Map(),
      inserted: [],
    }
    this.holders.set(place.value, holder)
    return holder
  }

  /** Numbers of the entries of this name in a mapping; merge keys have none. */
  #named(holder: HolderEdits, wanted: string): number[] {
    const { kind } = this.#navigator.tape
    return holder.entries.flatMap(({ key, name }, index) =>
      key >= 0 && name === wanted && kind[key] !== KIND.mergeKey ? [index] : [],
    )
  }

  #replace(edit: TreeEdit, path: Path): void {
    const key = pathKey(path)
    if (this.#replaced.has(key)) throw new EditRefused('overlap', edit)
    this.#replaced.set(key, edit)
    this.#touched.push({ path, edit })
  }

  /** Refuses to take away an anchor that is used outside the text that goes. */
  #checkAnchors(edit: TreeEdit, entry: Entry | undefined, withKey: boolean): void {
    if (!entry) return
    const { tape } = this.#navigator
    const first = withKey && entry.key >= 0 ? entry.key : entry.value
    const last = tape.next[entry.value] ?? first
    for (const [alias, target] of tape.targets) {
      const goes = target >= first && target < last
      if (goes && !(alias >= first && alias < last)) throw new EditRefused('shared-text', edit)
    }
  }

  /** True when a merge key would bring back a key of this name once the mapping's own is gone. */
  #mergesToo(holder: number, name: string): boolean {
    return this.#navigator.mergedKey(holder, name)
  }

  /** `[a: b]` holds a mapping of one pair without braces: it cannot grow or lose its pair. */
  #checkPair(edit: TreeEdit, holder: HolderEdits): void {
    const { tape, text } = this.#navigator
    const first = text[tape.start[holder.entry] ?? 0]
    if (isFlow(tape.kind[holder.entry]) && first !== '{' && first !== '[')
      throw new EditRefused('unsupported', edit)
  }
}

/** True when an edit gives this name to a key of the mapping already. */
function isGiven({ inserted, renamed }: HolderEdits, name: string): boolean {
  return inserted.some(({ key }) => key === name) || [...renamed.values()].includes(name)
}

/** Refuses a value that holds itself or is too deep to be written. */
function checkValue(edit: TreeEdit): void {
  if (edit.op !== 'set' && edit.op !== 'insert') return
  try {
    JSON.stringify(edit.value)
  } catch {
    throw new EditRefused('value-too-deep', edit)
  }
}

function pathKey(path: Path): string {
  return JSON.stringify(path)
}
