import type { Severity } from '../policy/rule.ts'
import { newFindings } from './active.ts'
import type { Range, Report } from './report.ts'
import { repositoryPath } from './repository-path.ts'
import type { RepositoryOptions } from './rule-info.ts'
import { changeText } from './since.ts'
import { headlineOf, verdictOf } from './verdict.ts'
import { visible } from './visible.ts'

type Command = 'error' | 'warning' | 'notice'

const COMMANDS: Readonly<Record<Severity, Command>> = {
  error: 'error',
  warn: 'warning',
  info: 'notice',
  hint: 'notice',
}

interface Annotation {
  readonly command: Command
  readonly title: string
  readonly lines: readonly string[]
  readonly file?: string | undefined
  readonly range?: Range | undefined
}

/**
 * The report as workflow commands of GitHub Actions, one line for each finding, problem and notice, and a last line
 * with the totals. GitHub shows the first ten errors, warnings and notices of a step as annotations; the others are
 * in its log alone, and the job summary has them all.
 */
export function toGithub(report: Report, options: RepositoryOptions): string {
  return [...githubPieces(report, options)].join('')
}

/** The same, a line at a time. */
export function* githubPieces(report: Report, { rules, prefix }: RepositoryOptions): Generator<string> {
  for (const annotation of annotationsOf(report, rules)) yield `${commandLine(annotation, prefix)}\n`
  yield `${visible(`Specward: ${headlineOf(report)}. ${verdictOf(report)}`)}\n`
}

function* annotationsOf(report: Report, rules: RepositoryOptions['rules']): Generator<Annotation> {
  for (const { code, severity, message, file, range } of [...report.problems, ...report.notices]) {
    yield { command: COMMANDS[severity], title: code, lines: [message], file, range }
  }
  for (const { ruleId, severity, message, file, range, change } of newFindings(report)) {
    const fix = rules(ruleId)?.fix
    const since = change ? [changeText(change, report)] : []
    const lines = [message, ...since, ...(fix ? [`How to fix it: ${fix}`] : [])]
    yield { command: COMMANDS[severity], title: ruleId, lines, file, range }
  }
}

function commandLine({ command, title, lines, file, range }: Annotation, prefix: string): string {
  const place = file === undefined ? undefined : repositoryPath(file, prefix)
  // what the repository does not hold cannot be annotated
  const properties = place?.inside ? [`file=${property(place.path)}`, ...regionOf(range)] : []
  const where = place && !place.inside ? `${place.path}${lineOf(range)}: ` : ''
  const text = lines.map((line, index) => visible(index === 0 ? where + line : line)).join('\n')
  return `::${command} ${[...properties, `title=${property(title)}`].join(',')}::${data(text)}`
}

function lineOf(range: Range | undefined): string {
  return range ? `:${range.start.line}:${range.start.column}` : ''
}

/** GitHub takes columns only where the place is on one line. */
function regionOf(range: Range | undefined): readonly string[] {
  if (!range) return []
  const { start, end } = range
  const lines = [`line=${start.line}`, `endLine=${end.line}`]
  return start.line === end.line ? [...lines, `col=${start.column}`, `endColumn=${end.column}`] : lines
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
