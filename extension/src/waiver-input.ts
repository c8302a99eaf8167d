/** A day as people write it: `2027-03-31`. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days for which a finding is accepted unless somebody says otherwise. */
const USUAL_DAYS = 90

/** What a finding is known by, with what the server says beside it. */
export interface FindingName {
  /** URI of the file that it stands in. */
  readonly uri: string
  readonly fingerprint: string
  readonly ruleId?: string
  readonly message?: string
}

/**
 * The finding that arguments of a command name: URI, fingerprint, rule and message one after the other, or an object
 * with these. Undefined where they name none: anybody may run a command with anything.
 */
export function findingOf([first, ...rest]: readonly unknown[]): FindingName | undefined {
  const isObject = typeof first === 'object' && first !== null
  const given = isObject ? (first as Readonly<Record<string, unknown>>) : undefined
  const names = ['uri', 'fingerprint', 'ruleId', 'message'] as const
  const [uri, fingerprint, ruleId, message] = names.map((name, index) => {
    const value = given ? given[name] : [first, ...rest][index]
    return typeof value === 'string' && value !== '' ? value : undefined
  })
  if (uri === undefined || fingerprint === undefined) return undefined
  return {
    uri,
    fingerprint,
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(message === undefined ? {} : { message }),
  }
}

/** Why a text is not enough as a reason or an owner; undefined where it is. */
export function textFault(text: string, what: string): string | undefined {
  return text.trim() === '' ? `${what} is needed.` : undefined
}

/**
 * Why a text is nobody who can agree to a waiver; undefined where it is.
 * @param isOther whether that has to be somebody else than the owner
 */
export function approverFault(text: string, owner: string, isOther: boolean): string | undefined {
  if (text.trim() === '') return 'An approver is needed: the policy asks for one.'
  const isOwner = text.trim().toLowerCase() === owner.trim().toLowerCase()
  return isOther && isOwner ? 'The policy asks for somebody other than the owner.' : undefined
}

/**
 * Why a text is no day on which a waiver can end; undefined where it is one.
 * @param today `2027-01-31`
 * @param lastDay that the policy allows; undefined where it has no limit
 */
export function dayFault(text: string, today: string, lastDay?: string): string | undefined {
  const day = text.trim()
  if (!DAY.test(day)) return 'Write the day as YYYY-MM-DD.'
  const time = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(time) || dayOf(time) !== day) return `There is no ${day} in the calendar.`
  if (day < today) return `${day} has passed.`
  return lastDay !== undefined && day > lastDay ? `The policy allows ${lastDay} at the latest.` : undefined
}

/**
 * The last day of a waiver that is written today.
 * @param lastDay that the policy allows
 */
export function usualEnd(today: string, lastDay?: string): string {
  const usual = dayOf(Date.parse(`${today}T00:00:00Z`) + USUAL_DAYS * 86_400_000)
  return lastDay !== undefined && lastDay < usual ? lastDay : usual
}

/** The day of a time in milliseconds, by UTC as the server counts. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
