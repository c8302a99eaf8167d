import type { AssessedDocument, Assessment } from '../assessment.ts'
import { compactPieces, jsonPieces } from '../json.ts'
import { objectiveOf } from './observations.ts'
import { resultOf } from './result.ts'
import { uuidOf } from './uuid.ts'
import { markup, plainText, propsOf, referenceTo, some, startOf, token } from './values.ts'

const OSCAL_VERSION = '1.2.1'

/**
 * An assessment as OSCAL assessment results (version 1.2.1, JSON), one result for each description. UUIDs are of
 * version 5, made of what they name, and the only clock is the date of the assessment: the same input gives the same
 * bytes.
 */
export function toOscal(assessment: Assessment): string {
  return [...oscalPieces(assessment)].join('')
}

/** The same in pieces. */
export function oscalPieces(assessment: Assessment): Iterable<string> {
  const whole = uuidOf(compactPieces(assessment))
  const id = (...name: readonly string[]): string => uuidOf(JSON.stringify([whole, ...name]))
  const people = peopleOf(assessment)
  const plan = id('resource', 'plan')
  return jsonPieces({
    'assessment-results': {
      uuid: whole,
      metadata: metadataOf(assessment, people),
      'import-ap': {
        href: `#${plan}`,
        remarks:
          'There is no plan of its own: the catalogue of controls and the policy say what is assessed.',
      },
      ...objectives(assessment),
      results: assessment.documents.map((document) =>
        resultOf(document, contextOf(document, assessment, id)),
      ),
      'back-matter': { resources: [planOf(assessment, plan), ...assessment.documents.map(resourceOf(id))] },
    },
  })
}

function contextOf(
  document: AssessedDocument,
  assessment: Assessment,
  id: (...name: readonly string[]) => string,
) {
  const own = (...name: readonly string[]): string => id(document.file, ...name)
  const subject = uuidOf(JSON.stringify(['api', document.file]))
  return { assessment, date: assessment.date, subject, tool: own('tool'), id: own, party: partyOf }
}

/** The controls as objectives, so that what findings are about stands in the same file. */
function objectives({ documents }: Assessment) {
  const [first] = documents
  if (!first || first.controls.length === 0) return {}
  const listed = first.controls.map((control) => ({
    'control-id': token(control.id),
    description: markup(control.title),
    parts: [{ id: objectiveOf(control), name: 'objective', prose: markup(control.title) }],
  }))
  return { 'local-definitions': { 'objectives-and-methods': listed } }
}

/** A person has the same UUID in every assessment. */
function partyOf(name: string): string {
  return uuidOf(JSON.stringify(['party', name]))
}

function peopleOf({ documents }: Assessment): readonly string[] {
  const answers = documents.flatMap(({ controls }) =>
    controls.flatMap((each) => each.question?.answers ?? []),
  )
  return [...new Set(answers.map(({ by }) => by))].sort()
}

function metadataOf({ date, tool, policy, catalogue }: Assessment, people: readonly string[]) {
  return {
    title: 'Design review of APIs',
    'last-modified': startOf(date),
    version: date,
    'oscal-version': OSCAL_VERSION,
    ...propsOf({
      tool: `${tool.name} ${tool.version}`,
      'policy-digest': policy.digest,
      'policy-sources': policy.sources.join(', '),
      'catalogue-digest': catalogue.digest,
    }),
    ...some(
      'parties',
      people.map((name) => ({ uuid: partyOf(name), type: 'person', name: plainText(name) })),
    ),
  }
}

function planOf({ catalogue, policy }: Assessment, uuid: string) {
  return {
    uuid,
    title: markup(`Controls: ${catalogue.id} ${catalogue.version}`),
    description: markup(`Judged by the policy made of ${policy.sources.join(', ')}.`),
    ...propsOf({ 'catalogue-digest': catalogue.digest, 'policy-digest': policy.digest }),
  }
}

function resourceOf(id: (...name: readonly string[]) => string) {
  return ({ file, digest, format }: AssessedDocument) => ({
    uuid: id('resource', 'document', file),
    title: markup(file),
    description: markup(`Description of an API (${format}).`),
    ...propsOf({ digest }),
    rlinks: [{ href: referenceTo(file) }],
  })
}
