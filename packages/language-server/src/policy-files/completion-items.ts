import type { Span } from '@specward/core'
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type Range,
} from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { type KnownRule, severities } from './knowledge.ts'
import { escaped, markup } from './markup.ts'

/** Something that could be written at the cursor. */
export interface Offer {
  readonly label: string
  /** What is written; the label where it is undefined. */
  readonly text?: string | undefined
  /** A few words behind the label. */
  readonly detail?: string | undefined
  /** Markdown. */
  readonly about?: string | undefined
  readonly kind?: CompletionItemKind
  /** Whether the text has places to fill in: `${1:owner}`. */
  readonly isSnippet?: boolean
  readonly isDefault?: boolean
}

/** Where offers go. */
export interface Target {
  readonly range: Range
  /** What stands there before the cursor begins with this quote; '' for none. */
  readonly quote: string
  /** Whether commas and brackets have a meaning there. */
  readonly inFlow: boolean
}

/** Offers as the protocol has them, in their order. */
export function itemsOf(
  desk: Desk,
  offers: readonly Offer[],
  { range, quote }: Target,
): readonly CompletionItem[] {
  const takesSnippets = desk.client.textDocument?.completion?.completionItem?.snippetSupport === true
  return offers.flatMap((offer, index): readonly CompletionItem[] => {
    const { label, text = label, detail, about, kind = CompletionItemKind.Value, isDefault } = offer
    if (offer.isSnippet && !takesSnippets) return []
    return [
      {
        label,
        kind,
        ...(detail === undefined ? {} : { detail }),
        ...(about === undefined ? {} : { documentation: markup(desk, about, 'completion') }),
        ...(isDefault ? { preselect: true } : {}),
        sortText: String(index).padStart(5, '0'),
        filterText: quote + label,
        textEdit: { range, newText: text },
        ...(offer.isSnippet
          ? { insertTextFormat: InsertTextFormat.Snippet, insertTextMode: InsertTextMode.adjustIndentation }
          : {}),
      },
    ]
  })
}

/** A rule that can be named. */
export function ruleOffer(rule: KnownRule, text: string): Offer {
  const { id, title, isOurs } = rule
  const about = [isOurs ? title : escaped(title), severities(rule)].filter((part) => part).join('\n\n')
  return { label: id, text, detail: title, about, kind: CompletionItemKind.Reference }
}

/** A text as a YAML scalar, in quotes where it would mean something else. */
export function asScalar(text: string, inFlow: boolean): string {
  const isPlain = /^[\p{L}\p{N}_./$][^#:'"\\]*$/u.test(text) && text.trim() === text
  const isNumber = /^[0-9][0-9_.]*(?:e[0-9]+)?$/i.test(text)
  const isBroken = inFlow && /[,[\]{}]/.test(text)
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text)
  return (isPlain || isDate) && !isNumber && !isBroken ? text : `'${text.replaceAll("'", "''")}'`
}

/** A span on one line. */
export function isOneLine(text: string, { start, end }: Span): boolean {
  return !/[\r\n]/.test(text.slice(start, end))
}
