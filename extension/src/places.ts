import { Position, Range, Selection, TextEditorRevealType, Uri, type ViewColumn, window } from 'vscode'

/** Opens a file with the cursor at a place. */
export async function showPlace(uri: Uri, position: Position, viewColumn?: ViewColumn): Promise<void> {
  try {
    const editor = await window.showTextDocument(uri, viewColumn === undefined ? {} : { viewColumn })
    editor.selection = new Selection(position, position)
    editor.revealRange(new Range(position, position), TextEditorRevealType.InCenterIfOutsideViewport)
  } catch {
    void window.showErrorMessage(`${uri.fsPath} could not be opened.`)
  }
}

/**
 * Goes to a place that the server or a view names, in the terms of the protocol: a location, or a URI and a range or
 * position.
 */
export async function goTo(target: unknown, at?: unknown): Promise<void> {
  const { uri, range } = objectOf(target)
  const name = typeof target === 'string' ? target : uri
  if (typeof name !== 'string') return
  await showPlace(Uri.parse(name), positionOf(range ?? at))
}

function positionOf(value: unknown): Position {
  const given = objectOf(value)
  const { line, character } = objectOf(given.start ?? given)
  return new Position(countOf(line), countOf(character))
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
}

/** An argument of a command, which anybody may call with anything. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
