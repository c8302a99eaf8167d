import {
  jsonText,
  type Report,
  toPointer,
  visible,
  type WaiverState,
  type WaiverStatus,
} from '@specward/core'

/** What `specward waivers` shows. */
export interface ShownWaivers {
  readonly left: readonly WaiverStatus[]
  /** Those that were removed. */
  readonly pruned: readonly WaiverStatus[]
  readonly report: Report
  nameOf(uri: string): string
}

const WORDS: Readonly<Record<WaiverState, string>> = {
  active: 'active',
  'ends-soon': 'ends soon',
  expired: 'expired',
  stale: 'stale',
  incomplete: 'incomplete',
  forbidden: 'forbidden',
  'not-approved': 'not approved',
  'too-long': 'too long',
  ambiguous: 'ambiguous',
  'not-judged': 'not judged',
}

const GOOD: readonly WaiverState[] = ['active', 'not-judged']

const BOLD = ['\u001b[1m', '\u001b[22m'] as const
const RED = ['\u001b[31m', '\u001b[39m'] as const

/** A line for each waiver, with what is to be done about it below. */
export function waiversText(shown: ShownWaivers, color: boolean): string {
  const { left, pruned, report } = shown
  const lines: string[] = []
  const ink = ([on, off]: readonly [string, string], text: string) => (color ? on + text + off : text)
  for (const status of left) {
    const state = WORDS[status.state].padEnd(12)
    const inked = GOOD.includes(status.state) ? state : ink(RED, state)
    lines.push(`${inked}  ${ink(BOLD, visible(status.waiver.rule ?? '?'))}  ${detailsOf(status, shown)}`)
    for (const { message } of status.notices) lines.push(`              ${visible(message)}`)
  }
  for (const { waiver, uri } of pruned) {
    const owner = waiver.owner === undefined ? '' : `, owner ${waiver.owner}`
    lines.push(
      visible(
        `removed       ${waiver.rule ?? '?'} (until ${waiver.expires}${owner}) from ${shown.nameOf(uri)}`,
      ),
    )
  }
  if (lines.length === 0) lines.push('There are no waivers.')
  if (report.problems.length > 0) {
    const problems = `${report.problems.length} problem${report.problems.length === 1 ? '' : 's'}`
    lines.push(
      '',
      `${problems} kept something from being judged, so that a waiver for it cannot be called stale; see \`specward lint\`.`,
    )
  }
  return `${lines.join('\n')}\n`
}

function detailsOf({ waiver, uri, findings, daysLeft }: WaiverStatus, { nameOf }: ShownWaivers): string {
  const parts = [
    waiver.owner === undefined ? '' : `owner ${waiver.owner}`,
    waiver.expires === undefined
      ? ''
      : `until ${waiver.expires}${daysLeft === undefined ? '' : ` (${daysText(daysLeft)})`}`,
    `${findings} finding${findings === 1 ? '' : 's'}`,
    `${nameOf(uri)}:${waiver.line}`,
  ]
  return visible(parts.filter((part) => part !== '').join(', '))
}

function daysText(days: number): string {
  if (days < 0) return days === -1 ? 'yesterday' : `${-days} days ago`
  return days === 0 ? 'today' : days === 1 ? '1 day' : `${days} days`
}

/** The same as JSON, version 1. */
export function waiversJson(shown: ShownWaivers): string {
  const { left, pruned, report, nameOf } = shown
  const told = (status: WaiverStatus) => entryOf(status, nameOf)
  const all = { version: 1, complete: report.complete, waivers: left.map(told), removed: pruned.map(told) }
  return jsonText(all)
}

function entryOf(
  { waiver, uri, state, findings, daysLeft, notices }: WaiverStatus,
  nameOf: ShownWaivers['nameOf'],
) {
  const scope = 'scope' in waiver ? waiver.scope : {}
  return {
    state,
    rule: waiver.rule ?? null,
    ...('scope' in waiver ? { scope: scopeOf(scope) } : {}),
    owner: waiver.owner ?? null,
    expires: waiver.expires ?? null,
    daysLeft: daysLeft ?? null,
    findings,
    ...('reason' in waiver
      ? {
          reason: waiver.reason,
          ticket: waiver.ticket ?? null,
          approver: waiver.approver ?? null,
          created: waiver.created ?? null,
        }
      : {}),
    file: nameOf(uri),
    line: waiver.line,
    notices: notices.map(({ code, severity, message }) => ({ code, severity, message })),
  }
}

function scopeOf({ pointer, ...rest }: { readonly pointer?: readonly string[] | undefined }) {
  return { ...rest, ...(pointer ? { pointer: toPointer(pointer) } : {}) }
}
