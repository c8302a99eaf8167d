import { daysBetween } from './days.ts'
import { isSameName } from './plain-text.ts'
import type { Severity } from './rule.ts'
import { forbids, type WaiverSettings } from './waiver-settings.ts'
import type { Waiver } from './waivers.ts'

/** Why a waiver does not accept a finding that it covers. */
export type WaiverFault =
  | { readonly kind: 'forbidden' | 'expired' }
  | { readonly kind: 'not-approved'; readonly because: string }
  | {
      readonly kind: 'too-long'
      readonly severity: Severity
      readonly longest: number
      readonly days: number
    }

type Judged = Pick<Waiver, 'rule' | 'owner' | 'approver' | 'expires' | 'created'>

/**
 * What keeps a waiver from accepting findings of a severity; of a severity that is not known, its longest term is not
 * looked at. Undefined where nothing does.
 */
export function waiverFault(
  waiver: Judged,
  severity: Severity | undefined,
  settings: WaiverSettings,
  today: string | undefined,
): WaiverFault | undefined {
  if (forbids(settings.forbid, waiver.rule)) return { kind: 'forbidden' }
  if (today !== undefined && today > waiver.expires) return { kind: 'expired' }
  const because = approvalFault(waiver, settings)
  if (because !== undefined) return { kind: 'not-approved', because }
  const longest = severity && settings.longest[severity]
  const from = waiver.created ?? today
  if (severity === undefined || longest === undefined || from === undefined) return undefined
  const days = daysBetween(from, waiver.expires)
  return days > longest ? { kind: 'too-long', severity, longest, days } : undefined
}

function approvalFault({ owner, approver }: Judged, { approval }: WaiverSettings): string | undefined {
  if (approval === 'optional') return undefined
  if (approver === undefined) return 'nobody has approved it: it needs `approver`'
  const isSame = isSameName(approver, owner)
  return approval === 'other-than-owner' && isSame
    ? 'its owner has approved it alone: somebody else has to'
    : undefined
}
