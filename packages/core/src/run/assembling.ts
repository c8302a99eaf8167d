import type { Comparison } from '../against/types.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Task } from '../policy/task.ts'
import type { Assessment } from '../report/assessment.ts'
import { buildAssessment } from '../report/assessment-build.ts'
import { buildReport } from '../report/build.ts'
import type { Report } from '../report/report.ts'
import type { Outcome } from './outcome.ts'
import { renderKnown } from './record/renderings.ts'
import type { SkippedFile } from './request.ts'
import type { RunTools } from './tools.ts'

/** The report of a run that has been compared. */
export function reportOf(
  tasks: readonly Task[],
  { documents, base, notices: told }: Comparison,
  notices: readonly PolicyNotice[],
  { request, host, watch }: RunTools,
  { skipped, problems, files }: Outcome,
): Report {
  return buildReport({
    version: request.version,
    workingDirectory: request.workingDirectory,
    documents,
    policies: [...new Set(tasks.map(({ policy }) => policy))],
    failOn: request.failOn,
    skipped: withoutParts(skipped, documents),
    problems,
    notices: [...notices, ...told],
    base,
    fileOf: (uri) => files.get(uri),
    renderEdits: renderKnown,
    sha256: (text) => host.sha256(text),
    stages: request.timing ? watch.stages : undefined,
  })
}

/** A file that a description refers to is judged with it, and not skipped. */
function withoutParts(
  skipped: readonly SkippedFile[],
  documents: readonly DocumentResult[],
): readonly SkippedFile[] {
  const parts = new Set(documents.flatMap(({ files }) => files ?? []))
  return skipped.filter(({ uri }) => !parts.has(uri))
}

/** The assessment that was asked for; undefined where none was. */
export function assessmentOf(
  report: Report,
  documents: readonly DocumentResult[],
  { request: { today, workingDirectory }, host, assessing }: RunTools,
  { files }: Outcome,
): Assessment | undefined {
  if (!assessing || today === undefined) return undefined
  return buildAssessment({
    plan: assessing,
    report,
    documents,
    date: today,
    workingDirectory,
    fileOf: (uri) => files.get(uri),
    renderEdits: renderKnown,
    sha256: (text) => host.sha256(text),
  })
}
