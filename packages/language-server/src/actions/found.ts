import {
  type AcceptTarget,
  findingPlaces,
  type JudgedDocument,
  type ReportFinding,
  type WaiverStatus,
} from '@specward/core'
import type { CancellationToken, Diagnostic } from 'vscode-languageserver'
import type { Desk, Review } from '../desk.ts'
import { keyOf } from '../files.ts'
import type { FindingData } from '../translate.ts'

/** A finding that a diagnostic shows, with all that actions need to know of it. */
export interface Found {
  readonly target: AcceptTarget<JudgedDocument>
  readonly reported: ReportFinding
  readonly review: Review
  /** What became of the waivers, in all runs over documents that have the finding. */
  readonly waivers: readonly WaiverStatus[]
}

/** The findings that diagnostics of a file show, as the reviews of its texts as they are now have them. */
export async function foundBy(
  desk: Desk,
  uri: string,
  diagnostics: readonly Diagnostic[],
  token?: CancellationToken,
): Promise<readonly { readonly diagnostic: Diagnostic; readonly found: Found }[]> {
  const shown = diagnostics.filter(({ source }) => source === 'specward')
  if (shown.length === 0) return []
  const reviews = await desk.reviews(uri, token)
  return shown.flatMap((diagnostic) => {
    const fingerprint = fingerprintOf(diagnostic, uri, reviews)
    const found = fingerprint === undefined ? undefined : findingIn(reviews, fingerprint, uri)
    return found ? [{ diagnostic, found }] : []
  })
}

/** The finding of a fingerprint, of several places the one in a file. */
export function findingIn(reviews: readonly Review[], fingerprint: string, uri: string): Found | undefined {
  const places = findingPlaces(
    fingerprint,
    reviews.flatMap(({ result }) => result.documents),
  )
  const target = places.find((each) => keyOf(each.uri) === keyOf(uri)) ?? places[0]
  const review = target && reviews.find(({ result }) => result.documents.includes(target.document))
  const reported = review?.result.report.findings.find((each) => each.fingerprint === fingerprint)
  if (!target || !review || !reported) return undefined
  return { target, review, reported, waivers: reviews.flatMap(({ result }) => result.waivers) }
}

/** The fingerprint that came back with a diagnostic, else that of what is found at its place. */
function fingerprintOf(
  { data, code, range }: Diagnostic,
  uri: string,
  reviews: readonly Review[],
): string | undefined {
  const given = data as Partial<FindingData> | undefined | null
  if (typeof given?.fingerprint === 'string') return given.fingerprint
  for (const { result, uriOf } of reviews) {
    const found = result.report.findings.find(
      ({ ruleId, file, range: { start }, suppressed }) =>
        ruleId === code &&
        !suppressed &&
        start.line === range.start.line + 1 &&
        start.column === range.start.character + 1 &&
        keyOf(uriOf(file)) === keyOf(uri),
    )
    if (found) return found.fingerprint
  }
  return undefined
}
