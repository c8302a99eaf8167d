import type { Assessment } from '../assessment.ts'
import { jsonText } from '../json.ts'
import { toOscal } from '../oscal/index.ts'
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
  const { framework } = options
  switch (format) {
    case 'markdown':
      return checklistMarkdown(assessment, framework)
    case 'html':
      return checklistHtml(assessment, options)
    case 'csv':
      return checklistCsv(assessment, framework)
    case 'json':
      return jsonText(assessment)
    case 'oscal':
      return toOscal(assessment)
  }
}
