import { standTogether } from '../../assess/standing.ts'
import { frameworkName, frameworkNote } from '../assessed-words.ts'
import type {
  AssessedControl,
  AssessedDocument,
  AssessedFinding,
  Assessment,
  Standing,
} from '../assessment.ts'
import type { ReportUndecided } from '../report.ts'

export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  fail: 'fail',
  open: 'open',
  review: 'review',
  accepted: 'accepted',
  pass: 'pass',
  notApplicable: 'not applicable',
}

/** A control with everything of the document that its result rests on. */
export interface ControlView {
  readonly control: AssessedControl
  /** Those that nobody has accepted come first. */
  readonly findings: readonly AssessedFinding[]
  readonly undecided: readonly ReportUndecided[]
}

/** A practice, a threat, or a requirement of a framework, with its controls. */
export interface SectionView {
  readonly id: string
  readonly title: string
  readonly standing: Standing
  /** The word for it: what a control supports is not met for that. */
  readonly word: string
  readonly because: string
  readonly controls: readonly ControlView[]
  /** Ids of controls that are of some use for it. */
  readonly aside: readonly string[]
}

export interface DocumentView {
  readonly document: AssessedDocument
  /** What the sections are: `Practices and threats`, or the name of a framework. */
  readonly name: string
  /** What has to be known before relying on a framework. */
  readonly note: string | undefined
  readonly sections: readonly SectionView[]
  /** Every control of the sections once, in the order of the catalogue. */
  readonly controls: readonly ControlView[]
}

/**
 * A document as a checklist.
 * @param framework id of the framework whose requirements are the sections; undefined: practices and threats
 */
export function viewOf(document: AssessedDocument, framework?: string): DocumentView {
  const byFingerprint = new Map(document.findings.map((finding) => [finding.fingerprint, finding]))
  const all = document.controls.map((control) => controlView(control, document, byFingerprint))
  const byId = new Map(all.map((view) => [view.control.id, view]))
  const viewsOf = (ids: readonly string[]) => ids.flatMap((name) => byId.get(name) ?? [])
  const chosen = document.frameworks.find(({ id }) => id === framework)
  if (!chosen) {
    const rows = document.rows.map(
      (row): SectionView => ({ ...row, word: STANDING_WORDS[row.standing], controls: viewsOf(row.controls) }),
    )
    const sections = withOthers(rows, all)
    return { document, name: 'Practices and threats', note: undefined, sections, controls: all }
  }
  const sections = chosen.items.map(
    ({ title = '', ...item }): SectionView => ({
      ...item,
      word: item.standing === 'pass' ? 'supported' : STANDING_WORDS[item.standing],
      title,
      controls: viewsOf(item.controls),
      aside: [],
    }),
  )
  const named = new Set(sections.flatMap(({ controls }) => controls))
  return {
    document,
    name: frameworkName(chosen),
    note: frameworkNote(chosen),
    sections,
    controls: all.filter((view) => named.has(view)),
  }
}

/** Controls that answer no row of their own are told at the end: none is left out. */
function withOthers(rows: readonly SectionView[], all: readonly ControlView[]): readonly SectionView[] {
  const named = new Set(rows.flatMap(({ controls }) => controls))
  const controls = all.filter((view) => !named.has(view))
  if (controls.length === 0) return rows
  const standing = standTogether(controls.map(({ control }) => control.standing))
  const because = 'Controls that answer none of these by themselves.'
  return [
    ...rows,
    {
      id: '',
      title: 'Other controls',
      standing,
      word: STANDING_WORDS[standing],
      because,
      controls,
      aside: [],
    },
  ]
}

function controlView(
  control: AssessedControl,
  document: AssessedDocument,
  byFingerprint: ReadonlyMap<string, AssessedFinding>,
): ControlView {
  const findings = control.findings.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? [])
  const undecided = control.undecided.flatMap((index) => document.undecided[index] ?? [])
  return { control, findings, undecided }
}

/** What keeps a checklist from being signed: failures, and with that what is open, and what is left to review. */
export const CHECKLIST_GATES = ['fail', 'open', 'review', 'never'] as const

export type ChecklistGate = (typeof CHECKLIST_GATES)[number]

/** Ids of the controls of each document that keep it from being signed. */
export function unsigned(
  { documents }: Assessment,
  gate: ChecklistGate,
  framework?: string,
): ReadonlyMap<AssessedDocument, readonly string[]> {
  const stops: readonly Standing[] =
    gate === 'never' ? [] : (['fail', 'open', 'review'] as const).slice(0, CHECKLIST_GATES.indexOf(gate) + 1)
  return new Map(
    documents.map((document) => [
      document,
      viewOf(document, framework)
        .controls.filter(({ control }) => stops.includes(control.standing))
        .map(({ control }) => control.id),
    ]),
  )
}
