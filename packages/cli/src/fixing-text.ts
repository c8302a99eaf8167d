import { visible } from '@specward/core'
import type { Fixed, Fixing } from './fixing.ts'
import type { Io } from './io.ts'

/** Fixes that were left out and are told one by one. */
const MOST_TOLD = 10

/** Tells on standard error what has been fixed, and what could not be. */
export function tellFixes(fixed: Fixed, { isDryRun }: Fixing, io: Io): void {
  const { fixes, files, left, failures, notApplicable } = fixed
  const findings = fixes.reduce((sum, fix) => sum + fix.findings.length, 0)
  const done = isDryRun ? 'Would fix' : 'Fixed'
  const what = `${count(findings, 'finding')} in ${count(files.length, 'file')}`
  const none = left.length > 0 ? 'Nothing was fixed.' : 'There was nothing to fix.'
  if (failures.length === 0) io.err(findings > 0 ? `${done} ${what}.\n` : `${none}\n`)
  for (const { name, because } of failures) {
    io.err(
      `error: \`${visible(name)}\` was not fixed: ${because}. The report is about the text that it would have.\n`,
    )
  }
  for (const name of notApplicable) {
    io.err(`warning: the diff of \`${visible(name)}\` is good for reading alone: ${whyNot(name)}.\n`)
  }
  tellLeft(left, io)
}

function whyNot(name: string): string {
  if (name.startsWith('../')) return 'the file is outside of the working directory'
  return 'a secret in it is overwritten, or the file is not in UTF-8'
}

function tellLeft(all: Fixed['left'], io: Io): void {
  const left = all.filter(({ reason }) => reason !== 'too-many-passes')
  tellUntried(
    all.filter((fix) => !left.includes(fix)),
    io,
  )
  if (left.length === 0) return
  io.err(`${count(left.length, 'fix', 'fixes')} could not be made:\n`)
  for (const { findings, because } of left.slice(0, MOST_TOLD)) {
    const [first] = findings
    if (!first) continue
    const { file, range, ruleId } = first
    const place = `${file}:${range.start.line}:${range.start.column}`
    io.err(`  ${visible(place)} ${visible(ruleId)}: ${visible(because)}\n`)
  }
  if (left.length > MOST_TOLD) io.err(`  and ${left.length - MOST_TOLD} more\n`)
}

/** What a run had no trials left for. */
function tellUntried(untried: Fixed['left'], io: Io): void {
  if (untried.length === 0) return
  const rules = [...new Set(untried.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)))].sort()
  const what = `${count(untried.length, 'fix', 'fixes')} of ${visible(rules.join(', '))}`
  const were = untried.length === 1 ? 'was' : 'were'
  io.err(
    `${what} ${were} not tried: the others took as many trials as there may be. Run it again, or for one rule at a time by \`--fix-rule\`.\n`,
  )
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
