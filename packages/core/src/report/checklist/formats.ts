import type { Assessment } from '../assessment.ts'
import { jsonPieces } from '../json.ts'
import { oscalPieces } from '../oscal/index.ts'
import { largerPieces } from '../pieces.ts'
import { checklistCsv } from './csv.ts'
import { type ChecklistHtmlOptions, checklistHtml } from './html.ts'
import { checklistMarkdown } from './markdown.ts'

export const CHECKLIST_FORMATS = ['markdown', 'html', 'csv', 'json', 'oscal'] as const

export type ChecklistFormat = (typeof CHECKLIST_FORMATS)[number]

/** The checklist in one of the formats: the same bytes for the same assessment. Ends in a line break. */
export function renderChecklist(
  assessment: Assessment,
  format: ChecklistFormat,
  options: ChecklistHtmlOptions,
): string {
  return [...checklistPieces(assessment, format, options)].join('')
}

/** The same in pieces, however long it is. */
export function checklistPieces(
  assessment: Assessment,
  format: ChecklistFormat,
  options: ChecklistHtmlOptions,
): Generator<string> {
  return largerPieces(piecesOf(assessment, format, options))
}

function piecesOf(
  assessment: Assessment,
  format: ChecklistFormat,
  options: ChecklistHtmlOptions,
): Iterable<string> {
  const { framework } = options
  switch (format) {
    case 'markdown':
      return checklistMarkdown(assessment, framework)
    case 'html':
      return checklistHtml(assessment, options)
    case 'csv':
      return checklistCsv(assessment, framework)
    case 'json':
      return jsonPieces(assessment)
    case 'oscal':
      return oscalPieces(assessment)
  }
}
