import { type MarkupContent, MarkupKind } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'

/** Where a text in Markdown is shown. */
type Shown = 'hover' | 'completion'

/** A text in Markdown, or the same as plain text where the editor shows no other. */
export function markup(desk: Desk, markdown: string, shown: Shown): MarkupContent {
  const { hover, completion } = desk.client.textDocument ?? {}
  const formats = shown === 'hover' ? hover?.contentFormat : completion?.completionItem?.documentationFormat
  if (formats?.includes(MarkupKind.Markdown)) return { kind: MarkupKind.Markdown, value: markdown }
  return { kind: MarkupKind.PlainText, value: plain(markdown) }
}

/** Markdown that shows a text as it is written. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~-]/g, '\\$&')
}

/** Our own Markdown as plain text. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\((https?:[^)]*)\)/g, '$1 <$2>')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]*)\*\*/g, '$1')
    .replace(/\\([^\w\s])/g, '$1')
}
