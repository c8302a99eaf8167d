import { type ReportNotice, type ReportProblem, visible } from '@specward/core'
import type { Coverage, PolicyTestResult, TestDifference, TestOutcome } from '@specward/core/testing'

export interface TestTextOptions {
  readonly coverage: boolean
  /** Percent that the coverage must have. */
  readonly min: number | undefined
  readonly color: boolean
}

type Paint = (text: string, style: 'bold' | 'dim' | 'red' | 'green') => string

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const

/** What tests of the policy came to, for people at a terminal. */
export function testText(result: PolicyTestResult, { coverage, min, color }: TestTextOptions): string {
  const paint: Paint = (text, style) => {
    const [on, off] = CODES[style]
    return color ? `\u001b[${on}m${text}\u001b[${off}m` : text
  }
  const { tests, report } = result
  const sections = [
    ...tests.filter(({ passed }) => !passed).map((test) => failure(test, paint)),
    ...(report.problems.length > 0
      ? [`Could not be judged\n\n${report.problems.map(problem).join('\n')}`]
      : []),
    ...(report.notices.length > 0 ? [report.notices.map(problem).join('\n')] : []),
    ...(coverage ? [coverageText(result.coverage, paint)] : []),
    [summary(tests, paint), ...(coverage ? [coverageLine(result.coverage, min, paint)] : [])].join('\n'),
  ]
  return `${sections.join('\n\n')}\n`
}

function failure({ file, differences }: TestOutcome, paint: Paint): string {
  return [paint(visible(file), 'bold'), ...differences.map((each) => difference(each, file, paint))].join(
    '\n\n',
  )
}

function difference(
  { kind, file, line, message, excerpt }: TestDifference,
  test: string,
  paint: Paint,
): string {
  const sign = paint(
    kind === 'missing' ? '-' : kind === 'unexpected' ? '+' : '!',
    kind === 'missing' ? 'red' : 'green',
  )
  const where = file === test ? '' : `${visible(file)}, `
  const head = `  ${sign} ${where}line ${line}: ${visible(message)}`
  if (!excerpt) return head
  const number = String(line).padStart(6)
  const lines = [`${number} | ${visible(excerpt.text)}`, `${' '.repeat(6)} | ${visible(excerpt.mark)}`]
  return [head, ...lines.map((text) => paint(`  ${text}`, 'dim'))].join('\n')
}

function problem({ severity, file, range, message }: ReportProblem | ReportNotice): string {
  const place = [file, range?.start.line].filter((part) => part !== undefined).join(':')
  return `  ${severity} ${place === '' ? '' : `${visible(place)}: `}${visible(message)}`
}

function summary(tests: readonly TestOutcome[], paint: Paint): string {
  if (tests.length === 0) return 'no tests'
  const failed = tests.filter(({ passed }) => !passed).length
  const met = tests.reduce((sum, test) => sum + test.met, 0)
  const expectations = `${count(met, 'expectation')} met`
  const verdict = failed === 0 ? paint('all passed', 'green') : paint(`${failed} failed`, 'red')
  return `${count(tests.length, 'test')}, ${verdict}; ${expectations}`
}

function coverageText({ rules }: Coverage, paint: Paint): string {
  const width = Math.max(...rules.map(({ id }) => id.length), 0)
  const open = rules.filter(({ fired, stayedSilent }) => !fired || !stayedSilent)
  const lines = open.map(({ id, fired, stayedSilent }) => {
    const what = fired ? 'never stayed silent' : stayedSilent ? 'never fired' : 'never fired, judged nothing'
    return `  ${id.padEnd(width)}  ${what}`
  })
  const head =
    open.length === 0 ? 'Every rule under test has fired and stayed silent.' : 'Not shown by any test'
  return [paint(head, 'bold'), ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')
}

function coverageLine({ rules, percent }: Coverage, min: number | undefined, paint: Paint): string {
  const both = rules.filter(({ fired, stayedSilent }) => fired && stayedSilent).length
  const share = `coverage ${percent}%: ${both} of ${count(rules.length, 'rule')} fired and stayed silent`
  if (min === undefined) return share
  return percent < min
    ? `${share}; ${paint(`the run fails (least: ${min}%)`, 'red')}`
    : `${share} (least: ${min}%)`
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
