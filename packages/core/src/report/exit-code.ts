import type { Report } from './report.ts'

/**
 * What the report means for the exit code of a run: 4 when the policy itself is not kept (an exception has ended),
 * else 3 when something that matters could not be judged, else 1 when the gate failed, else 0.
 */
export function exitCode(report: Report): 0 | 1 | 3 | 4 {
  if (report.notices.some((notice) => notice.severity === 'error')) return 4
  if (report.problems.some((problem) => problem.severity === 'error')) return 3
  return report.gate.failed ? 1 : 0
}
