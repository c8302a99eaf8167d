import { count } from '../count.ts'
import { acceptedFindings } from './accepted.ts'
import { newFindings } from './active.ts'
import {
  acceptedDetails,
  advice,
  findingDetails,
  findingTables,
  judgedList,
  messageCounts,
  messageList,
  ruleCounts,
  suggestions,
} from './markdown-sections.ts'
import { inline } from './markdown-text.ts'
import type { Report } from './report.ts'
import type { RuleLookup } from './rule-info.ts'
import { headlineOf, verdictOf } from './verdict.ts'

/** First line of the comment, by which a bot finds the one that it wrote before. */
export const MARKER = '<!-- specward -->'

/** Longest comment that GitHub takes. */
const COMMENT_LIMIT = 65_536

/** Characters of a job summary: GitHub takes 1 MiB, and a character can take three bytes. */
const SUMMARY_LIMIT = 349_525

export interface MarkdownOptions {
  readonly rules: RuleLookup
}

/**
 * The report as a comment on a pull request, in GitHub Flavored Markdown. Where that would be longer than GitHub
 * takes, it is told more briefly, as a whole: with one line for each rule and cause, then with numbers; the comment
 * says how many findings there are and how to see them all. It is one text, for it has to be known whole to be held
 * against the limit, and is never much longer than that.
 */
export function toMarkdown(report: Report, options: MarkdownOptions): string {
  return `${MARKER}\n${shortest(report, options, COMMENT_LIMIT - MARKER.length - 1)}`
}

/** The same as the summary of a job of GitHub Actions. */
export function toGithubSummary(report: Report, options: MarkdownOptions): string {
  return shortest(report, options, SUMMARY_LIMIT)
}

/** The fullest telling that is no longer than the limit. */
function shortest(report: Report, { rules }: MarkdownOptions, limit: number): string {
  const head = [`## Specward: ${inline(headlineOf(report))}`, inline(verdictOf(report))]
  const brief = briefly(report)
  const end = () => undecidedLine(report)
  const tables = () => findingTables(report)
  const counts = () => [brief, ...messages(report, messageCounts)]
  const full = [
    () => messages(report, messageList),
    tables,
    () => findingDetails(report),
    () => suggestions(report),
    () => acceptedDetails(report),
    () => advice(report, rules),
    () => judgedList(report),
    end,
  ]
  // each takes a line there
  const listed = newFindings(report).length + acceptedFindings(report).length
  const tellings: readonly (readonly Section[])[] = [
    ...(listed > limit ? [] : [full]),
    [counts, tables, () => advice(report, rules), end],
    [counts, () => ruleCounts(report), end],
  ]
  for (const telling of tellings) {
    const text = within(limit, [() => head, ...telling])
    if (text !== undefined) return text
  }
  return `${[...head, brief].join('\n\n')}\n`
}

/** Makes a part of the text when it comes to that. */
type Section = () => readonly string[]

/** All sections as one text; undefined as soon as that is too long, so that no text grows without bound. */
function within(limit: number, sections: readonly Section[]): string | undefined {
  const parts: string[] = []
  let length = 0
  for (const section of sections) {
    for (const part of section()) {
      parts.push(part)
      length += part.length + (parts.length > 1 ? 2 : 1)
      if (length > limit) return undefined
    }
  }
  return `${parts.join('\n\n')}\n`
}

function messages(report: Report, tell: typeof messageList): readonly string[] {
  return [...tell('Could not be judged', report.problems), ...tell('About the policy', report.notices)]
}

function briefly({ findings, problems }: Report): string {
  const all = [
    count(findings.length, 'finding'),
    ...(problems.length > 0 ? [count(problems.length, 'problem')] : []),
  ]
  return `This is a summary: the full report, too long for this page, has ${all.join(' and ')}. \`specward lint --format json\` and \`--format text\` have all of it.`
}

function undecidedLine({ undecided }: Report): readonly string[] {
  if (undecided.length === 0) return []
  const checks = count(undecided.length, 'check')
  return [`${checks} could not be decided from the description; \`specward lint\` names them.`]
}
