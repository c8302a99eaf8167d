import {
  type Assessment,
  type Catalogue,
  exitCode,
  type LintResult,
  type Report,
  visible,
} from '@specward/core'
import { loadCatalogue } from '@specward/rulesets'
import type { Io } from './io.ts'
import { type JudgeOptions, judgeDocuments } from './judge-documents.ts'

export interface AssessedRun extends LintResult {
  readonly assessment: Assessment
  readonly catalogue: Catalogue
}

/**
 * Judges and assesses what the arguments name. Undefined where the configuration is not valid: that has then been told.
 */
export async function assessRun(
  args: readonly string[],
  options: JudgeOptions,
  io: Io,
  version: string,
): Promise<AssessedRun | undefined> {
  const catalogue = await loadCatalogue()
  const more = { assess: { catalogue }, catalogue: async () => catalogue }
  const result = await judgeDocuments(args, options, io, version, more)
  if (!result) return undefined
  if (!result.assessment) throw new Error('nothing was assessed')
  return { ...result, assessment: result.assessment, catalogue }
}

/** The exit code of a run whose findings fail nothing: 4 for the policy, else 3 for what could not be judged, else 0. */
export function soundness(report: Report): 0 | 3 | 4 {
  const code = exitCode({ ...report, gate: { ...report.gate, failed: false } })
  return code === 1 ? 0 : code
}

/** Prints what could not be judged, and what is to be told about the policy, as far as somebody has to act on it. */
export function printTroubles({ problems, notices }: Report, io: Io): void {
  const told = [...problems, ...notices.filter(({ severity }) => severity !== 'info')]
  for (const { severity, message, file, range } of told) {
    const place =
      file === undefined ? '' : `${range ? `${file}:${range.start.line}:${range.start.column}` : file}: `
    io.err(`${severity === 'warn' ? 'warning' : severity}: ${visible(place + message)}\n`)
  }
}
