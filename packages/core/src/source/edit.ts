import { planBlock } from './edit-block.ts'
import { planFlow } from './edit-flow.ts'
import { collectEdits } from './edit-plan.ts'
import { EditRefused } from './edit-refused.ts'
import { isFlow } from './entries.ts'
import { ParsedFile } from './file.ts'
import { isFilled, renderBlock, renderFlow, renderJson } from './render.ts'
import { detectStyle, type Style } from './style.ts'
import type { SourceFile, TextEdit, TreeEdit } from './types.ts'

export { type EditRefusal, EditRefused } from './edit-refused.ts'

/**
 * Renders edits of the tree into edits of the text, in the order of the text and free of overlap. All paths
 * mean the file as it is, before any of the edits. Everything around them stays byte for byte: comments,
 * quotes, order, indentation, line ends.
 *
 * - `set` on a key that a mapping does not have yet inserts it. A scalar keeps its quotes, a flow collection
 *   its style. On a merged key it writes a key of the mapping's own.
 * - `remove` takes a repeated key away as often as it stands there; the last entry leaves `{}` or `[]`.
 * - `insert` puts an entry behind the others of its mapping, quoted like the key before it.
 *
 * Throws `EditRefused`, and renders nothing, when an edit cannot be made without changing another place:
 * text inside an anchored node that an alias or merge key repeats is never edited, neither under its own
 * path nor through the alias.
 */
export function renderEdits(file: SourceFile, edits: readonly TreeEdit[]): readonly TextEdit[] {
  const navigator = file instanceof ParsedFile ? file.navigator : undefined
  if (!navigator) throw new EditRefused('unreadable-file')
  const style = detectStyle(navigator, file.language === 'json')
  const { root, holders } = collectEdits(navigator, edits, style.json)
  const planned: { readonly depth: number; readonly edit: TextEdit }[] = []
  if (root) planned.push({ depth: 0, edit: { span: navigator.span(0), text: renderRoot(root.value, style) } })
  for (const holder of holders) {
    const textEdits = isFlow(navigator.tape.kind[holder.entry])
      ? planFlow(navigator, style, holder)
      : planBlock(navigator, style, holder)
    for (const edit of textEdits) planned.push({ depth: holder.depth, edit })
  }
  // Two insertions may meet where a collection and the one around it end: the inner one comes first.
  planned.sort((one, other) => order(one.edit, other.edit) || other.depth - one.depth)
  const result = planned.map(({ edit }) => edit)
  checkOverlap(result)
  return result
}

/** Makes edits in a text. Insertions at one place are made in the order given. Throws `EditRefused` on overlap. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort(order)
  checkOverlap(sorted)
  const parts: string[] = []
  let at = 0
  for (const { span, text: replacement } of sorted) {
    parts.push(text.slice(at, span.start), replacement)
    at = span.end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

function renderRoot(value: unknown, style: Style): string {
  if (style.json) return renderJson(value, style, '')
  if (isFilled(value)) return renderBlock(value, style, 0, false)
  return renderFlow(value, style, { padding: ' ', colon: ': ', comma: ', ' })
}

function order(one: TextEdit, other: TextEdit): number {
  return one.span.start - other.span.start || one.span.end - other.span.end
}

function checkOverlap(sorted: readonly TextEdit[]): void {
  let end = 0
  for (const { span } of sorted) {
    if (span.start < end) throw new EditRefused('overlap')
    end = span.end
  }
}
