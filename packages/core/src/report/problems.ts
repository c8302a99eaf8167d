import type { DocumentResult } from '../assess/document-result.ts'
import type { Problem } from '../problem.ts'
import { compareText } from '../settle/order.ts'
import type { Notice } from './build.ts'
import { compareRanges, type Places } from './places.ts'
import type { Range, ReportNotice, ReportProblem, ReportUndecided } from './report.ts'

/** Problems sorted by file, position, code and message; what several documents met alike is given once. */
export function problemsOf(problems: readonly Problem[], places: Places): readonly ReportProblem[] {
  return sortedOnce(
    problems.map(({ code, severity, message, uri, span }) => ({
      code,
      severity,
      message,
      ...places.of(uri, span),
    })),
  )
}

export function noticesOf(notices: readonly Notice[], places: Places): readonly ReportNotice[] {
  return sortedOnce(
    notices.map(({ code, severity, message, uri, span }) => ({
      code,
      severity,
      message,
      ...places.of(uri, span),
    })),
  )
}

/** What could not be decided, sorted by file, position and rule; what two documents share is given once. */
export function undecidedOf(
  documents: readonly Pick<DocumentResult, 'undecided'>[],
  places: Places,
): readonly ReportUndecided[] {
  const all = documents
    .flatMap((document) => document.undecided)
    .map(({ ruleId, because, operations, at }) => ({ ruleId, because, operations, ...places.at(at) }))
    .sort(
      (a, b) =>
        compareText(a.file, b.file) ||
        compareRanges(a.range, b.range) ||
        compareText(a.ruleId, b.ruleId) ||
        compareText(a.because, b.because),
    )
  return once(all)
}

interface Message {
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly range?: Range
}

function sortedOnce<M extends Message>(messages: readonly M[]): readonly M[] {
  const sorted = messages.toSorted(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') ||
      compareRanges(a.range, b.range) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  )
  return once(sorted)
}

/** The first of those that are alike in everything. */
function once<M>(messages: readonly M[]): readonly M[] {
  return [...new Map(messages.toReversed().map((each) => [JSON.stringify(each), each])).values()].reverse()
}
