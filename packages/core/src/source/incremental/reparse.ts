import type { Event } from 'js-yaml'
import { own } from '../../json.ts'
import { lineStart } from '../entries.ts'
import { ParsedFile } from '../file.ts'
import { depthOf, readJson } from '../json.ts'
import { buildJsonTape } from '../json-tape.ts'
import { USUAL_LIMITS } from '../limits.ts'
import { KIND, keyName, type Tape } from '../tape.ts'
import { DOCUMENT } from '../yaml-events.ts'
import { lineEnd } from '../yaml-scan.ts'
import { type Block, blocksAround, entriesAround } from './blocks.ts'
import { type Change, changeBetween } from './change.ts'
import { shareWith } from './share.ts'
import { spliceTape, spliceValue, valueAt } from './splice.ts'

/** Blocks that are tried, from the innermost outwards. */
const MOST_BLOCKS = 3

/** Of a block that is longer than this, only the entries around the change are read. */
const LONG_BLOCK = 65_536

/** So much longer may the entries be that are read of it. */
const ENTRIES_FACTOR = 2

interface Part {
  readonly value: unknown
  readonly tape: Tape
}

/** What `parseSource` would make of a text, or where js-yaml would give up on it. */
export type Reread = { readonly file: ParsedFile } | { readonly stop: number }

/**
 * Reads a text that differs little from one that was read without problems: only the innermost mapping that contains
 * the change is read anew, and everything beside it keeps its objects.
 *
 * @param text without a byte order mark
 * @param longBlock characters from which only some entries of a mapping are read
 * @returns undefined where only reading it as a whole can tell
 */
export async function reparse(
  old: ParsedFile,
  text: string,
  longBlock = LONG_BLOCK,
): Promise<Reread | undefined> {
  if (!old.isPlain || old.value === undefined) return undefined
  const change = changeBetween(old.text, text)
  if (!change) return { file: old }
  const tape = old.navigator?.tape
  if (!tape || text.slice(change.start, change.newEnd).includes('\0')) return undefined
  const isLong = ({ start, end }: Block): boolean => end - start > longBlock
  const [first, last] = [lineStart(text, change.start), lineEnd(text, change.newEnd)]
  const blocks = blocksAround(old, tape, change)
    .filter(({ start, column }) => start <= change.start && isIndented(text, first, last, column))
    .slice(-MOST_BLOCKS)
    .reverse()
  for (const around of blocks) {
    const block = isLong(around) ? entriesAround(tape, old.text, around, change) : around
    if (!block || block.end - block.start > ENTRIES_FACTOR * longBlock) continue
    const part = await readBlock(old, block, text, change)
    if (part && 'stop' in part) {
      // only where its first key is there is the block a mapping for js-yaml as it goes on
      if (change.start > lineEnd(text, tape.start[block.only ? block.only.from : block.entry] ?? 0))
        return { stop: block.start + part.stop }
      continue
    }
    const value = part && valueWith(old, tape, block, part.value)
    if (part && value !== undefined)
      return { file: splice(old, tape, block, { ...part, value }, text, change) }
  }
  return undefined
}

async function readBlock(
  { language }: ParsedFile,
  { start, end, column, path }: Block,
  text: string,
  change: Change,
): Promise<Part | { readonly stop: number } | undefined> {
  const part = text.slice(start, end + change.newEnd - change.oldEnd)
  const read = language === 'json' ? readJsonPart(part) : await readYamlPart(part, column)
  if (!read || 'stop' in read) return read
  return path.length + depthOf(read.value, USUAL_LIMITS.nesting) < USUAL_LIMITS.nesting ? read : undefined
}

function readJsonPart(part: string): Part | undefined {
  const json = readJson(part)
  return 'value' in json && part.startsWith('{')
    ? { value: json.value, tape: buildJsonTape(part) }
    : undefined
}

async function readYamlPart(
  part: string,
  column: number,
): Promise<Part | { readonly stop: number } | undefined> {
  const { parseYaml, readEvents } = await import('../yaml.ts')
  const parsed = parseYaml(part)
  if (!('events' in parsed)) {
    const { stop, tooDeep } = parsed
    return !tooDeep && isInside(part, stop, column) ? { stop } : undefined
  }
  if (hasMarkers(parsed.events)) return undefined
  const { value, tape, faults, isPlain } = readEvents(part, parsed.events)
  if (!tape || !isPlain || faults.length > 0 || tape.kind[0] !== KIND.blockMapping) return undefined
  const start = tape.start[0] ?? 0
  const line = lineStart(part, start)
  return start - line === column && isIndented(part, line, start, column) ? { value, tape } : undefined
}

/** True for `---` or `...`, which would end the whole document. */
function hasMarkers(events: readonly Event[]): boolean {
  return events.some((event) => event.type === DOCUMENT && (event.explicitStart || event.explicitEnd))
}

/**
 * Whether js-yaml gave up on a line of the mapping itself, with all lines before it in the mapping too: then it would do
 * so with the rest of the text around it.
 */
function isInside(part: string, stop: number, column: number): boolean {
  if (stop >= part.trimEnd().length) return false
  const end = lineEnd(part, stop)
  return isIndented(part, 0, end, column) && end < part.length
}

/** Whether every line of a text that is not empty begins with so many spaces. */
function isIndented(text: string, from: number, to: number, column: number): boolean {
  for (let line = from; line < to; line = lineEnd(text, line) + 1) {
    let at = line
    while (text.charCodeAt(at) === 32) at += 1
    const isEmpty = at >= to || text[at] === '\n' || text[at] === '\r'
    if (!isEmpty && at - line < column) return false
  }
  return true
}

/** The value of the file with what was read in its place; undefined where a key would stand there twice. */
function valueWith(old: ParsedFile, tape: Tape, { entry, path, only }: Block, part: unknown): unknown {
  const held = valueAt(old.value, path)
  const shared = shareWith(held, part)
  if (shared === held) return old.value
  if (!only) return spliceValue(old.value, path, shared)
  const last = tape.next[entry] ?? 0
  const outside = (from: number, to: number): [string, unknown][] => {
    const entries: [string, unknown][] = []
    for (let key = from; key < to; key = tape.next[key + 1] ?? to) {
      const name = keyName(tape, old.text, key)
      entries.push([name, own(held, name)])
    }
    return entries
  }
  const entries = [
    ...outside(entry + 1, only.from),
    ...Object.entries(shared as object),
    ...outside(only.to, last),
  ]
  const value = Object.fromEntries(entries)
  const isOnce = Object.keys(value).length === entries.length
  const wasOnce = Object.keys(held as object).length === outside(entry + 1, last).length
  if (!isOnce || !wasOnce) return undefined
  const whole = shareWith(held, value)
  return whole === held ? old.value : spliceValue(old.value, path, whole)
}

function splice(
  old: ParsedFile,
  tape: Tape,
  block: Block,
  part: Part,
  text: string,
  change: Change,
): ParsedFile {
  const { entry, start, only } = block
  const shift = change.newEnd - change.oldEnd
  const from = only?.from ?? entry
  const to = only?.to ?? tape.next[entry] ?? tape.size
  const oldEnd = only ? endOfLast(tape, from, to) : (tape.end[entry] ?? 0)
  const spliced = spliceTape(tape, {
    from,
    to,
    part: part.tape,
    isInside: only !== undefined,
    start,
    shift,
    oldEnd,
  })
  return new ParsedFile({
    uri: old.uri,
    text,
    language: old.language,
    value: part.value,
    problems: [],
    tape: () => spliced,
    mayRepeatKeys: () => true,
    isPlain: true,
    lines: old.linesAfter(text, change),
    mentions: old.mentionsAfter(text, change),
  })
}

/** Where the last value of some entries of a mapping ends. */
function endOfLast(tape: Tape, from: number, to: number): number {
  let end = 0
  for (let key = from; key < to; key = tape.next[key + 1] ?? to) end = tape.end[key + 1] ?? 0
  return end
}
