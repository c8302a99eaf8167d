import {
  type AcceptTarget,
  findingPlaces,
  type JudgedDocument,
  type LintResult,
  visible,
} from '@specward/core'
import { UsageError } from './usage.ts'

/** The finding that a fingerprint stands for. */
export interface Chosen extends AcceptTarget<JudgedDocument> {
  /** Without secrets. */
  readonly message: string
  /** Name of the file that it stands in. */
  readonly file: string
}

/**
 * Finds what a fingerprint stands for.
 * @throws UsageError when no finding has it, or several that stand at different places
 */
export function chooseFinding(
  fingerprint: string,
  { documents, report, assessment }: LintResult,
  nameOf: (uri: string) => string,
): Chosen {
  const places = findingPlaces(fingerprint, documents)
  const [first] = places
  if (!first) {
    const judged = documents.length === 1 ? '1 document' : `${documents.length} documents`
    const gaps = report.problems.length > 0 ? ' Not everything could be judged: see `specward lint`.' : ''
    throw new UsageError(
      `no finding has the fingerprint \`${fingerprint}\` in what was judged (${judged}). \`specward lint --verbose\` shows those that there are.${gaps}`,
    )
  }
  if (places.length > 1) {
    const listed = places.map(
      ({ document, uri, line, finding }) =>
        `\n  ${visible(nameOf(document.uri))}: ${finding.ruleId} at ${visible(nameOf(uri))}:${line}`,
    )
    throw new UsageError(
      `${places.length} findings have the fingerprint \`${fingerprint}\`; name the file that you mean behind it:${listed.join('')}`,
    )
  }
  const assessed = assessment?.documents.flatMap(({ findings }) => findings) ?? []
  const reported = [...report.findings, ...assessed].find((each) => each.fingerprint === fingerprint)
  return { ...first, file: nameOf(first.uri), message: reported?.message ?? '' }
}
