/**
 * What a review asks of an API, as data: the rows of a review, the controls, and the requirements of frameworks that
 * controls speak for. It comes in from outside; core knows no control by name.
 */
export interface Catalogue {
  readonly id: string
  readonly version: string
  /** Practices and threats: every one of them is a row of every assessment. */
  readonly rows: readonly CatalogueRow[]
  readonly controls: readonly Control[]
  readonly frameworks: readonly Framework[]
}

export interface CatalogueRow {
  /** `P1`, `T9`. */
  readonly id: string
  readonly kind: 'practice' | 'threat'
  readonly title: string
}

/** One thing that has to hold, so small that it has one result. */
export interface Control {
  readonly id: string
  readonly title: string
  /**
   * Who can tell whether it holds: the description (with what the policy knows), a person, or a person with the signs
   * that the description shows.
   */
  readonly told: 'description' | 'both' | 'person'
  /** Of what the description tells: formats in which rules decide a part alone, so that it is as `both` there. */
  readonly partlyIn?: readonly ControlFormat[] | undefined
  /** Families of descriptions that it can be asked of. */
  readonly formats: readonly ControlFormat[]
  /** Rows that it answers, and rows that it is of some use for. */
  readonly rows: readonly string[]
  readonly aside: readonly string[]
  /**
   * Ids of all rules that speak for it, sorted. One that is not there, or has not run, leaves the control open. Rules
   * for other formats are among them; a control that the description tells and that no rule speaks for stays open.
   */
  readonly rules: readonly string[]
  /**
   * Of these, the rules whose judging shows that the description has what the control is about: before one of them has
   * judged something, the control cannot pass. The others only speak against it. All of them where none are named.
   */
  readonly leads?: readonly string[] | undefined
  /** The part of the API that an answer is about: only when that changes, the answer is asked for again. */
  readonly covers: Facet
  /** What a person is asked; for what the description tells, only where rules could not decide. */
  readonly question: string
  /** What would show that the answer is true. */
  readonly evidence: string
}

export type ControlFormat = 'oas2' | 'oas3' | 'asyncapi'

/** A part of an API by meaning, with a digest of its own. */
export type Facet = (typeof FACETS)[number]

export const FACETS = [
  /** URLs and protocols that it is reached by. */
  'servers',
  /** Security schemes as they are declared. */
  'schemes',
  /** Who may call each operation. */
  'access',
  /** Every operation whole, without its prose. */
  'operations',
  /** Operations that change something. */
  'writes',
  /** Operations that name an object by its id. */
  'objects',
  /** Operations for administrators. */
  'administration',
  /** Operations that take or issue credentials. */
  'credentials',
  /** Sensitive fields, in and out, for each operation. */
  'data',
  /** Webhooks, callbacks, events that are sent, and URLs that callers give. */
  'outgoing',
  /** Version, deprecations and the list of operations. */
  'versions',
  /** Files and addresses that the description is made of. */
  'parts',
  /** All of it. */
  'document',
] as const

/** A standard, with the requirements that a description or a review of it can have to do with. */
export interface Framework {
  /** `owasp-api-2023`. */
  readonly id: string
  readonly title: string
  readonly version: string
  /** What a reader has to know before relying on it, such as that it applies to some data alone. */
  readonly note?: string | undefined
  /** In the order of the standard. A requirement without controls is told as such. */
  readonly items: readonly FrameworkItem[]
}

export interface FrameworkItem {
  readonly id: string
  readonly title?: string | undefined
  /** Controls that support it; none of them shows that it is met. */
  readonly controls: readonly string[]
}
