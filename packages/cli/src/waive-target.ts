import {
  type JudgedDocument,
  type LintResult,
  relativeName,
  type SettledFinding,
  visible,
} from '@specward/core'
import { UsageError } from './usage.ts'

/** The finding that a fingerprint stands for. */
export interface Chosen {
  readonly finding: SettledFinding
  /** Without secrets. */
  readonly message: string
  /** The document that it was found in, the first of several that share it. */
  readonly document: JudgedDocument
  /** Whether several documents share it. */
  readonly isShared: boolean
  /** Name of the file that it stands in, and the line there. */
  readonly file: string
  readonly line: number
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
  const all = documents.flatMap((document) =>
    [...document.findings, ...(document.assessed?.findings ?? [])]
      .filter((finding) => finding.fingerprint === fingerprint)
      .map((finding) => ({ document, finding, ...placeOf(finding, nameOf) })),
  )
  const [first] = all
  if (!first) {
    const judged = documents.length === 1 ? '1 document' : `${documents.length} documents`
    const gaps = report.problems.length > 0 ? ' Not everything could be judged: see `specward lint`.' : ''
    throw new UsageError(
      `no finding has the fingerprint \`${fingerprint}\` in what was judged (${judged}). \`specward lint --verbose\` shows those that there are.${gaps}`,
    )
  }
  const places = new Map(all.map((each) => [`${each.file}:${each.line} ${each.pointer}`, each]))
  if (places.size > 1) {
    const listed = [...places.values()].map(
      ({ document, file, line, finding }) =>
        `\n  ${visible(nameOf(document.uri))}: ${finding.ruleId} at ${visible(file)}:${line}`,
    )
    throw new UsageError(
      `${places.size} findings have the fingerprint \`${fingerprint}\`; name the file that you mean behind it:${listed.join('')}`,
    )
  }
  const assessed = assessment?.documents.flatMap(({ findings }) => findings) ?? []
  const reported = [...report.findings, ...assessed].find((each) => each.fingerprint === fingerprint)
  return { ...first, isShared: all.length > 1, message: reported?.message ?? '' }
}

function placeOf({ at, span, foreign }: SettledFinding, nameOf: (uri: string) => string) {
  const node = 'node' in at ? at.node : at
  const line = foreign ? foreign.range.start.line : node.file.position(span.start).line
  return { file: nameOf(node.file.uri), line, pointer: foreign?.pointer ?? node.pointer, uri: node.file.uri }
}

/**
 * What ties a waiver to the document of a finding, or, where several share it, to the file that it stands in: a name
 * relative to the waivers. Undefined where the name cannot be said by a glob.
 */
export function fileGlob({ document, isShared, finding }: Chosen, waivers: string): string | undefined {
  const node = 'node' in finding.at ? finding.at.node : finding.at
  const uri = isShared ? node.file.uri : document.uri
  const name = relativeName(waivers.slice(0, waivers.lastIndexOf('/') + 1), uri)
  const glob = name.replace(/[{}\\]/g, '?').replace(/^!/, '?')
  return glob.startsWith('/') ? undefined : glob
}
