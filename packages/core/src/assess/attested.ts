import type { Attestation } from './attestations.ts'
import type { Control } from './catalogue.ts'
import { DIGEST_VERSION, type FacetPart, type Facets, isOfOperations } from './facets.ts'
import type { Answer, Asked } from './question.ts'

/** Digits of the digest of a single part that are written down. */
const PART_DIGITS = 8

/** Parts that are told apart in an attestation; of more, the digest of all of them is kept alone. */
export const MOST_PARTS = 60

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
    return { state: 'changed', parts, change: changeSince(attestation, parts) }
  }
  const isOver = today !== undefined && today > attestation.validUntil
  return { state: isOver ? 'expired' : 'valid', parts, change: undefined }
}

/** The first digits of the digests of parts, by name; undefined where there are too many to be written down. */
export function partDigits(parts: readonly FacetPart[]): Readonly<Record<string, string>> | undefined {
  if (parts.length > MOST_PARTS) return undefined
  return Object.fromEntries(parts.map(({ name, digest }) => [name, digest.slice(0, PART_DIGITS)]))
}

function changeSince({ digest, parts: before }: Attestation, now: readonly FacetPart[]): PartChange {
  const isOtherVersion = !digest.startsWith(`${DIGEST_VERSION}:`)
  if (!before || isOtherVersion) return { added: [], removed: [], changed: [], isOtherVersion }
  const names = new Set(now.map(({ name }) => name))
  const differs = ({ name, digest: part }: FacetPart): boolean => {
    const known = before.get(name)
    return known !== undefined && known !== part.slice(0, PART_DIGITS)
  }
  return {
    added: now.flatMap(({ name }) => (before.has(name) ? [] : name)),
    removed: [...before.keys()].filter((name) => !names.has(name)).sort(),
    changed: now.filter(differs).map(({ name }) => name),
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
  const all = facets.parts(covers).map(({ name }) => name)
  const narrowed =
    told === 'description' && isByOperation ? undecided.filter((label) => all.includes(label)) : []
  const concerned = narrowed.length > 0 ? narrowed : isByOperation ? all : []
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
