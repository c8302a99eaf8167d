import { exitCode } from './exit-code.ts'
import { jsonText } from './json.ts'
import type { Report, ReportNotice, ReportProblem } from './report.ts'
import type { RepositoryOptions } from './rule-info.ts'
import { physicalLocation, ROOT_ID } from './sarif-places.ts'
import { sarifResults } from './sarif-results.ts'
import { sarifRules } from './sarif-rules.ts'
import { sarifTaxonomies, toolComponentReference } from './sarif-taxonomies.ts'
import { sarifText } from './sarif-text.ts'

/**
 * The report as SARIF 2.1.0 (OASIS, with errata 01), for code scanning and viewers. Names of files are relative to
 * the root of the repository. What could not be judged is told as notifications. Undecided checks are no results:
 * viewers show those of kind `review` as faults; the number is among the properties of the run.
 */
export function toSarif(report: Report, options: RepositoryOptions): string {
  return jsonText(sarifLog(report, options))
}

/** The same before it becomes text. */
export function sarifLog(report: Report, { rules: lookup, prefix }: RepositoryOptions) {
  const rules = sarifRules(report, lookup)
  const places = new Map(rules.map(({ id }, index) => [id, index]))
  const known = rules.flatMap(({ id }) => lookup(id) ?? [])
  const taxonomies = sarifTaxonomies(known)
  const codes = [...new Set([...report.problems, ...report.notices].map(({ code }) => code))].sort()
  const run = {
    tool: {
      driver: {
        name: 'Specward',
        semanticVersion: report.tool.version,
        version: report.tool.version,
        shortDescription: { text: 'Reviews API descriptions against security policy.' },
        rules,
        ...(codes.length > 0 ? { notifications: codes.map(describeCode) } : {}),
        ...(taxonomies.length > 0
          ? { supportedTaxonomies: taxonomies.map(({ name }) => toolComponentReference(name)) }
          : {}),
      },
    },
    automationDetails: { id: 'specward/' },
    columnKind: 'utf16CodeUnits' as const,
    originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the repository.' } } },
    invocations: [invocationOf(report, codes, prefix)],
    ...(taxonomies.length > 0 ? { taxonomies } : {}),
    results: sarifResults(report, (id) => places.get(id) ?? -1, prefix),
    properties: {
      complete: report.complete,
      gate: report.gate,
      ...(report.base ? { base: report.base } : {}),
      policyDigest: report.policy.digest,
      documents: report.documents.map(({ file, format, digest }) => ({ file, format, digest })),
      undecided: report.undecided.length,
    },
  }
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0' as const,
    runs: [run],
  }
}

function invocationOf(report: Report, codes: readonly string[], prefix: string) {
  const code = exitCode(report)
  const notify = (message: ReportProblem | ReportNotice) => notification(message, codes, prefix)
  return {
    executionSuccessful: !report.problems.some(({ severity }) => severity === 'error'),
    exitCode: code,
    toolExecutionNotifications: report.problems.map(notify),
    toolConfigurationNotifications: report.notices.map(notify),
  }
}

const LEVELS = { error: 'error', warn: 'warning', info: 'note' } as const

function notification(message: ReportProblem | ReportNotice, codes: readonly string[], prefix: string) {
  const { code, severity, file, range } = message
  return {
    descriptor: { id: code, index: codes.indexOf(code) },
    level: LEVELS[severity],
    message: { text: sarifText(message.message) },
    ...(file === undefined
      ? {}
      : { locations: [{ physicalLocation: physicalLocation(file, range, prefix) }] }),
  }
}

/** What a code stands for is in the message of each notification; code scanning wants a description here as well. */
function describeCode(id: string) {
  const text = `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}.`
  return { id, shortDescription: { text }, fullDescription: { text }, help: { text } }
}
