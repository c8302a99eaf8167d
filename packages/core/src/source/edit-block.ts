import { quotingOf, renderKey, renderRenamed } from './edit-keys.ts'
import { absorbedEnd, blankRunEnd, innerCommentsEnd, literalSafe } from './edit-lines.ts'
import type { HolderEdits, Insertion } from './edit-plan.ts'
import { EditRefused } from './edit-refused.ts'
import { columnOf, type Entry, isFlow, lineStart, startsLine } from './entries.ts'
import type { Navigator } from './navigate.ts'
import { isFilled, renderAfterColon, renderBlock, renderFlow } from './render.ts'
import type { Style } from './style.ts'
import { isMapping, KIND } from './tape.ts'
import type { TextEdit } from './types.ts'
import { type Quoting, stringScalar } from './yaml-scalar.ts'
import { lineEnd } from './yaml-scan.ts'

/** Text edits for the entries of a YAML block mapping or list of which at least one entry stays. */
export function planBlock(navigator: Navigator, style: Style, holder: HolderEdits): TextEdit[] {
  return new BlockPlan(navigator, style, holder).run()
}

class BlockPlan {
  readonly #navigator: Navigator
  readonly #text: string
  readonly #style: Style
  readonly #holder: HolderEdits
  readonly #mapping: boolean
  /** Column of the keys or dashes. */
  readonly #column: number
  readonly #edits: TextEdit[] = []

  constructor(navigator: Navigator, style: Style, holder: HolderEdits) {
    this.#navigator = navigator
    this.#text = navigator.text
    this.#style = style
    this.#holder = holder
    this.#mapping = isMapping(navigator.tape, holder.entry)
    const { entries } = holder
    this.#column = columnOf(this.#text, (entries[1] ?? entries[0])?.start ?? 0)
  }

  run(): TextEdit[] {
    const { entries, set, renamed, inserted } = this.#holder
    for (const [index, value] of set) this.#set(entries[index], value)
    for (const [index, name] of renamed) this.#rename(entries[index], name)
    this.#remove()
    for (const insertion of inserted) this.#insert(insertion)
    return this.#edits
  }

  #edit(start: number, end: number, text: string): void {
    this.#edits.push({ span: { start, end }, text })
  }

  #rename(entry: Entry | undefined, name: string): void {
    if (!entry) return
    const { start, end } = this.#navigator.span(entry.key)
    this.#edit(start, end, renderRenamed(name, entry, this.#navigator, this.#style, false))
  }

  #set(entry: Entry | undefined, value: unknown): void {
    if (!entry) return
    if (!entry.announced) throw new EditRefused('unsupported')
    const { tape } = this.#navigator
    const flow = isFlow(tape.kind[entry.value]) && tape.next[entry.value] !== entry.value + 1
    if (isFilled(value) && !flow) this.#setBlock(entry, value)
    else this.#setInline(entry, this.#inline(entry, value))
  }

  /** A value that starts on the line of its key or dash; a string keeps the quotes of the one before. */
  #inline(entry: Entry, value: unknown): string {
    const quoting: Quoting = quotingOf(this.#navigator, entry.value)
    if (typeof value === 'string' && quoting !== 'plain') {
      return stringScalar(value, quoting, this.#style.quote, false)
    }
    if (isFilled(value)) {
      const padded = /^[{] /.test(this.#text.slice(this.#navigator.span(entry.value).start))
      return renderFlow(value, this.#style, { padding: padded ? ' ' : '', colon: ': ', comma: ', ' })
    }
    const literals = literalSafe(this.#text, entry.end) && this.#gap(entry).trim() === ''
    if (!this.#mapping) return renderBlock(value, this.#style, this.#column + 2, literals)
    return renderAfterColon(value, this.#style, this.#column, literals).slice(1)
  }

  #setInline(entry: Entry, text: string): void {
    const gap = this.#gap(entry)
    if (gap.trim() !== '') {
      // The comment between the key and the old value stays, after the new one.
      this.#edit(entry.gap, entry.gap, ` ${text}`)
      this.#edit(entry.gap + gap.trimEnd().length, entry.end, '')
    } else if (gap === '' || /[\r\n]/.test(gap)) this.#edit(entry.gap, entry.end, ` ${text}`)
    else this.#edit(entry.content, entry.end, text)
  }

  #setBlock(entry: Entry, value: object): void {
    const text = this.#text
    const gap = this.#gap(entry)
    const column = columnOf(text, entry.content)
    const literals = literalSafe(text, entry.end)
    const ownLine = /[\r\n]/.test(gap)
    const least = this.#mapping && Array.isArray(value) ? this.#column : this.#column + 1
    if (
      (ownLine || (!this.#mapping && gap !== '')) &&
      column >= least &&
      startsIn(text, entry.content, column)
    ) {
      this.#edit(entry.content, entry.end, renderBlock(value, this.#style, column, literals))
    } else if (gap.trim() !== '') {
      const inner = this.#column + Math.max(this.#style.unit.length, 1)
      const block = renderBlock(value, this.#style, inner, literals)
      this.#edit(lineStart(text, entry.content), entry.end, ' '.repeat(inner) + block)
    } else if (this.#mapping) {
      this.#edit(entry.gap, entry.end, renderAfterColon(value, this.#style, this.#column, literals))
    } else {
      this.#edit(entry.gap, entry.end, ` ${renderBlock(value, this.#style, this.#column + 2, literals)}`)
    }
  }

  /** Text between the colon or dash and the value: white space, line breaks and comments. */
  #gap(entry: Entry): string {
    return this.#text.slice(entry.gap, entry.content)
  }

  #remove(): void {
    const { entries, removed } = this.#holder
    let index = 0
    const first = entries[0]
    if (
      first &&
      removed.has(0) &&
      (!startsLine(this.#text, first.start) || lineStart(this.#text, first.start) === 0)
    ) {
      while (removed.has(index)) index += 1
      this.#edit(first.start, entries[index]?.start ?? first.start, '')
    }
    let kept = index > 0 ? undefined : entries[index]
    for (; index < entries.length; index += 1) {
      const entry = entries[index]
      if (!entry) continue
      if (removed.has(index)) this.#removeLines(entry, kept)
      else kept = entry
    }
  }

  #removeLines(entry: Entry, kept: Entry | undefined): void {
    let start = endOfLineBefore(this.#text, entry.start)
    let end = this.#after(entry)
    if (kept && this.#endsInBlockScalar(kept)) {
      const open = this.#endsOpen(kept)
      end = absorbedEnd(this.#text, end, this.#column, open)
      // The line break before the last line may belong to a value.
      if (open && end === this.#text.length) start = lineStart(this.#text, entry.start)
    }
    this.#edit(start, end, '')
  }

  #insert({ key, value, before }: Insertion): void {
    const { entries, removed } = this.#holder
    const kept = entries.filter((_, index) => !removed.has(index))
    const after = entries.findLast((_, index) => index < before && !removed.has(index))
    if (after) {
      const offset = innerCommentsEnd(this.#text, this.#after(after), this.#column)
      const literals = literalSafe(this.#text, offset)
      const margin = this.#style.eol + ' '.repeat(this.#column)
      this.#edit(offset, offset, margin + this.#entry(key, value, literals))
      return
    }
    const follower = kept[0]
    if (!follower) return
    const margin = this.#style.eol + ' '.repeat(this.#column)
    this.#edit(follower.start, follower.start, this.#entry(key, value, true) + margin)
  }

  #entry(key: string | undefined, value: unknown, literals: boolean): string {
    if (key === undefined) return `- ${renderBlock(value, this.#style, this.#column + 2, literals)}`
    const { kind } = this.#navigator.tape
    const neighbours = this.#holder.entries.filter((entry) => kind[entry.key] !== KIND.mergeKey)
    const name = renderKey(key, neighbours, this.#navigator, this.#style, false)
    return `${name}:${renderAfterColon(value, this.#style, this.#column, literals)}`
  }

  /** End of the last line of an entry, comment included. Blank lines count where they are part of the value. */
  #after(entry: Entry): number {
    const end = lineEnd(this.#text, entry.end)
    return this.#endsOpen(entry) ? blankRunEnd(this.#text, end) : end
  }

  /** Last leaf of an entry in the order of the text. */
  #lastLeaf(entry: Entry): number {
    return (this.#navigator.tape.next[entry.value] ?? entry.value + 1) - 1
  }

  #endsInBlockScalar(entry: Entry): boolean {
    const kind = this.#navigator.tape.kind[this.#lastLeaf(entry)]
    return kind === KIND.literal || kind === KIND.folded
  }

  /** True when an entry ends in a block scalar that keeps its final line breaks (`|+`). */
  #endsOpen(entry: Entry): boolean {
    const { start } = this.#navigator.span(this.#lastLeaf(entry))
    return this.#endsInBlockScalar(entry) && /^[|>][0-9]?\+/.test(this.#text.slice(start, start + 3))
  }
}

/** True when the column before the offset is white space only, or a dash whose item stands there. */
function startsIn(text: string, offset: number, column: number): boolean {
  return /^[ -]*$/.test(text.slice(offset - column, offset))
}

function endOfLineBefore(text: string, offset: number): number {
  const start = lineStart(text, offset)
  if (start === 0) return 0
  return text[start - 1] === '\n' && text[start - 2] === '\r' ? start - 2 : start - 1
}
