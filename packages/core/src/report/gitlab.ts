import type { Severity } from '../policy/rule.ts'
import { activeFindings } from './active.ts'
import { jsonText } from './json.ts'
import type { Range, Report, ReportNotice, ReportProblem } from './report.ts'
import { repositoryPath } from './repository-path.ts'
import { stableHash } from './stable-hash.ts'
import { visible } from './visible.ts'

type GitlabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker'

const FINDING_SEVERITY: Readonly<Record<Severity, GitlabSeverity>> = {
  error: 'critical',
  warn: 'major',
  info: 'minor',
  hint: 'info',
}

/** What could not be judged may hide anything. */
const MESSAGE_SEVERITY = { error: 'blocker', warn: 'major', info: 'info' } as const

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: GitlabSeverity
  readonly location: {
    readonly path: string
    readonly lines: { readonly begin: number; readonly end?: number }
  }
}

/**
 * The report as a Code Quality report of GitLab: a subset of what Code Climate defined. GitLab keeps one issue for
 * each fingerprint over all files, so that the file is part of it; lines are not. Files are named from the root of
 * the repository.
 */
export function toGitlab(report: Report, { prefix }: { readonly prefix: string }): string {
  return jsonText(gitlabIssues(report, { prefix }))
}

/** The same before it becomes text. */
export function gitlabIssues(report: Report, { prefix }: { readonly prefix: string }): readonly Issue[] {
  const issues = [
    ...[...report.problems, ...report.notices].map((message) => messageIssue(message, prefix)),
    ...activeFindings(report).map(({ ruleId, severity, message, file, range, fingerprint }) =>
      issueOf(ruleId, message, FINDING_SEVERITY[severity], file, range, [fingerprint], prefix),
    ),
  ]
  return withOwnFingerprints(issues)
}

function messageIssue(message: ReportProblem | ReportNotice, prefix: string): Issue {
  const { code, severity, file, range } = message
  return issueOf(code, message.message, MESSAGE_SEVERITY[severity], file, range, [message.message], prefix)
}

function issueOf(
  name: string,
  message: string,
  severity: GitlabSeverity,
  file: string | undefined,
  range: Range | undefined,
  identity: readonly string[],
  prefix: string,
): Issue {
  // an issue has to have a path; `.` is the repository as a whole
  const path = visible(file === undefined ? '.' : repositoryPath(file, prefix).path)
  const { start, end } = range ?? { start: { line: 1 }, end: { line: 1 } }
  return {
    description: visible(message),
    check_name: name,
    fingerprint: stableHash(name, path, ...identity),
    severity,
    location: {
      path,
      lines: { begin: start.line, ...(end.line > start.line ? { end: end.line } : {}) },
    },
  }
}

/** GitLab drops all but one of issues that have the same fingerprint: later ones get a number. */
function withOwnFingerprints(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map<string, number>()
  return issues.map((issue) => {
    const ordinal = (seen.get(issue.fingerprint) ?? 0) + 1
    seen.set(issue.fingerprint, ordinal)
    return ordinal === 1 ? issue : { ...issue, fingerprint: stableHash(issue.fingerprint, String(ordinal)) }
  })
}
