import { quotingOf, renderKey, renderRenamed } from './edit-keys.ts'
import type { HolderEdits, Insertion } from './edit-plan.ts'
import { insertedValue } from './edit-promote.ts'
import { type Entry, indentation, startsLine } from './entries.ts'
import type { Navigator } from './navigate.ts'
import { type FlowStyle, isFilled, renderFlow, renderJson } from './render.ts'
import type { Style } from './style.ts'
import { isMapping, KIND } from './tape.ts'
import type { TextEdit } from './types.ts'
import { stringScalar } from './yaml-scalar.ts'

/** Text edits for the entries of a flow collection; everything in JSON is one. */
export function planFlow(navigator: Navigator, style: Style, holder: HolderEdits): TextEdit[] {
  return new FlowPlan(navigator, style, holder).run()
}

class FlowPlan {
  readonly #navigator: Navigator
  readonly #text: string
  readonly #style: Style
  readonly #holder: HolderEdits
  readonly #flow: FlowStyle
  readonly #edits: TextEdit[] = []

  constructor(navigator: Navigator, style: Style, holder: HolderEdits) {
    this.#navigator = navigator
    this.#text = navigator.text
    this.#holder = holder
    this.#style = style.json ? style : { ...style, quote: this.#quote(style.quote) }
    this.#flow = this.#detect()
  }

  run(): TextEdit[] {
    const { entries, set, renamed, removed, inserted } = this.#holder
    for (const [index, value] of set) this.#set(entries[index], value)
    for (const [index, name] of renamed) this.#rename(entries[index], name)
    if (removed.size < entries.length) {
      this.#remove()
      for (const insertion of inserted) this.#insert(insertion)
    } else this.#refill()
    return this.#edits
  }

  #edit(start: number, end: number, text: string): void {
    this.#edits.push({ span: { start, end }, text })
  }

  #set(entry: Entry | undefined, value: unknown): void {
    if (!entry) return
    const text = this.#render(value, entry)
    if (!entry.announced) this.#edit(entry.gap, entry.gap, `: ${text}`)
    else {
      // A colon and its value need a space between them, unless the key is quoted.
      const glued = entry.content > entry.gap || entry.key < 0
      const quoted = quotingOf(this.#navigator, entry.key) !== 'plain'
      this.#edit(entry.content, entry.end, glued || quoted ? text : ` ${text}`)
    }
  }

  #rename(entry: Entry | undefined, name: string): void {
    if (!entry) return
    const { start, end } = this.#navigator.span(entry.key)
    this.#edit(start, end, renderRenamed(name, entry, this.#navigator, this.#style, true))
  }

  /** Value in place of that of an entry: a string keeps its quotes, a collection gets lines if the entry has its own. */
  #render(value: unknown, entry: Entry): string {
    const quoting = quotingOf(this.#navigator, entry.value)
    if (typeof value === 'string' && !this.#style.json)
      return stringScalar(value, quoting, this.#style.quote, true)
    return this.#renderNew(value, entry.start)
  }

  /** Value of an entry that starts at, or like the one at, an offset. */
  #renderNew(value: unknown, offset: number): string {
    if (this.#style.json && isFilled(value) && startsLine(this.#text, offset)) {
      return renderJson(value, this.#style, indentation(this.#text, offset))
    }
    return renderFlow(value, this.#style, this.#flow)
  }

  #remove(): void {
    const { entries, removed } = this.#holder
    for (let first = 0; first < entries.length; first += 1) {
      if (!removed.has(first)) continue
      let last = first
      while (removed.has(last + 1)) last += 1
      const next = entries[last + 1]
      const start = next ? entries[first]?.start : entries[first - 1]?.end
      const end = next ? next.start : entries[last]?.end
      if (start !== undefined && end !== undefined) this.#edit(start, end, '')
      first = last
    }
  }

  #insert({ key, value, before }: Insertion): void {
    const { entries, removed } = this.#holder
    const kept = entries.map((_, index) => index).filter((index) => !removed.has(index))
    const after = entries[kept.findLast((index) => index < before) ?? -1]
    const follower = entries[kept[0] ?? 0]
    const model = after ?? follower
    if (!model) return
    const text = this.#entry(key, value, model.start)
    const ownLine = startsLine(this.#text, model.start)
    const separator = ownLine
      ? `,${this.#style.eol}${indentation(this.#text, model.start)}`
      : this.#flow.comma
    if (after) this.#edit(after.end, after.end, separator + text)
    else this.#edit(model.start, model.start, text + separator)
  }

  /** Removes all entries, and puts the inserted ones between the brackets. */
  #refill(): void {
    const { entries, inserted, entry } = this.#holder
    const { start, end } = this.#navigator.span(entry)
    if (inserted.length === 0) {
      if (entries.length > 0) this.#edit(start + 1, end - 1, '')
      return
    }
    const value = insertedValue(this.#holder, isMapping(this.#navigator.tape, entry))
    const lines = this.#style.json && /[\r\n]/.test(this.#text)
    const comments = entries.length === 0 ? this.#text.slice(start + 1, end - 1).trim() : ''
    if (comments !== '') {
      const added = inserted.map(({ key, value }) => this.#entry(key, value, end))
      this.#edit(start + 1, start + 1, ` ${added.join(this.#flow.comma)} `)
    } else if (lines) this.#edit(start, end, renderJson(value, this.#style, indentation(this.#text, start)))
    else this.#edit(start, end, renderFlow(value, this.#style, this.#flow))
  }

  #entry(key: string | undefined, value: unknown, offset: number): string {
    const text = this.#renderNew(value, offset)
    if (key === undefined) return text
    const keyed = this.#holder.entries.filter((entry) => entry.key >= 0)
    return renderKey(key, keyed, this.#navigator, this.#style, true) + this.#flow.colon + text
  }

  /** The quotes of the entries around, before those of the rest of the file. */
  #quote(favourite: "'" | '"'): "'" | '"' {
    const quotings = this.#holder.entries.flatMap(({ key, value }) =>
      [key, value].map((entry) => quotingOf(this.#navigator, entry)),
    )
    const quoted = quotings.findLast((quoting) => quoting !== 'plain')
    return quoted ?? favourite
  }

  /** White space after brackets, colons and commas, as in this collection or else at the start of the file. */
  #detect(): FlowStyle {
    const text = this.#text
    const { start, end } = this.#navigator.span(this.#holder.entry)
    const [first, second] = this.#holder.entries
    const padding =
      text[start] === '{' && /^\{ +\S/.test(text.slice(start, Math.min(end, start + 20))) ? ' ' : ''
    if (!this.#style.json) return { padding: first ? padding : '', colon: ': ', comma: ', ' }
    const spaced = first ? first.content > first.gap || first.key < 0 : true
    const colon = first && first.key >= 0 ? (spaced ? ': ' : ':') : this.#usualColon()
    const inline =
      first && second && !startsLine(text, second.start) ? second.start - first.end > 1 : colon === ': '
    return { padding, colon, comma: inline ? ', ' : ',' }
  }

  /** How the first key of the file is separated from its value. */
  #usualColon(): string {
    const { tape } = this.#navigator
    const key = tape.kind[0] === KIND.flowMapping && tape.size > 1 ? (tape.end[1] ?? 0) : -1
    return key >= 0 && this.#text[key] === ':' && this.#text[key + 1] !== ' ' ? ':' : ': '
  }
}
