import type { TextEdit } from './types.ts'

/** A run of the original text, or a text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string }

/**
 * One set of edits of a text for several that were made one after the other: each set is of the text that those before
 * it leave, in its order and free of overlap. The result is of the first text.
 */
export function composeEdits(length: number, sets: readonly (readonly TextEdit[])[]): readonly TextEdit[] {
  let pieces: readonly Piece[] = [{ start: 0, end: length }]
  for (const edits of sets) pieces = edited(pieces, edits)
  return changes(pieces, length)
}

function edited(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const result: Piece[] = []
  let at = 0
  let index = 0
  let rest: Piece | undefined = pieces[0]
  /** Takes the pieces up to an offset, and keeps them or lets them go. */
  const take = (end: number, keeps: boolean): void => {
    while (rest && at < end) {
      const size = sizeOf(rest)
      const part = Math.min(size, end - at)
      if (keeps) result.push(slice(rest, 0, part))
      at += part
      if (part < size) rest = slice(rest, part, size)
      else {
        index += 1
        rest = pieces[index]
      }
    }
  }
  for (const { span, text } of edits) {
    take(span.start, true)
    take(span.end, false)
    if (text !== '') result.push({ text })
  }
  take(Number.POSITIVE_INFINITY, true)
  return result
}

function sizeOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start
}

function slice(piece: Piece, from: number, to: number): Piece {
  if ('text' in piece) return { text: piece.text.slice(from, to) }
  return { start: piece.start + from, end: piece.start + to }
}

/** What stands between the runs of the original. */
function changes(pieces: readonly Piece[], length: number): readonly TextEdit[] {
  const edits: TextEdit[] = []
  let end = 0
  let text = ''
  const close = (start: number): void => {
    if (text !== '' || start > end) edits.push({ span: { start: end, end: start }, text })
    text = ''
  }
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text
    else {
      close(piece.start)
      end = piece.end
    }
  }
  close(length)
  return edits
}
