import type { Tape } from '../tape.ts'
import type { Path } from '../types.ts'

export interface Splice {
  /** Entries of the old tape that are replaced. */
  readonly from: number
  readonly to: number
  /** Tape of the text that takes their place: a mapping. */
  readonly part: Tape
  /** True where the mapping itself is kept, and only entries of it are replaced. */
  readonly isInside: boolean
  /** Where that text begins. */
  readonly start: number
  /** By how much the text behind it has moved. */
  readonly shift: number
  /** Where what is replaced ends in the old text. */
  readonly oldEnd: number
}

/** A tape in which some entries are replaced. Costs three copies, however many these are. */
export function spliceTape(old: Tape, splice: Splice): Tape {
  const { from, to, part, isInside, start, shift } = splice
  const skipped = isInside ? 1 : 0
  const added = part.size - skipped
  const more = added - (to - from)
  const size = old.size + more
  const kind = new Uint8Array(size)
  const [starts, ends, nexts] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const copy = (
    target: Uint8Array | Int32Array,
    was: Uint8Array | Int32Array,
    is: Uint8Array | Int32Array,
  ) => {
    target.set(was.subarray(0, from))
    target.set(is.subarray(skipped), from)
    target.set(was.subarray(to), from + added)
  }
  copy(kind, old.kind, part.kind)
  copy(starts, old.start, part.start)
  copy(ends, old.end, part.end)
  copy(nexts, old.next, part.next)
  for (let at = from; at < from + added; at += 1) {
    starts[at] = (starts[at] as number) + start
    ends[at] = (ends[at] as number) + start
    nexts[at] = (nexts[at] as number) + from - skipped
  }
  for (let at = from + added; at < size; at += 1) {
    starts[at] = (starts[at] as number) + shift
    ends[at] = (ends[at] as number) + shift
    nexts[at] = (nexts[at] as number) + more
  }
  // a mapping begins where its first key does
  const isFirst = isInside && (old.next[from - 1] ?? 0) > from
  if (isFirst) starts[from - 1] = (part.start[0] ?? 0) + start
  widenHolders(old, { end: ends, next: nexts }, splice, more)
  return {
    size,
    kind,
    start: starts,
    end: ends,
    next: nexts,
    targets: old.targets,
    names: spliceNames(old, splice, more),
  }
}

/** What holds the part ends where the part ends if nothing comes after it, else as far on as the text has moved. */
function widenHolders(
  old: Tape,
  tape: { readonly end: Int32Array; readonly next: Int32Array },
  { from, part, start, shift, oldEnd }: Splice,
  more: number,
): void {
  const newEnd = (part.end[0] ?? 0) + start
  for (let holder = 0; holder < from; ) {
    const next = old.next[holder] ?? 0
    if (next <= from) {
      holder = next
      continue
    }
    const end = old.end[holder] ?? 0
    tape.end[holder] = end === oldEnd ? newEnd : end + shift
    tape.next[holder] = next + more
    holder += 1
  }
}

function spliceNames(
  old: Tape,
  { from, to, part, isInside }: Splice,
  more: number,
): ReadonlyMap<number, string> {
  if (old.names.size + part.names.size === 0) return old.names
  const names = new Map<number, string>()
  for (const [key, name] of old.names) {
    if (key < from) names.set(key, name)
    else if (key >= to) names.set(key + more, name)
  }
  for (const [key, name] of part.names) names.set(key + from - (isInside ? 1 : 0), name)
  return names
}

/** A value with another one at a path; everything beside the way there stays the same object. */
export function spliceValue(value: unknown, path: Path, part: unknown): unknown {
  const way: object[] = []
  let at = value
  for (const key of path) {
    way.push(at as object)
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  let made = part
  for (const [index, holder] of [...way.entries()].reverse()) {
    const copy: unknown = Array.isArray(holder) ? [...holder] : { ...holder }
    ;(copy as Record<string, unknown>)[path[index] ?? ''] = made
    made = copy
  }
  return made
}

export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const key of path) at = (at as Readonly<Record<string, unknown>>)[key]
  return at
}
