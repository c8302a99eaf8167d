import { nodeOf } from '../policy/at.ts'
import { commonEnd } from './path-ends.ts'
import type { WaiverPlace } from './waiver-run.ts'

/**
 * Where a finding is now whose waiver names a file that is gone: of several places the one whose file, or document, ends
 * most like that name. Undefined where none or several do.
 *
 * @param nameOf names a file as the waiver would
 */
export function homeOf<P extends WaiverPlace>(
  name: string,
  places: Iterable<P>,
  nameOf: (uri: string) => string,
): P | undefined {
  let home: P | undefined
  let longest = 0
  for (const place of places) {
    const uris = [nodeOf(place.finding.at).file.uri, ...[...place.documents].map(({ uri }) => uri)]
    const common = Math.max(...uris.map((uri) => commonEnd(name, nameOf(uri))))
    if (common < longest) continue
    home = common > longest ? place : undefined
    longest = common
  }
  return home
}
