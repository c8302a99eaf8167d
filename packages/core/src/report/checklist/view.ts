import type {
  AssessedControl,
  AssessedDocument,
  AssessedFinding,
  Assessment,
  ControlOutcome,
} from '../assessment.ts'
import type { ReportUndecided } from '../report.ts'

/** How a control stands for who has to sign: a failure that somebody has accepted is told apart. */
export type Standing = ControlOutcome | 'accepted'

/** From what has to be looked at first. */
export const STANDINGS = ['fail', 'open', 'review', 'accepted', 'pass', 'notApplicable'] as const

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
  readonly standing: Standing
  /** Those that nobody has accepted come first. */
  readonly findings: readonly AssessedFinding[]
  readonly undecided: readonly ReportUndecided[]
}

/** A practice, a threat, or a requirement of a framework, with its controls. */
export interface SectionView {
  readonly id: string
  readonly title: string
  readonly standing: Standing
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
  const section = (
    each: Omit<SectionView, 'controls' | 'standing'> & { result: ControlOutcome; ids: readonly string[] },
  ): SectionView => {
    const { id, title, because, aside, ids, result } = each
    const controls = ids.flatMap((name) => byId.get(name) ?? [])
    return { id, title, because, aside, controls, standing: standingOfSection(result, controls) }
  }
  const chosen = document.frameworks.find(({ id }) => id === framework)
  if (!chosen) {
    const rows = document.rows.map(({ controls, ...row }) => section({ ...row, ids: controls }))
    const sections = withOthers(rows, all)
    return { document, name: 'Practices and threats', note: undefined, sections, controls: all }
  }
  const sections = chosen.items.map(({ id, title = '', result, because, controls }) =>
    section({ id, title, result, because, ids: controls, aside: [] }),
  )
  const named = new Set(sections.flatMap(({ controls }) => controls))
  const { title, version, note } = chosen
  const name = version === '' || title.includes(version) ? title : `${title} ${version}`
  return { document, name, note, sections, controls: all.filter((view) => named.has(view)) }
}

/** Controls that answer no row of their own are told at the end: none is left out. */
function withOthers(rows: readonly SectionView[], all: readonly ControlView[]): readonly SectionView[] {
  const named = new Set(rows.flatMap(({ controls }) => controls))
  const controls = all.filter((view) => !named.has(view))
  if (controls.length === 0) return rows
  const standing = STANDINGS.find((each) => controls.some((view) => view.standing === each)) ?? 'open'
  const because = 'Controls that answer none of these by themselves.'
  return [...rows, { id: '', title: 'Other controls', standing, because, controls, aside: [] }]
}

function controlView(
  control: AssessedControl,
  document: AssessedDocument,
  byFingerprint: ReadonlyMap<string, AssessedFinding>,
): ControlView {
  const findings = control.findings.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? [])
  const undecided = control.undecided.flatMap((index) => document.undecided[index] ?? [])
  return { control, findings, undecided, standing: standingOf(control, findings) }
}

/**
 * A failure is accepted where all that breaks the control is, and nobody says that it does not hold. What casts doubt on
 * a control is accepted likewise, or where a person has looked at it and answered.
 */
function standingOf({ result, question }: AssessedControl, findings: readonly AssessedFinding[]): Standing {
  const isAccepted = (list: readonly AssessedFinding[]): boolean =>
    list.length > 0 && list.every(({ suppressed }) => suppressed !== null)
  if (result === 'fail') {
    const isDenied = question?.answers.some(({ answer, state }) => answer === 'no' && state === 'valid')
    const breaking = findings.filter(({ severity }) => severity === 'error' || severity === 'warn')
    return isAccepted(breaking) && !isDenied ? 'accepted' : 'fail'
  }
  const isDoubtful = result === 'review' && findings.length > 0
  const isSettled = question === null ? isAccepted(findings) : question.state === 'answered'
  return isDoubtful && isSettled ? 'accepted' : result
}

/** A row stands as its controls do: where all that keeps it is accepted, so is the row. */
function standingOfSection(result: ControlOutcome, controls: readonly ControlView[]): Standing {
  if (result !== 'fail' && result !== 'review') return result
  const standings = controls.map(({ standing }) => standing)
  return STANDINGS.find((each) => each !== 'notApplicable' && standings.includes(each)) ?? result
}

/** How many controls stand how, from what has to be looked at first; none that is zero. */
export function countsOf(
  controls: readonly ControlView[],
): readonly (readonly [standing: Standing, count: number])[] {
  return STANDINGS.map(
    (standing) => [standing, controls.filter((view) => view.standing === standing).length] as const,
  ).filter(([, count]) => count > 0)
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
        .controls.filter(({ standing }) => stops.includes(standing))
        .map(({ control }) => control.id),
    ]),
  )
}
