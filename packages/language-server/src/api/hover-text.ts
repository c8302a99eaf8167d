import { type Node, relativeName } from '@specward/core'
import { type Hover, MarkupKind } from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import type { Sheets } from '../positions.ts'
import { locationOf, type Sight } from './sight.ts'
import { type Block, type Piece, render } from './words.ts'

/** What hovers are made with. */
export interface Teller {
  /** A link to the line of a node; none where the editor cannot go there. */
  lineOf(node: Node): Piece | undefined
  /** A link to the configuration that the description is judged by. */
  readonly policy: Piece | undefined
}

export function tellerFor(desk: Desk, review: Review, sheets: Sheets): Teller {
  const folder = desk.folderOf(review.uri)
  const config = review.result.documents[0]?.config
  return {
    policy: config === undefined ? undefined : { link: relativeName(folder, config), to: config },
    lineOf: (node) => {
      const location = locationOf(node, sheets)
      if (!location) return undefined
      const line = location.range.start.line + 1
      return { link: `${relativeName(folder, node.file.uri)}:${line}`, to: `${location.uri}#L${line}` }
    },
  }
}

/**
 * A hover over what stands at a position.
 * @param reviews all that the text comes from: what one of them holds secret is not told by another
 */
export function hoverOver(
  desk: Desk,
  { place, sheet }: Sight,
  blocks: readonly Block[],
  reviews: readonly Review[],
): Hover {
  const formats = desk.client.textDocument?.hover?.contentFormat
  const kind = formats?.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText
  const range = sheet.rangeOf(place.span)
  const contents = render(blocks, kind, (text) =>
    reviews.reduce((rest, { result }) => result.withoutSecrets(rest), text),
  )
  return range ? { contents, range } : { contents }
}
