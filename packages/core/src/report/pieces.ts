/** Characters of a piece, at least: many small ones take long to be written. */
const PIECE_LENGTH = 65_536

/** The same text in fewer pieces. */
export function* largerPieces(pieces: Iterable<string>): Generator<string> {
  let some = ''
  for (const piece of pieces) {
    some += piece
    if (some.length < PIECE_LENGTH) continue
    yield some
    some = ''
  }
  if (some !== '') yield some
}
