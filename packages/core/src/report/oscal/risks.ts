import type { AssessedFinding } from '../assessment.ts'
import { findingId, type ObservationContext } from './observations.ts'
import { endOf, markup, propsOf, startOf } from './values.ts'

/** A fault of the API as a risk: open, or accepted for a time by somebody who is named. */
export function riskOf(finding: AssessedFinding, context: ObservationContext) {
  const { ruleId, message, operations, severity, suppressed } = finding
  return {
    uuid: riskId(finding, context),
    title: markup(ruleId),
    description: markup(message),
    statement: markup(concerned(operations)),
    ...propsOf({
      severity,
      'accepted-by': suppressed?.owner,
      approver: suppressed?.approver,
      ticket: suppressed?.ticket,
      'accepted-in': suppressed ? placeOf(suppressed) : undefined,
    }),
    status: statusOf(suppressed),
    ...(suppressed ? { 'risk-log': { entries: [acceptance(finding, suppressed, context)] } } : {}),
    ...(suppressed?.expires ? { deadline: endOf(suppressed.expires) } : {}),
    'related-observations': [{ 'observation-uuid': findingId(finding, context) }],
  }
}

export function riskId({ fingerprint, file }: AssessedFinding, context: ObservationContext): string {
  return context.id('risk', file, fingerprint)
}

/** True for what is a fault rather than a remark. */
export function isRisk({ severity }: AssessedFinding): boolean {
  return severity === 'error' || severity === 'warn'
}

/** Who answers for a fault asks for a deviation; somebody else has to approve it. */
function statusOf(suppressed: AssessedFinding['suppressed']): string {
  if (!suppressed) return 'open'
  return suppressed.approver === undefined ? 'deviation-requested' : 'deviation-approved'
}

function acceptance(
  finding: AssessedFinding,
  { reason, created }: NonNullable<AssessedFinding['suppressed']>,
  context: ObservationContext,
) {
  return {
    uuid: context.id('acceptance', finding.file, finding.fingerprint),
    title: 'Accepted for a time',
    description: markup(reason),
    start: startOf(created ?? context.date),
  }
}

function placeOf({ file, range }: NonNullable<AssessedFinding['suppressed']>): string {
  return range ? `${file}:${range.start.line}` : file
}

function concerned(operations: readonly string[]): string {
  if (operations.length === 0) return 'Concerns the description as a whole.'
  const named = operations.slice(0, 20).join(', ')
  const more = operations.length > 20 ? ` and ${operations.length - 20} more` : ''
  return `Concerns ${named}${more}.`
}
