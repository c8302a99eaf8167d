import { type Node, type PlaceAt, placeAt } from '@specward/core'
import type { CancellationToken, Location, TextDocumentPositionParams } from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import { type Sheet, Sheets } from '../positions.ts'
import { type ApiIndex, indexOf } from './api-index.ts'

/** A file of a description, as one review has it. */
export interface View {
  readonly review: Review
  readonly index: ApiIndex
  readonly sheet: Sheet
  readonly sheets: Sheets
}

/** What stands at a position, as one review has it. */
export interface Sight extends View {
  readonly place: PlaceAt
  readonly node: Node
}

/** A file as each description that reaches it has it. */
export async function viewsOf(desk: Desk, uri: string, token: CancellationToken): Promise<readonly View[]> {
  return viewsIn(desk, await desk.reviews(uri, token), uri)
}

/** A file as some reviews have it; those that do not reach it are left out. */
export function viewsIn(desk: Desk, reviews: readonly Review[], uri: string): readonly View[] {
  const sheets = new Sheets(desk)
  return reviews.flatMap((review) => {
    const index = indexOf(review)
    const file = index?.graph.files.find((each) => keyOf(each.uri) === keyOf(uri))
    return index && file ? [{ review, index, sheet: sheets.of(file), sheets }] : []
  })
}

/** What stands at a position, in each description that reaches the file; none where the text has changed since. */
export async function sightsAt(
  desk: Desk,
  { textDocument, position }: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<readonly Sight[]> {
  const views = await viewsOf(desk, textDocument.uri, token)
  return views.flatMap((view) => {
    const { sheet, index } = view
    const offset = sheet.offsetAt(position)
    const place = offset === undefined ? undefined : placeAt(sheet.file, offset)
    const node = place && index.rootOf(sheet.file.uri)?.at(...place.path)
    return place && node && sheet.rangeOf(place.span) ? [{ ...view, place, node }] : []
  })
}

/** Where a node is: its key, or its value where it has none. Undefined where an editor cannot go. */
export function locationOf(node: Node, sheets: Sheets, part: 'key' | 'value' = 'key'): Location | undefined {
  const { file, span } = node
  if (/^https?:/.test(file.uri)) return undefined
  const sheet = sheets.of(file)
  // the beginning of a file stands for all of it
  const at = node.parent ? (part === 'key' ? (span?.key ?? span?.value) : span?.value) : { start: 0, end: 0 }
  const range = at && sheet.rangeOf(at)
  return range && { uri: sheet.uri, range }
}

/** Locations, each once, in the order of files and of what stands in them. */
export function distinctLocations(locations: readonly (Location | undefined)[]): Location[] {
  const found = new Map<string, Location>()
  for (const location of locations) {
    if (location) found.set(`${location.uri} ${JSON.stringify(location.range.start)}`, location)
  }
  return [...found.values()].sort(
    (a, b) =>
      (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  )
}
