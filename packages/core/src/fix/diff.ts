import type { TextEdit } from '../source/types.ts'

/** A file before and after edits. */
export interface DiffedFile {
  /** Path of the file with `/`. */
  readonly name: string
  readonly before: string
  /** Of `before`, in its order and free of overlap. */
  readonly edits: readonly TextEdit[]
  readonly text: string
}

export interface FixDiff {
  readonly text: string
  /** True where what may not be shown is overwritten, so that the diff cannot be applied. */
  readonly isRedacted: boolean
}

/** Lines around a change. */
const CONTEXT = 3

/** Lines of the old text in whose place others come; counted from 0, ends exclusive. */
interface Block {
  readonly from: number
  readonly to: number
  readonly newFrom: number
  readonly newTo: number
}

/**
 * A unified diff of a file, as `patch -p1` and `git apply` take it; empty where nothing changes.
 * @param shown the texts with what may not be shown overwritten, line by line and character by character
 */
export function unifiedDiff(
  file: DiffedFile,
  shown: { readonly before?: string | undefined; readonly text?: string | undefined } = {},
): FixDiff {
  const [old, now] = [linesOf(file.before), linesOf(file.text)]
  const [shownOld, shownNow] = [linesOf(shown.before ?? file.before), linesOf(shown.text ?? file.text)]
  const hunks = hunksOf(blocksOf(file, old, now))
  if (hunks.length === 0) return { text: '', isRedacted: false }
  let isRedacted = false
  const line = (sign: string, all: readonly string[], visible: readonly string[], index: number): string => {
    const text = visible[index] ?? ''
    isRedacted ||= text !== all[index]
    return `${sign}${text}${text.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`
  }
  const parts = hunks.map((blocks) => {
    const from = Math.max((blocks[0]?.from ?? 0) - CONTEXT, 0)
    const to = Math.min((blocks.at(-1)?.to ?? 0) + CONTEXT, old.length)
    const lines: string[] = []
    let at = from
    const keep = (end: number): void => {
      for (; at < end; at += 1) lines.push(line(' ', old, shownOld, at))
    }
    for (const block of blocks) {
      keep(block.from)
      for (; at < block.to; at += 1) lines.push(line('-', old, shownOld, at))
      for (let index = block.newFrom; index < block.newTo; index += 1)
        lines.push(line('+', now, shownNow, index))
    }
    keep(to)
    return headOf(blocks, from, to) + lines.join('')
  })
  return {
    text: `--- ${named(`a/${file.name}`)}\n+++ ${named(`b/${file.name}`)}\n${parts.join('')}`,
    isRedacted,
  }
}

function headOf(blocks: readonly Block[], from: number, to: number): string {
  const grown = blocks.reduce((sum, block) => sum + block.newTo - block.newFrom - (block.to - block.from), 0)
  const [first] = blocks
  const newFrom = from + (first ? first.newFrom - first.from : 0)
  return `@@ -${rangeText(from, to - from)} +${rangeText(newFrom, to - from + grown)} @@\n`
}

function rangeText(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`
}

/** As git writes names: in quotes where they hold what a line cannot; with a tab behind blanks. */
function named(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be quoted
  if (/["\\\u0000-\u001f\u007f]/.test(path)) return quoted(path)
  return path.includes(' ') ? `${path}\t` : path
}

function quoted(path: string): string {
  const escaped = [...path].map((character) => {
    const code = character.charCodeAt(0)
    if (character === '"' || character === '\\') return `\\${character}`
    return code < 32 || code === 127 ? `\\${code.toString(8).padStart(3, '0')}` : character
  })
  return `"${escaped.join('')}"`
}

/** Lines with their ends; a line ends at LF, as for git. */
function linesOf(text: string): readonly string[] {
  const lines: string[] = []
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    lines.push(text.slice(start, end < 0 ? text.length : end + 1))
    start = end < 0 ? text.length : end + 1
  }
  return lines
}

function blocksOf(file: DiffedFile, old: readonly string[], now: readonly string[]): readonly Block[] {
  const starts = startsOf(old)
  const touched: { from: number; to: number; grown: number }[] = []
  for (const { span, text } of file.edits) {
    const from = lineAt(starts, span.start)
    const to = Math.min(lineAt(starts, span.end) + 1, old.length)
    const grown = countBreaks(text) - countBreaks(file.before.slice(span.start, span.end))
    const last = touched.at(-1)
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to)
      last.grown += grown
    } else touched.push({ from, to, grown })
  }
  return placed(touched, old, now)
}

/** The same with their places in the new text, and without the lines at both ends that stay. */
function placed(
  touched: readonly { readonly from: number; readonly to: number; readonly grown: number }[],
  old: readonly string[],
  now: readonly string[],
): readonly Block[] {
  const blocks: Block[] = []
  let shift = 0
  for (const { grown, ...lines } of touched) {
    let { from, to } = lines
    let newFrom = from + shift
    shift += grown
    // the last line may have got its line break, or lost it
    let newTo = to === old.length ? now.length : to + shift
    while (from < to && newFrom < newTo && old[from] === now[newFrom])
      [from, newFrom] = [from + 1, newFrom + 1]
    while (from < to && newFrom < newTo && old[to - 1] === now[newTo - 1]) [to, newTo] = [to - 1, newTo - 1]
    if (from < to || newFrom < newTo) blocks.push({ from, to, newFrom, newTo })
  }
  return blocks
}

/** Blocks whose context would meet, together. */
function hunksOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = []
  for (const block of blocks) {
    const before = hunks.at(-1)?.at(-1)
    if (before && block.from - before.to <= 2 * CONTEXT) hunks.at(-1)?.push(block)
    else hunks.push([block])
  }
  return hunks
}

function startsOf(lines: readonly string[]): readonly number[] {
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length
  }
  return starts
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return Math.max(low, 0)
}

function countBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
