import { addTo } from '../../group.ts'
import { titleOf } from '../assessed-words.ts'
import type { AssessedControl, AssessedDocument, AssessedFinding, Assessment } from '../assessment.ts'
import {
  answerId,
  answerObservation,
  findingId,
  findingObservation,
  lookId,
  lookObservation,
  type ObservationContext,
  objectiveOf,
  undecidedObservations,
} from './observations.ts'
import { isRisk, riskId, riskOf } from './risks.ts'
import { markup, propsOf, some, startOf } from './values.ts'

export interface ResultContext extends ObservationContext {
  readonly assessment: Assessment
}

/** The result for one description: what was looked at, what was seen, and what follows for each control. */
export function resultOf(document: AssessedDocument, context: ResultContext) {
  const { date } = context.assessment
  const findings = new Map(document.findings.map((each) => [each.fingerprint, each]))
  const used = new Set(document.controls.flatMap((control) => control.findings))
  const cited = document.findings.filter(({ fingerprint }) => used.has(fingerprint))
  const mappings = mappingsOf(document)
  return {
    uuid: context.id('result'),
    title: markup(`Design review of ${fullNameOf(document)}`),
    description: markup(summaryOf(document)),
    start: startOf(date),
    end: startOf(date),
    ...propsOf({
      file: document.file,
      format: document.format,
      digest: document.digest,
      'api-version': document.apiVersion,
      complete: String(document.complete),
    }),
    'local-definitions': {
      components: [apiComponent(document, context)],
      'assessment-assets': assetsOf(context),
    },
    'reviewed-controls': { 'control-selections': [{ 'include-all': {} }] },
    ...some('observations', [
      ...cited.map((finding) => findingObservation(finding, context)),
      ...document.controls.flatMap((control) => observationsOf(control, document, context)),
    ]),
    ...some(
      'risks',
      cited.filter(isRisk).map((finding) => riskOf(finding, context)),
    ),
    ...some(
      'findings',
      document.controls.map((control) => controlFinding(control, document, findings, mappings, context)),
    ),
  }
}

/** `Orders 1.0.0 (openapi.yaml)`. */
function fullNameOf(document: AssessedDocument): string {
  const title = titleOf(document)
  return title === '' ? document.file : `${title} (${document.file})`
}

function summaryOf({ controls, operations, complete }: AssessedDocument): string {
  const of = (result: AssessedControl['result']): number =>
    controls.filter((control) => control.result === result).length
  const counts = `${of('pass')} pass, ${of('fail')} fail, ${of('review')} to review, ${of('open')} open`
  const rest = complete ? '' : ' Something of the description could not be judged.'
  return `${operations} operations; of ${controls.length} controls ${counts}, ${of('notApplicable')} not applicable.${rest}`
}

function apiComponent(document: AssessedDocument, context: ResultContext) {
  return {
    uuid: context.subject,
    type: 'service',
    title: markup(fullNameOf(document)),
    description: markup(`The API that ${document.file} describes.`),
    status: { state: 'other', remarks: 'What is assessed is the description, not what runs.' },
  }
}

function assetsOf({ assessment, tool, id }: ResultContext) {
  return {
    components: [
      {
        uuid: tool,
        type: 'software',
        title: 'Specward',
        description: 'Reviews API descriptions against security policy.',
        ...propsOf({ version: assessment.tool.version, 'policy-digest': assessment.policy.digest }),
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [{ uuid: id('platform'), 'uses-components': [{ 'component-uuid': tool }] }],
  }
}

function observationsOf(control: AssessedControl, document: AssessedDocument, context: ResultContext) {
  return [
    ...(control.rules.length > 0 ? [lookObservation(control, context)] : []),
    ...undecidedObservations(control, document, context),
    ...(control.question?.answers ?? []).map((answer) => answerObservation(control, answer, context)),
  ]
}

/** Whether the objective of a control is met. Only `pass` is: what nobody has looked at is not. */
function controlFinding(
  control: AssessedControl,
  document: AssessedDocument,
  findings: ReadonlyMap<string, AssessedFinding>,
  mappings: Mappings,
  context: ResultContext,
) {
  const { id, title, result, standing, because, question } = control
  const against = control.findings.flatMap((fingerprint) => findings.get(fingerprint) ?? [])
  const observations = [
    ...against.map((finding) => findingId(finding, context)),
    ...(control.rules.length > 0 ? [lookId(control, context)] : []),
    ...undecidedObservations(control, document, context).map(({ uuid }) => uuid),
    ...(question?.answers ?? []).map((answer) => answerId(control, answer, context)),
  ]
  return {
    uuid: context.id('finding', id),
    title: markup(`${id}: ${title}`),
    description: markup(because),
    ...propsOf({ result, standing, 'told-by': control.told, ...mappings.get(id) }),
    target: {
      type: 'objective-id',
      'target-id': objectiveOf(control),
      status: statusOf(control),
      ...(result === 'notApplicable' ? { 'implementation-status': { state: 'not-applicable' } } : {}),
    },
    ...some(
      'related-observations',
      observations.map((uuid) => ({ 'observation-uuid': uuid })),
    ),
    ...some(
      'related-risks',
      against.filter(isRisk).map((finding) => ({ 'risk-uuid': riskId(finding, context) })),
    ),
  }
}

/** OSCAL knows two states: what is not shown to be met, for whatever reason, is not satisfied. */
const REMARKS = {
  review: 'A person has to decide.',
  open: 'Not determined.',
  notApplicable: 'It does not apply.',
} as const

/** What is accepted is not satisfied for that: its risks are told as deviations. */
function statusOf({ result, standing, because }: AssessedControl) {
  if (result === 'pass') return { state: 'satisfied', reason: 'pass' }
  if (result === 'fail') return { state: 'not-satisfied', reason: 'fail' }
  const remarks = standing === 'accepted' ? 'Somebody has accepted it.' : REMARKS[result]
  return { state: 'not-satisfied', reason: 'other', remarks: `${remarks} ${markup(because)}` }
}

type Mappings = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>

/** For each control, the requirements that it supports, by framework. */
function mappingsOf({ frameworks }: AssessedDocument): Mappings {
  const byControl = new Map<string, Map<string, string[]>>()
  for (const framework of frameworks) {
    for (const item of framework.items) {
      for (const control of item.controls) {
        const mine = byControl.get(control) ?? new Map<string, string[]>()
        addTo(mine, framework.id, item.id)
        byControl.set(control, mine)
      }
    }
  }
  return new Map(
    [...byControl].map(([id, mine]) => [
      id,
      Object.fromEntries([...mine].map(([name, items]) => [`supports-${name}`, items])),
    ]),
  )
}
