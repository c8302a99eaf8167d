import { markdownCode, markdownInline, visible } from '@specward/core'
import { type MarkupContent, MarkupKind } from 'vscode-languageserver'

/** A piece of a text. What comes from a document is told apart, for it may hold anything. */
export type Piece =
  /** Our own words. */
  | string
  /** A name of the document. */
  | { readonly code: string }
  /** A sentence of the document, or one of ours that tells of names between backticks. */
  | { readonly said: string }
  | { readonly strong: readonly Piece[] }
  /** A place that an editor can go to. */
  | { readonly link: string; readonly to: string }

export type Line = readonly Piece[]
export type Block = { readonly line: Line } | { readonly list: readonly Line[] }

/** Characters of a text of the document that are shown. */
const MOST_CHARACTERS = 200

/**
 * Blocks as Markdown, or as plain text for editors without it. Nothing of the document has a meaning in it: no markup,
 * no link, no image, no command; long texts of it are cut.
 * @param withoutSecrets takes out of a text what must not be told
 */
export function render(
  blocks: readonly Block[],
  kind: MarkupKind,
  withoutSecrets: (text: string) => string,
): MarkupContent {
  const writer = kind === MarkupKind.Markdown ? MARKDOWN : PLAIN
  const told = (text: string): string => cut(withoutSecrets(text))
  const write = (line: Line): string => line.map((piece) => writePiece(piece, writer, told)).join('')
  const texts = blocks.map((block) =>
    'line' in block ? write(block.line) : block.list.map((line) => `- ${write(line)}`).join('\n'),
  )
  return { kind, value: texts.join('\n\n') }
}

interface Writer {
  own(text: string): string
  code(text: string): string
  said(text: string): string
  strong(text: string): string
  link(text: string, to: string): string
}

const MARKDOWN: Writer = {
  own: (text) => text,
  code: (text) => markdownCode(text.trim() === '' ? JSON.stringify(text) : text),
  said: markdownInline,
  strong: (text) => `**${text}**`,
  link: (text, to) =>
    `[${markdownInline(text)}](${to.replace(/[()<>\s\\]/g, encodeURIComponent).replace(/[()]/g, percent)})`,
}

const PLAIN: Writer = {
  own: (text) => text,
  code: visible,
  said: (text) => visible(text).replaceAll('`', ''),
  strong: (text) => text,
  link: (text) => visible(text),
}

function writePiece(piece: Piece, writer: Writer, told: (text: string) => string): string {
  if (typeof piece === 'string') return writer.own(piece)
  if ('code' in piece) return writer.code(told(piece.code))
  if ('said' in piece) return writer.said(told(piece.said))
  if ('link' in piece) return writer.link(piece.link, piece.to)
  return writer.strong(piece.strong.map((each) => writePiece(each, writer, told)).join(''))
}

/** The first line with anything on it, and no more than can be read at a glance. */
function cut(text: string): string {
  const line = text.trim().split(/\r\n|\n|\r/, 1)[0] ?? ''
  const characters = [...line.slice(0, MOST_CHARACTERS * 2)]
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : line
}

/** `encodeURIComponent` leaves parentheses as they are. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`
}

/** The first of several, and how many more there are. */
export function firstOf<T>(all: readonly T[], most: number, line: (each: T) => Line): readonly Line[] {
  const lines = all.slice(0, most).map(line)
  return all.length > most ? [...lines, [`and ${all.length - most} more`]] : lines
}

/** Lines with something between them. */
export function joined(lines: readonly Line[], between: string): Line {
  return lines.flatMap((line, index) => (index === 0 ? line : [between, ...line]))
}
