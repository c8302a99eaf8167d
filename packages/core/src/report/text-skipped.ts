import { count } from '../count.ts'
import { groupBy } from '../group.ts'
import type { Page } from './page.ts'
import type { ReportSkipped } from './report.ts'

/** Up to so many skipped files of one kind are named. */
const MOST_NAMED = 5

/** Reasons that are told in the line about many files. */
const MOST_REASONS = 4

/**
 * One line about what was passed over: by name where it is little, by number where it is much.
 * @param isListed whether `printAllSkipped` has named everything already
 */
export function printSkipped(page: Page, skipped: readonly ReportSkipped[], isListed: boolean): void {
  if (skipped.length === 0) return
  const groups = [...groupBy(skipped, ({ reason }) => reason)]
  const only = groups.length === 1 ? groups[0] : undefined
  if (only && skipped.length <= MOST_NAMED && !isListed) {
    const names = skipped.map(({ file }) => file).join(', ')
    page.line(page.ink('faint', `${amount(skipped)} skipped: ${only[0]} (${names})`))
    return
  }
  const sizes = groups.map(([reason, files]) => ({ reason, number: files.length }))
  const told = sizes.sort((a, b) => b.number - a.number).slice(0, MOST_REASONS)
  const rest = skipped.length - told.reduce((sum, { number }) => sum + number, 0)
  const parts = told.map(({ reason, number }) => (only ? reason : `${number} ${reason}`))
  if (rest > 0) parts.push(`${rest} for other reasons`)
  const hint = isListed ? '' : '; `--verbose` lists them'
  page.line(page.ink('faint', `${amount(skipped)} skipped: ${parts.join(', ')}${hint}`))
}

/** Everything that was passed over, with the reason. */
export function printAllSkipped(page: Page, skipped: readonly ReportSkipped[]): void {
  for (const [reason, files] of groupBy(skipped, (each) => each.reason)) {
    page.gap()
    page.line(page.ink('strong', `Skipped: ${reason}`))
    for (const { file, detail } of files) {
      page.line(`  ${page.ink('faint', detail === undefined ? file : `${file}  (${detail})`)}`)
    }
  }
}

/** `1 file`, `12 files and 3 folders`. */
function amount(skipped: readonly ReportSkipped[]): string {
  const folders = skipped.filter(({ file }) => file.endsWith('/')).length
  const files = skipped.length - folders
  if (folders === 0) return count(files, 'file')
  return files === 0 ? count(folders, 'folder') : `${count(files, 'file')} and ${count(folders, 'folder')}`
}
