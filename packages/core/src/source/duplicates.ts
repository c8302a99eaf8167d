import { isList, isMapping, KIND, keyName, type Tape } from './tape.ts'
import type { DuplicateKey, Path, Span } from './types.ts'

interface Frame {
  readonly entry: number
  readonly isMapping: boolean
  readonly key: string
  /** Entry of the key or item that comes next. */
  at: number
  index: number
}

/**
 * Keys that stand more than once in one mapping, in the order of the text: the first and the last place of
 * each. Merge keys do not count: a mapping may override what it merges.
 * @param from the only node that is looked at, with all below it
 * @param within only what stands around or in this part of the text is looked at
 */
export function findDuplicateKeys(
  tape: Tape,
  text: string,
  from: { readonly entry: number; readonly path: Path } = { entry: 0, path: [] },
  within?: Span,
): DuplicateKey[] {
  const found: DuplicateKey[] = []
  const frames: Frame[] = []
  const open = (entry: number, key: string): void => {
    if (within && !touches(spanOf(tape, entry), within)) return
    const mapping = isMapping(tape, entry)
    if (!mapping && !isList(tape, entry)) return
    frames.push({ entry, isMapping: mapping, key, at: entry + 1, index: 0 })
    if (mapping)
      collect(tape, text, entry, () => [...from.path, ...frames.slice(1).map((frame) => frame.key)], found)
  }
  if (tape.size > 0) open(from.entry, '')
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const { at } = frame
    if (at >= (tape.next[frame.entry] ?? 0)) {
      frames.pop()
      continue
    }
    const value = frame.isMapping ? at + 1 : at
    frame.at = tape.next[value] ?? tape.size
    const name = frame.isMapping ? '' : String(frame.index++)
    if (tape.next[value] !== value + 1) open(value, frame.isMapping ? keyName(tape, text, at) : name)
  }
  return found.sort((one, other) => one.first.start - other.first.start)
}

function collect(tape: Tape, text: string, mapping: number, path: () => Path, found: DuplicateKey[]): void {
  const { kind, next } = tape
  const end = next[mapping] ?? 0
  const firstValue = mapping + 2
  if (firstValue >= end || (next[firstValue] ?? end) >= end) return
  const first = new Map<string, number>()
  let last: Map<string, number> | undefined
  for (let key = mapping + 1; key < end; key = next[key + 1] ?? end) {
    if (kind[key] === KIND.mergeKey) continue
    const name = keyName(tape, text, key)
    if (!first.has(name)) first.set(name, key)
    else {
      last ??= new Map()
      last.set(name, key)
    }
  }
  for (const [name, key] of last ?? []) {
    const before = first.get(name) ?? key
    found.push({ path: path(), key: name, first: spanOf(tape, before), again: spanOf(tape, key) })
  }
}

function touches(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end
}

function spanOf(tape: Tape, entry: number): Span {
  return { start: tape.start[entry] ?? 0, end: tape.end[entry] ?? 0 }
}
