import type { Span } from '@specward/core'
import type { Range } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk } from '../desk.ts'
import { schemaFor } from './knowledge.ts'
import { outline } from './outline.ts'
import type { PolicyText } from './places.ts'
import { kindOf } from './policy-file.ts'

/** A document as the editor has it, else as the disk has it. */
export async function documentOf(desk: Desk, uri: string): Promise<TextDocument | undefined> {
  const open = desk.document(uri)
  if (open) return open
  const text = await desk.text(uri)
  return text === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, text)
}

/** A file of a policy with its text; undefined for any other file. */
export async function policyTextOf(
  desk: Desk,
  uri: string,
): Promise<(PolicyText & { readonly document: TextDocument }) | undefined> {
  const kind = await kindOf(desk, uri)
  const document = kind && (await documentOf(desk, uri))
  if (!kind || !document) return undefined
  return { uri, kind, document, outline: outline(document.getText()), schema: await schemaFor(kind) }
}

export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) }
}
