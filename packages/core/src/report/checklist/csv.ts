import { addTo } from '../../group.ts'
import type { Assessment } from '../assessment.ts'
import { csvLines } from '../csv.ts'
import { STANDING_WORDS, viewOf } from './view.ts'
import { placeOf } from './words.ts'

const COLUMNS = [
  'document',
  'title',
  'version',
  'digest',
  'date',
  'control',
  'control_title',
  'result',
  'standing',
  'because',
  'items',
  'told',
  'rules',
  'findings',
  'accepted',
  'undecided',
  'question',
  'evidence_wanted',
  'question_state',
  'question_digest',
  'answer',
  'by',
  'answered',
  'valid_until',
  'evidence',
  'comment',
  'answer_state',
] as const

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>

/**
 * The checklist as comma-separated values (RFC 4180): a header, then a row for each control of each document. Of
 * several answers to a question, the cells hold one line for each. A row at a time.
 */
export function checklistCsv(assessment: Assessment, framework?: string): Iterable<string> {
  return csvLines(COLUMNS, rowsOf(assessment, framework))
}

function* rowsOf(assessment: Assessment, framework: string | undefined): Generator<Row> {
  for (const document of assessment.documents) {
    const { sections, controls } = viewOf(document, framework)
    const items = new Map<string, string[]>()
    for (const { id, controls: own } of sections) {
      for (const { control } of own) addTo(items, control.id, id)
    }
    for (const { control, findings, undecided } of controls) {
      const { question } = control
      const answers = question?.answers ?? []
      const each = (pick: (answer: (typeof answers)[number]) => string): string =>
        answers.map(pick).join(' | ')
      yield {
        document: document.file,
        title: document.title,
        version: document.apiVersion,
        digest: document.digest,
        date: assessment.date,
        control: control.id,
        control_title: control.title,
        result: STANDING_WORDS[control.result],
        standing: STANDING_WORDS[control.standing],
        because: control.because,
        items: (items.get(control.id) ?? []).join(' '),
        told: control.told,
        rules: control.rules.map(({ id, judged }) => `${id} (${judged})`).join(', '),
        findings: findings.map((finding) => `${placeOf(finding)} ${finding.ruleId}`).join(' | '),
        accepted: control.accepted,
        undecided: undecided.map((place) => `${placeOf(place)} ${place.ruleId}`).join(' | '),
        question: question?.text ?? '',
        evidence_wanted: question?.evidence ?? '',
        question_state: question?.state ?? '',
        question_digest: question?.digest ?? '',
        answer: each(({ answer }) => answer),
        by: each(({ by }) => by),
        answered: each(({ date }) => date),
        valid_until: each(({ validUntil }) => validUntil),
        evidence: each(({ evidence }) => evidence),
        comment: each(({ comment = '' }) => comment),
        answer_state: each(({ state }) => state),
      }
    }
  }
}
