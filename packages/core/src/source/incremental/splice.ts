import type { Tape } from '../tape.ts'
import type { Path } from '../types.ts'

export interface Splice {
  /** Entry that is replaced, with everything in it. */
  readonly entry: number
  /** Tape of the text that takes its place. */
  readonly part: Tape
  /** Where that text begins. */
  readonly start: number
  /** By how much the text behind it has moved. */
  readonly shift: number
}

/** A tape in which one node is replaced. Costs three copies, whatever the size of the node. */
export function spliceTape(old: Tape, { entry, part, start, shift }: Splice): Tape {
  const behind = old.next[entry] ?? old.size
  const more = part.size - (behind - entry)
  const size = old.size + more
  const tape = {
    size,
    kind: new Uint8Array(size),
    start: new Int32Array(size),
    end: new Int32Array(size),
    next: new Int32Array(size),
    targets: old.targets,
    names: spliceNames(old, { entry, part, start, shift }, behind, more),
  }
  for (const key of ['kind', 'start', 'end', 'next'] as const) {
    tape[key].set(old[key].subarray(0, entry))
    tape[key].set(part[key], entry)
    tape[key].set(old[key].subarray(behind), entry + part.size)
  }
  for (let at = entry; at < entry + part.size; at += 1) {
    tape.start[at] = (tape.start[at] ?? 0) + start
    tape.end[at] = (tape.end[at] ?? 0) + start
    tape.next[at] = (tape.next[at] ?? 0) + entry
  }
  const { start: starts, end: ends, next: nexts } = tape
  for (let at = entry + part.size; at < size; at += 1) {
    starts[at] = (starts[at] as number) + shift
    ends[at] = (ends[at] as number) + shift
    nexts[at] = (nexts[at] as number) + more
  }
  widenHolders(old, tape, { entry, shift, more })
  return tape
}

/** What holds the node ends where the node ends if nothing comes after it, else as far on as the text has moved. */
function widenHolders(
  old: Tape,
  tape: { readonly end: Int32Array; readonly next: Int32Array },
  { entry, shift, more }: { readonly entry: number; readonly shift: number; readonly more: number },
): void {
  const oldEnd = old.end[entry] ?? 0
  const newEnd = tape.end[entry] ?? 0
  for (let holder = 0; holder < entry; ) {
    const next = old.next[holder] ?? 0
    if (next <= entry) {
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
  { entry, part }: Splice,
  behind: number,
  more: number,
): ReadonlyMap<number, string> {
  if (old.names.size + part.names.size === 0) return old.names
  const names = new Map<number, string>()
  for (const [key, name] of old.names) {
    if (key < entry) names.set(key, name)
    else if (key >= behind) names.set(key + more, name)
  }
  for (const [key, name] of part.names) names.set(key + entry, name)
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
