import { count } from '../count.ts'
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
 * says how many findings there are and how to see them all.
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
  const tellings: readonly (() => readonly string[])[] = [
    () => [
      ...messages(report, messageList),
      ...findingTables(report),
      ...findingDetails(report),
      ...suggestions(report),
      ...acceptedDetails(report),
      ...advice(report, rules),
      ...judgedList(report),
    ],
    () => [brief, ...messages(report, messageCounts), ...findingTables(report), ...advice(report, rules)],
    () => [brief, ...messages(report, messageCounts), ...ruleCounts(report)],
  ]
  for (const telling of tellings) {
    const text = `${[...head, ...telling(), ...undecidedLine(report)].join('\n\n')}\n`
    if (text.length <= limit) return text
  }
  return `${[...head, brief].join('\n\n')}\n`
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
