import { ParsedFile } from './file.ts'
import type { Navigator } from './navigate.ts'
import { isList, isMapping, KIND, keyName } from './tape.ts'
import type { Path, SourceFile, Span } from './types.ts'

/** What stands at an offset of a file. */
export interface PlaceAt {
  readonly path: Path
  /** Whether the offset is on the key of the node, on its value, or inside of it and beside all that it holds. */
  readonly part: 'key' | 'value' | 'inside'
  /** Of the key or the value, quotes included. */
  readonly span: Span
}

/**
 * The innermost node at a UTF-16 offset; the end of a name still belongs to it. Costs as much as the collections on
 * the way have entries, whatever these hold.
 *
 * Undefined where the text could not be read, where nothing stands, and where what stands has no part in the value:
 * the first of two equal keys, a merged key that is overridden. A key `<<` stands for nothing itself.
 */
export function placeAt(file: SourceFile, offset: number): PlaceAt | undefined {
  const navigator = file instanceof ParsedFile ? file.navigator : undefined
  if (!navigator || navigator.tape.size === 0) return undefined
  const found = descend(navigator, offset)
  if (!found) return undefined
  const { path, entry, part } = found
  const place = navigator.find(path)
  const reached = part === 'key' ? place?.key : place?.value
  return reached === entry ? { path, part, span: navigator.span(entry) } : undefined
}

interface Found {
  readonly path: Path
  readonly entry: number
  readonly part: PlaceAt['part']
}

interface Step {
  readonly entry: number
  readonly part: 'key' | 'value'
  /** Undefined for what a merge key brings: it belongs to the mapping around it. */
  readonly name: string | undefined
}

function descend(navigator: Navigator, offset: number): Found | undefined {
  const path: string[] = []
  let entry = 0
  let isMerged = false
  if (!holds(navigator, entry, offset)) return undefined
  for (;;) {
    const step: Step | undefined = isMapping(navigator.tape, entry)
      ? inMapping(navigator, entry, offset)
      : isList(navigator.tape, entry)
        ? inList(navigator, entry, offset, isMerged)
        : undefined
    if (!step) {
      const isCollection = isMapping(navigator.tape, entry) || isList(navigator.tape, entry)
      return { path, entry, part: isCollection ? 'inside' : 'value' }
    }
    if (step.name !== undefined) path.push(step.name)
    if (step.part === 'key') return { path, entry: step.entry, part: 'key' }
    isMerged = step.name === undefined
    entry = step.entry
  }
}

function inMapping(navigator: Navigator, mapping: number, offset: number): Step | undefined {
  const { tape, text } = navigator
  const end = tape.next[mapping] ?? 0
  for (let key = mapping + 1; key < end; key = tape.next[key + 1] ?? end) {
    if ((tape.start[key] ?? 0) > offset) return undefined
    const isMerge = tape.kind[key] === KIND.mergeKey
    const name = (): string => keyName(tape, text, key)
    if (holds(navigator, key, offset)) return isMerge ? undefined : { entry: key, part: 'key', name: name() }
    if (holds(navigator, key + 1, offset))
      return { entry: key + 1, part: 'value', name: isMerge ? undefined : name() }
  }
  return undefined
}

function inList(navigator: Navigator, list: number, offset: number, isMerged: boolean): Step | undefined {
  const { tape } = navigator
  const end = tape.next[list] ?? 0
  for (let item = list + 1, index = 0; item < end; item = tape.next[item] ?? end, index += 1) {
    if ((tape.start[item] ?? 0) > offset) return undefined
    if (holds(navigator, item, offset))
      return { entry: item, part: 'value', name: isMerged ? undefined : String(index) }
  }
  return undefined
}

function holds({ tape }: Navigator, entry: number, offset: number): boolean {
  return (tape.start[entry] ?? 0) <= offset && offset <= (tape.end[entry] ?? 0)
}
