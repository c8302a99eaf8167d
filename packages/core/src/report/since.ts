import { count } from '../count.ts'
import { locationOf } from './page.ts'
import type { Report, ReportBase, ReportChange } from './report.ts'

/** `since main`; '' where there is nothing to compare with. */
export function sinceOf({ base }: { readonly base?: ReportBase | undefined }): string {
  return base ? `since ${base.name}` : ''
}

/** `14 known since main, 2 fixed`; '' where there is nothing of that. */
export function knownLine({ base, summary }: Pick<Report, 'base' | 'summary'>): string {
  if (!base) return ''
  const known = summary.known > 0 ? `${summary.known} known ${sinceOf({ base })}` : ''
  const fixed = base.fixed > 0 ? `${base.fixed} fixed` : ''
  return [known, fixed, acceptedSince(base)].filter((each) => each !== '').join(', ')
}

/** `nothing new since main (0123456789ab): 14 known findings, 2 fixed`. */
export function nothingNewLine({ base, summary }: Pick<Report, 'base' | 'summary'>): string {
  const commit = base ? commitOf(base) : ''
  const known = summary.known > 0 ? count(summary.known, 'known finding') : 'no known findings'
  const fixed = base && base.fixed > 0 ? `, ${base.fixed} fixed` : ''
  const accepted = base ? acceptedSince(base) : ''
  const more = accepted === '' ? '' : `, ${accepted}`
  return `nothing new ${sinceOf({ base })}${commit === '' ? '' : ` (${commit})`}: ${known}${fixed}${more}`
}

/** What would pass unseen otherwise: a change that accepts what it brings. */
function acceptedSince({ accepted = 0, name }: ReportBase): string {
  return accepted > 0 ? `${accepted} accepted since ${name}` : ''
}

/** The commit in as many digits as people read. */
function commitOf({ kind, commit }: ReportBase): string {
  return kind === 'git' && commit !== undefined ? commit.slice(0, 12) : ''
}

/** `since main: \`security\` at openapi.yaml:17:1 of main was removed`. */
export function changeText(change: ReportChange, report: Pick<Report, 'base'>): string {
  const name = change.pointer.slice(change.pointer.lastIndexOf('/') + 1)
  const key = name.replaceAll('~1', '/').replaceAll('~0', '~')
  const what = named(key, change.pointer)
  if (change.pointer === '') return `${sinceOf(report)}: the document was ${change.kind}`
  const where = locationOf(change)
  const of = change.kind === 'removed' && report.base ? ` of ${report.base.name}` : ''
  return `${sinceOf(report)}: ${what} at ${where}${of} was ${change.kind}`
}

/** The last key; with the one above it where that is an index or says little. */
function named(key: string, pointer: string): string {
  if (!/^\d+$/.test(key)) return `\`${key}\``
  const above = pointer.split('/').at(-2) ?? ''
  return `an item of \`${above.replaceAll('~1', '/').replaceAll('~0', '~')}\``
}
