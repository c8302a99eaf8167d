import type { Fix, Node } from '@specward/core'
import { set } from '../edits.ts'
import { type Active, activeIn, isHarmfulUrl } from './active-html.ts'
import { markdownParts } from './markdown.ts'

/** Fields that are CommonMark; others are plain text, which shows character references as they are written. */
const RICH = 'description'

/** The text with what takes effect in it shown as it is written; undefined where that cannot be done by escaping. */
export function defused(node: Node, found: (text: string) => readonly Active[]): Fix | undefined {
  const before = node.string
  if (before === undefined) return undefined
  const { html } = markdownParts(before)
  const isClosed = html.some((piece) => /<\/script/i.test(piece))
  let text = before
  for (const piece of new Set(html.filter((each) => activeIn(each, isClosed).length > 0))) {
    // where it stands as code as well, it is shown there already
    if (countOf(piece, [before]) !== countOf(piece, html)) return undefined
    text = text.replaceAll(piece.trimEnd(), (written) => written.replaceAll(/<(?=[a-z/!])/gi, '&lt;'))
  }
  text = withoutLinks(text)
  if (text === before || found(text).length > 0) return undefined
  const kind = node.key === RICH ? 'safe' : 'suggested'
  return { title: 'Show it as text', kind, edits: [set(node, text)] }
}

function countOf(piece: string, texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.split(piece.trimEnd()).length - 1, 0)
}

/** `](javascript:...)` and `]: javascript:...`; an escaped sign begins no target. */
function withoutLinks(text: string): string {
  return text.replaceAll(/\]([(:])(\s*<?([^\s>)]*))/g, (written, sign, rest, url) =>
    isHarmfulUrl(url) ? `]\\${sign}${rest}` : written,
  )
}
