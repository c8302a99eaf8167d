import {
  LSPErrorCodes,
  ResourceOperationKind,
  ResponseError,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Desk } from '../desk.ts'

/** A refusal in words for whoever asked. */
export function refusal(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message)
}

/**
 * The edit that gives a file another text, which touches nothing that stays the same; a file that is not there is
 * created.
 *
 * @param before undefined for a file that is not there
 */
export function newText(desk: Desk, uri: string, before: string | undefined, after: string): WorkspaceEdit {
  const mark = before?.startsWith('\uFEFF') && !after.startsWith('\uFEFF') ? '\uFEFF' : ''
  const edit = difference(desk.document(uri) ?? TextDocument.create(uri, '', 0, before ?? ''), mark + after)
  return edits(desk, uri, [edit], before === undefined)
}

/** Edits of one file. */
export function edits(desk: Desk, uri: string, changes: readonly TextEdit[], isNew: boolean): WorkspaceEdit {
  const { documentChanges, resourceOperations = [] } = desk.client.workspace?.workspaceEdit ?? {}
  if (documentChanges !== true) return { changes: { [uri]: [...changes] } }
  const textDocument = { uri, version: desk.document(uri)?.version ?? null }
  const edit: TextDocumentEdit = { textDocument, edits: [...changes] }
  const creates = isNew && resourceOperations.includes(ResourceOperationKind.Create)
  const create = { kind: 'create' as const, uri, options: { ignoreIfExists: true } }
  return { documentChanges: creates ? [create, edit] : [edit] }
}

/**
 * Has the editor make an edit.
 * @throws ResponseError when it does not
 */
export async function apply(desk: Desk, label: string, edit: WorkspaceEdit): Promise<void> {
  if (desk.client.workspace?.applyEdit !== true) {
    throw refusal(
      'This editor lets language servers change nothing. Use `specward waive` on the command line.',
    )
  }
  const { applied, failureReason } = await desk.connection.workspace.applyEdit({ label, edit })
  if (!applied)
    throw refusal(`The editor did not make the change${failureReason ? `: ${failureReason}` : '.'}`)
}

function difference(document: TextDocument, after: string): TextEdit {
  const before = document.getText()
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  // not between the two halves of a line break
  if (before[start - 1] === '\r') start--
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const range = { start: document.positionAt(start), end: document.positionAt(before.length - end) }
  return { range, newText: after.slice(start, after.length - end) }
}
