import type { AssessmentBasis } from '../assess/api.ts'
import { assess, type DocumentAssessment } from '../assess/assess.ts'
import type { ControlResult } from '../assess/control.ts'
import { catalogueDigest } from '../assess/digest.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import type { RuleEvidence } from '../assess/evidence.ts'
import type { AssessPlan } from '../assess/plan.ts'
import type { Answer } from '../assess/question.ts'
import { addTo } from '../group.ts'
import { lazy } from '../lazy.ts'
import { compareText } from '../settle/order.ts'
import type { SourceFile } from '../source/types.ts'
import type {
  AssessedControl,
  AssessedDocument,
  AssessedFinding,
  AssessedFramework,
  AssessedRow,
  Assessment,
  ControlAnswer,
  ControlQuestion,
  ControlRule,
} from './assessment.ts'
import type { ReportInput } from './build.ts'
import { exposedOperations } from './exposed-operations.ts'
import { compareFindings, findingsOf } from './findings.ts'
import { Places } from './places.ts'
import { undecidedOf } from './problems.ts'
import { clearedEdits, clearedFindings, clearedUndecided, Redaction } from './redact.ts'
import type { Report, ReportUndecided } from './report.ts'

export interface AssessmentInput {
  readonly plan: AssessPlan
  /** Of the same run. */
  readonly report: Report
  /** Of these, those that were judged as API descriptions are assessed. */
  readonly documents: readonly DocumentResult[]
  /** `2027-01-31`. */
  readonly date: string
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  readonly fileOf: (uri: string) => SourceFile | undefined
  readonly renderEdits: ReportInput['renderEdits']
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: (text: string) => string
}

type Assessed = DocumentResult & { readonly assessed: AssessmentBasis }

/** Assembles the assessment of a run: deterministic, sorted, with names relative to the working directory. */
export function buildAssessment(input: AssessmentInput): Assessment {
  const { plan, report, date, documents, sha256 } = input
  const { id, version } = plan.catalogue
  const builder = new AssessmentBuilder(input, redactionOf(documents))
  return {
    version: 1,
    tool: report.tool,
    date,
    policy: report.policy,
    catalogue: { id, version, digest: catalogueDigest(plan.catalogue, sha256) },
    documents: documents
      .filter(isAssessed)
      .map((document) => builder.document(document))
      .sort((a, b) => compareText(a.file, b.file)),
  }
}

/** Keeps the secrets of all findings out, those included that are no part of the report. */
export function redactionOf(documents: readonly DocumentResult[]): Redaction {
  return new Redaction(
    documents.flatMap(({ findings, assessed }) => [...findings, ...(assessed?.findings ?? [])]),
  )
}

function isAssessed(document: DocumentResult): document is Assessed {
  return document.assessed !== undefined
}

class AssessmentBuilder {
  readonly #input: AssessmentInput
  readonly #places: Places
  readonly #redaction: Redaction

  constructor(input: AssessmentInput, redaction: Redaction) {
    this.#input = input
    this.#redaction = redaction
    this.#places = new Places(input.workingDirectory, input.fileOf)
  }

  document(document: Assessed): AssessedDocument {
    const { uri, format, digest, operations, assessed } = document
    const result = assess(document, this.#input.plan, (each) => this.#places.name(each))
    const findings = this.#findings(document)
    const undecided = this.#undecided(document)
    const exposure = this.#exposure(document, findings)
    return {
      file: this.#places.name(uri),
      format,
      digest,
      operations,
      title: this.#text(assessed.title),
      apiVersion: this.#text(assessed.apiVersion),
      complete: isComplete(document),
      controls: this.#controls(result, findings, undecided),
      rows: this.#rows(result),
      frameworks: this.#frameworks(result),
      get exposure() {
        return exposure()
      },
      findings,
      undecided,
    }
  }

  /** Worked out for those who look at it: a checklist does not. */
  #exposure({ assessed }: Assessed, findings: readonly AssessedFinding[]) {
    const own = findings.filter(({ inPolicy }) => inPolicy)
    return lazy(() => exposedOperations(assessed.exposures(), own, this.#places, (text) => this.#text(text)))
  }

  #findings({ findings, assessed }: Assessed): readonly AssessedFinding[] {
    const { renderEdits } = this.#input
    const render = clearedEdits(renderEdits, this.#redaction)
    const made = ([list, inPolicy]: readonly [Assessed['findings'], boolean]) =>
      findingsOf([{ findings: clearedFindings(list, this.#redaction) }], this.#places, render).map(
        // they are ours alone still, and copying them would render all fixes
        (finding): AssessedFinding => Object.assign(finding, { inPolicy }),
      )
    return ([[findings, true] as const, [assessed.findings, false] as const] as const)
      .flatMap(made)
      .sort(compareFindings)
  }

  #undecided({ undecided, assessed }: Assessed): readonly ReportUndecided[] {
    const all = [...undecided, ...assessed.undecided]
    return undecidedOf([{ undecided: clearedUndecided(all, this.#redaction) }], this.#places)
  }

  #controls(
    { controls }: DocumentAssessment,
    findings: readonly AssessedFinding[],
    undecided: readonly ReportUndecided[],
  ): readonly AssessedControl[] {
    const order = new Map(findings.map(({ fingerprint }, index) => [fingerprint, index]))
    const unsure = indicesByRule(undecided)
    return controls.map((result) => ({
      id: result.control.id,
      title: result.control.title,
      told: result.control.told,
      result: result.result,
      standing: result.standing,
      because: this.#text(result.because),
      rules: result.rules.map((each) => this.#rule(each)),
      findings: fingerprintsOf(result, order),
      accepted: result.findings.filter(({ suppressed }) => suppressed).length,
      undecided: result.rules.flatMap(({ id }) => unsure.get(id) ?? []).sort((a, b) => a - b),
      question: this.#question(result),
    }))
  }

  #rule({ id, state, judged, unsure, findings, off }: RuleEvidence): ControlRule {
    const isOff = state === 'off' && off?.at.place
    const offAt = isOff ? { offAt: `${this.#places.name(off.at.source)}:${off.at.place.line}` } : {}
    return { id, state, judged, undecided: unsure, findings: findings.length, ...offAt }
  }

  #question({ control, asked }: ControlResult): ControlQuestion | null {
    if (!asked) return null
    const { question: text, evidence, covers } = control
    const { digest, state, operations, answers } = asked
    return {
      text,
      evidence,
      covers,
      digest,
      operations: operations.map((label) => this.#text(label)),
      state,
      answers: answers.map((each) => this.#answer(each)),
    }
  }

  #answer({ uri, span, comment, ...answer }: Answer): ControlAnswer {
    const place = this.#places.of(uri, span)
    return {
      ...answer,
      ...(comment === undefined ? {} : { comment }),
      file: this.#places.name(uri),
      ...(place.range ? { range: place.range } : {}),
    }
  }

  #rows({ rows }: DocumentAssessment): readonly AssessedRow[] {
    return rows.map(({ row, result, standing, because, controls, aside }) => {
      const { id, kind, title } = row
      return { id, kind, title, result, standing, because, controls, aside }
    })
  }

  #frameworks({ frameworks }: DocumentAssessment): readonly AssessedFramework[] {
    return frameworks.map(({ framework, items }) => {
      const { id, title, version, note } = framework
      const assessed = items.map(({ item, result, standing, because }) => ({
        id: item.id,
        ...(item.title === undefined ? {} : { title: item.title }),
        result,
        standing,
        because,
        controls: item.controls,
      }))
      return { id, title, version, ...(note === undefined ? {} : { note }), items: assessed }
    })
  }

  #text(text: string): string {
    return this.#redaction.message(text)
  }
}

/** False when something could not be read, or a rule did not get through. */
function isComplete({ rules, assessed }: Assessed): boolean {
  return assessed.unread.length === 0 && ![...rules, ...assessed.rules].some(({ stopped }) => stopped)
}

/** In the order of the document's list, what is accepted last. */
function fingerprintsOf({ findings }: ControlResult, order: ReadonlyMap<string, number>): readonly string[] {
  const rank = (fingerprint: string): number => order.get(fingerprint) ?? 0
  return findings
    .toSorted(
      (a, b) =>
        Number(a.suppressed !== undefined) - Number(b.suppressed !== undefined) ||
        rank(a.fingerprint) - rank(b.fingerprint),
    )
    .map(({ fingerprint }) => fingerprint)
}

function indicesByRule(undecided: readonly ReportUndecided[]): ReadonlyMap<string, readonly number[]> {
  const indices = new Map<string, number[]>()
  for (const [index, { ruleId }] of undecided.entries()) addTo(indices, ruleId, index)
  return indices
}
