import type { Path, TreeEdit } from '../source/types.ts'

/** What happens to the entries of one mapping or list. */
interface Holder {
  readonly path: Path
  readonly set: Map<string, unknown>
  readonly removed: Set<string>
  readonly renamed: Map<string, string>
  readonly inserted: { readonly key: string; readonly value: unknown }[]
  /** What the entries that hold edits themselves have become. */
  readonly changed: Map<string, unknown>
}

/**
 * The value that a file has after edits of its tree. All paths mean the value as it is; what no edit touches is shared
 * with it. This is what the edits mean, apart from any text: a rendered text is held against it.
 */
export function editedValue(value: unknown, edits: readonly TreeEdit[]): unknown {
  const holders = new Map<string, Holder>()
  let root = value
  for (const edit of edits) {
    if (edit.op === 'insert') open(holders, edit.path).inserted.push(edit)
    else if (edit.path.length > 0) change(open(holders, edit.path.slice(0, -1)), edit)
    else if (edit.op === 'set') root = edit.value
  }
  // from the inside out, so that what holds a changed collection finds it changed
  const inOrder = [...holders.values()].sort((a, b) => b.path.length - a.path.length)
  for (const holder of inOrder) {
    const made = remade(valueAt(value, holder.path), holder)
    const name = holder.path.at(-1)
    if (name === undefined) root = made
    else holders.get(keyOf(holder.path.slice(0, -1)))?.changed.set(name, made)
  }
  return root
}

/** The holder at a path, with one for everything around it. */
function open(holders: Map<string, Holder>, path: Path): Holder {
  let holder: Holder | undefined
  for (let length = 0; length <= path.length; length += 1) {
    const here = path.slice(0, length)
    holder = holders.get(keyOf(here))
    if (holder) continue
    holder = {
      path: here,
      set: new Map(),
      removed: new Set(),
      renamed: new Map(),
      inserted: [],
      changed: new Map(),
    }
    holders.set(keyOf(here), holder)
  }
  return holder as Holder
}

function change(holder: Holder, edit: Exclude<TreeEdit, { op: 'insert' }>): void {
  const name = edit.path.at(-1) ?? ''
  if (edit.op === 'set') holder.set.set(name, edit.value)
  else if (edit.op === 'remove') holder.removed.add(name)
  else holder.renamed.set(name, edit.to)
}

function remade(value: unknown, holder: Holder): unknown {
  if (Array.isArray(value)) return remadeList(value, holder)
  if (typeof value !== 'object' || value === null) return value
  const names = Object.keys(value)
  const kept = names.filter((name) => !holder.removed.has(name))
  const added = [...holder.set].filter(([name]) => !Object.hasOwn(value, name))
  return Object.fromEntries([
    ...kept.map((name) => [holder.renamed.get(name) ?? name, entryOf(value, name, holder)]),
    ...added,
    ...holder.inserted.map((entry) => [entry.key, entry.value]),
  ])
}

function remadeList(list: readonly unknown[], holder: Holder): unknown {
  const result: unknown[] = []
  const before = (index: number): readonly unknown[] =>
    holder.inserted
      .filter(({ key }) => (key === '-' ? list.length : Number(key)) === index)
      .map(({ value }) => value)
  for (let index = 0; index <= list.length; index += 1) {
    if (holder.inserted.length > 0) result.push(...before(index))
    const name = String(index)
    if (index < list.length && !holder.removed.has(name)) result.push(entryOf(list, name, holder))
  }
  return result
}

function entryOf(value: object, name: string, { set, changed }: Holder): unknown {
  if (set.has(name)) return set.get(name)
  return changed.has(name) ? changed.get(name) : (value as Record<string, unknown>)[name]
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}

function keyOf(path: Path): string {
  return JSON.stringify(path)
}

/** Whether two values of files are the same, whatever the order of the keys of their mappings. */
export function isSameValue(one: unknown, other: unknown): boolean {
  const open: [unknown, unknown][] = [[one, other]]
  // what aliases repeat is one object at many places
  const compared = new Map<object, object>()
  for (let next = open.pop(); next; next = open.pop()) {
    const [a, b] = next
    if (Object.is(a, b)) continue
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
    if (compared.get(a) === b) continue
    compared.set(a, b)
    const names = Object.keys(a)
    if (Array.isArray(a) !== Array.isArray(b) || names.length !== Object.keys(b).length) return false
    for (const name of names) {
      if (!Object.hasOwn(b, name)) return false
      open.push([(a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]])
    }
  }
  return true
}
