import { columnOf, startsLine } from './entries.ts'
import type { Navigator } from './navigate.ts'
import { isMapping, KIND } from './tape.ts'

/** How a file is written, as far as new text should follow it. */
export interface Style {
  /** True for JSON, and for YAML that is written like JSON from its root on. */
  readonly json: boolean
  readonly eol: string
  /** One level of indentation. */
  readonly unit: string
  /** Columns by which a block list is indented under its key. */
  readonly listIndent: number
  readonly quote: "'" | '"'
}

/** Nodes looked at; the rest of a long file is taken to be written like its beginning. */
const SAMPLE = 5_000

const known = new WeakMap<Navigator, Style>()

/** Worked out once for each file, however many edits are rendered. */
export function detectStyle(navigator: Navigator, json: boolean): Style {
  let style = known.get(navigator)
  if (!style) {
    style = detect(navigator, json)
    known.set(navigator, style)
  }
  return style
}

function detect(navigator: Navigator, json: boolean): Style {
  const { text } = navigator
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  if (json || looksLikeJson(navigator)) {
    return { json: true, eol, unit: jsonUnit(text), listIndent: 0, quote: '"' }
  }
  const steps = blockSteps(navigator)
  const unit = ' '.repeat(steps.mapping ?? steps.list ?? 2)
  return { json: false, eol, unit, listIndent: steps.list ?? unit.length, quote: favouriteQuote(navigator) }
}

function looksLikeJson({ tape }: Navigator): boolean {
  return tape.kind[0] === KIND.flowMapping && tape.kind[1] === KIND.doubleQuoted
}

/** White space before the first line that is indented. */
function jsonUnit(text: string): string {
  return /[\r\n]([ \t]+)\S/.exec(text)?.[1] ?? '  '
}

/** Columns between a block mapping and the first mapping and the first list that stand in it on lines of their own. */
function blockSteps({ tape, text }: Navigator): { mapping?: number; list?: number } {
  const steps: { mapping?: number; list?: number } = {}
  const open: number[] = []
  for (let entry = 0; entry < Math.min(tape.size, SAMPLE); entry += 1) {
    while (open.length > 0 && entry >= (tape.next[open.at(-1) ?? 0] ?? 0)) open.pop()
    const kind = tape.kind[entry]
    if (kind !== KIND.blockMapping && kind !== KIND.blockList) continue
    const parent = open.at(-1)
    open.push(entry)
    const start = tape.start[entry] ?? 0
    if (parent === undefined || !isMapping(tape, parent) || !startsLine(text, start)) continue
    const step = columnOf(text, start) - columnOf(text, tape.start[parent] ?? 0)
    if (kind === KIND.blockList) steps.list ??= step
    else if (step > 0) steps.mapping ??= step
    if (steps.list !== undefined && steps.mapping !== undefined) break
  }
  return steps
}

function favouriteQuote({ tape }: Navigator): "'" | '"' {
  let single = 0
  let double = 0
  for (let entry = 0; entry < Math.min(tape.size, SAMPLE); entry += 1) {
    if (tape.kind[entry] === KIND.singleQuoted) single += 1
    else if (tape.kind[entry] === KIND.doubleQuoted) double += 1
  }
  return double > single ? '"' : "'"
}
