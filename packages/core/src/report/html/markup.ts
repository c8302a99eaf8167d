import { compactPieces } from '../json.ts'
import { visible } from '../visible.ts'

/** Markup that is safe to be put into a page. Only functions of this file make it. */
export interface Html {
  readonly markup: string
}

type Piece = string | number | Html | readonly Html[] | undefined | null | false

/** Markup that is made while it is written: of a long page, the whole can be longer than any text may be. */
export interface HtmlStream {
  readonly stream: Iterable<string>
}

export const NOTHING: Html = { markup: '' }

/** Markup in which every text that is put in is escaped, for elements and for quoted attributes alike. */
export function html(fixed: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let markup = fixed[0] ?? ''
  for (let index = 0; index < pieces.length; index++) {
    markup += markupOf(pieces[index]) + (fixed[index + 1] ?? '')
  }
  return { markup }
}

/** The same as {@link html}, made while it is written; what is put in may be made then as well. */
export function streamed(
  fixed: TemplateStringsArray,
  ...pieces: readonly (Piece | HtmlStream)[]
): HtmlStream {
  return { stream: streamOf(fixed, pieces) }
}

function* streamOf(fixed: TemplateStringsArray, pieces: readonly (Piece | HtmlStream)[]): Generator<string> {
  yield fixed[0] ?? ''
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'object' && piece !== null && 'stream' in piece) yield* piece.stream
    else yield markupOf(piece)
    yield fixed[index + 1] ?? ''
  }
}

/** Markup for each item of a list, made while it is written. */
export function forEach<Item>(
  items: readonly Item[],
  make: (item: Item, index: number) => Html | HtmlStream,
): HtmlStream {
  return { stream: streamForEach(items, make) }
}

function* streamForEach<Item>(
  items: readonly Item[],
  make: (item: Item, index: number) => Html | HtmlStream,
): Generator<string> {
  for (const [index, item] of items.entries()) {
    const made = make(item, index)
    if ('stream' in made) yield* made.stream
    else yield made.markup
  }
}

/** Markup in a row, with nothing or something between. */
export function joined(parts: readonly Html[], glue: Html = NOTHING): Html {
  return { markup: parts.map(({ markup }) => markup).join(glue.markup) }
}

/** Running text: what stands between backticks is code. */
export function prose(text: string): Html {
  const parts = text.split('`')
  // a backtick without a partner is one
  const last = parts.length % 2 === 0 ? parts.length - 1 : parts.length
  const spans = parts.map((part, index) => {
    if (index === last) return html`\`${part}`
    return index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`
  })
  return joined(spans)
}

export function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url)
}

export function link(url: string, text: string): Html {
  return html`<a href="${url}" rel="noreferrer noopener">${text}</a>`
}

/** A text that is a web address as a link, anything else as text. */
export function linked(text: string): Html {
  return isWeb(text) && !/\s/.test(text) ? link(text, text) : prose(text)
}

/** A path or name that may be broken after a slash, dot or hyphen. */
export function breakable(text: string): Html {
  return { markup: escaped(text).replace(/[/.]|(?<=\w)[-_](?=\w)/g, '$&<wbr>') }
}

/** A value as JSON for a script block: it cannot end the block, nor begin a comment in it. */
export function jsonForScript(value: unknown): HtmlStream {
  return { stream: scriptPieces(value) }
}

function* scriptPieces(value: unknown): Generator<string> {
  for (const piece of compactPieces(value)) yield piece.replace(/[<>&\u0080-\u{10ffff}]/gu, unicodeEscape)
}

function unicodeEscape(character: string): string {
  let out = ''
  for (let at = 0; at < character.length; at++) {
    out += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  }
  return out
}

function markupOf(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return ''
  if (typeof piece === 'string') return escaped(piece)
  if (typeof piece === 'number') return String(piece)
  if ('markup' in piece) return piece.markup
  return piece.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
