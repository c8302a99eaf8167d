import type { Attestation } from './attestations.ts'
import type { Control } from './catalogue.ts'
import { DIGEST_VERSION, type FacetPart, type Facets, isOfOperations } from './facets.ts'
import { digitsLike } from './part-digits.ts'
import type { Answer, Asked } from './question.ts'

/** What an attestation has become of since it was written. */
export interface AttestedState {
  readonly state: Answer['state']
  /** Parts that it is about, as they are now. */
  readonly parts: readonly FacetPart[]
  /** Of an answer that is about something that has changed: what has, as far as that can be told. */
  readonly change: PartChange | undefined
}

export interface PartChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  /** True where digests were made in another way then: whether anything has changed is not known. */
  readonly isOtherVersion: boolean
}

/** Holds an attestation against the API and the date. What has changed counts before what is over. */
export function stateOf(
  attestation: Attestation,
  control: Control,
  facets: Facets,
  today: string | undefined,
): AttestedState {
  const parts = facets.parts(control.covers, attestation.operations)
  if (facets.digest(parts) !== attestation.digest) {
    return { state: 'changed', parts, change: changeSince(attestation, parts, facets) }
  }
  const isOver = today !== undefined && today > attestation.validUntil
  return { state: isOver ? 'expired' : 'valid', parts, change: undefined }
}

function changeSince(
  { digest, parts: before }: Attestation,
  parts: readonly FacetPart[],
  facets: Facets,
): PartChange {
  const isOtherVersion = !digest.startsWith(`${DIGEST_VERSION}:`)
  if (!before || isOtherVersion) return { added: [], removed: [], changed: [], isOtherVersion }
  const now = digitsLike(before, parts, facets)
  const names = [...now.keys()].sort()
  return {
    added: names.filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !now.has(name)).sort(),
    changed: names.filter((name) => before.has(name) && before.get(name) !== now.get(name)),
    isOtherVersion,
  }
}

/**
 * How the question of a control stands.
 *
 * @param undecided labels of the operations that rules could not decide; they narrow what the description tells alone
 */
export function askedOf(
  control: Control,
  attestations: readonly Attestation[],
  facets: Facets,
  undecided: readonly string[],
  today: string | undefined,
): Asked {
  const { covers, told } = control
  const isByOperation = isOfOperations(covers)
  const all = new Set(facets.parts(covers).map(({ name }) => name))
  const narrowed = told === 'description' && isByOperation ? undecided.filter((label) => all.has(label)) : []
  const concerned = narrowed.length > 0 ? narrowed : isByOperation ? [...all] : []
  const isWhole = covers === 'access' || covers === 'operations'
  const states = attestations.map((each) => ({ each, ...stateOf(each, control, facets, today) }))
  const valid = states.filter(({ state }) => state === 'valid')
  const covered = new Set(valid.flatMap(({ parts }) => parts.map(({ name }) => name)))
  const isAnswered =
    valid.some(({ each }) => each.operations === undefined) ||
    (valid.length > 0 && concerned.every((label) => covered.has(label)))
  const asked = facets.parts(covers, narrowed.length > 0 ? narrowed : undefined)
  return {
    digest: facets.digest(asked),
    operations: narrowed.length === 0 && isWhole ? [] : concerned,
    state: isAnswered
      ? 'answered'
      : ((states.find(({ state }) => state !== 'valid')?.state as 'changed' | 'expired' | undefined) ??
        'unanswered'),
    answers: states.map(({ each, state }) => answerOf(each, state)),
  }
}

function answerOf(attestation: Attestation, state: Answer['state']): Answer {
  const { answer, by, date, validUntil, evidence, comment, uri, span } = attestation
  return { answer, by, date, validUntil, evidence, comment, state, uri, span }
}
