import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver'
import { keyOf } from '../files.ts'
import { shiftRange, type TextChange } from '../workspace/text-change.ts'

/** A change of the text of a file, by the key of the file. */
export interface FileChange {
  readonly key: string
  readonly change: TextChange
}

/** Diagnostics of a file where they stand after changes of texts; without those whose text was edited away. */
export function shiftDiagnostics(
  diagnostics: readonly Diagnostic[],
  key: string,
  changes: readonly FileChange[],
): readonly Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const range = shiftAll(diagnostic.range, key, changes)
    if (!range) return []
    const related = diagnostic.relatedInformation?.flatMap((each) => shiftRelated(each, changes))
    return [{ ...diagnostic, range, ...(related ? { relatedInformation: related } : {}) }]
  })
}

function shiftRelated(
  related: DiagnosticRelatedInformation,
  changes: readonly FileChange[],
): readonly DiagnosticRelatedInformation[] {
  const { uri } = related.location
  const range = shiftAll(related.location.range, keyOf(uri), changes)
  return range ? [{ ...related, location: { uri, range } }] : []
}

function shiftAll(
  range: Diagnostic['range'],
  key: string,
  changes: readonly FileChange[],
): Diagnostic['range'] | undefined {
  let now: Diagnostic['range'] | undefined = range
  for (const each of changes) if (now && each.key === key) now = shiftRange(now, each.change)
  return now
}
