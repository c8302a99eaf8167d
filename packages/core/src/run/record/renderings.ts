import { renderEdits } from '../../source/edit.ts'
import { EditRefused } from '../../source/edit-refused.ts'
import type { SourceFile, TextEdit, TreeEdit } from '../../source/types.ts'

/** What edits of a file come to that belong together. */
interface Rendering {
  readonly edits: readonly TreeEdit[]
  readonly texts: readonly TextEdit[] | EditRefused
}

/** By the first edit. */
const known = new WeakMap<TreeEdit, Rendering>()

/** Remembers how edits are written, so that their file need not be parsed for it. */
export function rememberRendering(edits: readonly TreeEdit[], texts: Rendering['texts']): void {
  const [first] = edits
  if (first) known.set(first, { edits, texts })
}

/** The same as `renderEdits`; edits that were rendered elsewhere are not rendered again. */
export function renderKnown(file: SourceFile, edits: readonly TreeEdit[]): readonly TextEdit[] {
  const rendering = edits[0] && known.get(edits[0])
  const isSame =
    rendering?.edits.length === edits.length && edits.every((edit, index) => edit === rendering.edits[index])
  if (!rendering || !isSame) return renderEdits(file, edits)
  if (rendering.texts instanceof EditRefused) throw rendering.texts
  return rendering.texts
}
