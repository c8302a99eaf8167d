import { fileURLToPath } from 'node:url'
import {
  didYouMean,
  type FixedFile,
  type FixKind,
  type FixRun,
  fixAll,
  isSameReading,
  type LintResult,
  unifiedDiff,
  type WantedFix,
} from '@specward/core'
import { registry } from '@specward/rulesets'
import { type Io, reasonOf } from './io.ts'
import type { ReportOption } from './reports.ts'
import { UsageError } from './usage.ts'

export interface FixingOptions {
  readonly fix?: boolean
  /** Fixes that want a look as well. */
  readonly fixSuggested?: boolean
  /** Ids of the only rules whose findings are fixed. */
  readonly fixRule?: readonly string[]
  readonly fixDryRun?: boolean
}

/** What is to be fixed, and how. */
export interface Fixing {
  readonly wanted: WantedFix
  readonly kinds: readonly FixKind[]
  /** Nothing is written; a diff is printed. */
  readonly isDryRun: boolean
}

/** What has been fixed, or would be. */
export interface Fixed extends Pick<FixRun, 'result' | 'fixes' | 'left'> {
  readonly files: readonly FixedFile[]
  /** Unified; empty unless it is asked for. */
  readonly diff: string
  /** Names of files whose diff cannot be applied: secrets are overwritten in it, or it is of an encoding that none is. */
  readonly notApplicable: readonly string[]
  /** Files that could not be written, each with the reason as a clause. */
  readonly failures: readonly { readonly name: string; readonly because: string }[]
  /** Whether all of it has been written. */
  readonly isWhole: boolean
}

/**
 * What the options ask to fix; undefined where nothing is.
 * @throws UsageError where they contradict each other
 */
export function planFixing(
  {
    fix,
    fixSuggested,
    fixRule = [],
    fixDryRun,
    reports,
  }: FixingOptions & { readonly reports: readonly ReportOption[] },
  args: readonly string[],
): Fixing | undefined {
  const isAsked = fix || fixSuggested || fixDryRun
  if (!isAsked && fixRule.length > 0) {
    throw new UsageError(
      '`--fix-rule` says what is fixed, not that it is: add `--fix`, `--fix-suggested` or `--fix-dry-run`.',
    )
  }
  if (!isAsked) return undefined
  const ids = registry.rules.map(({ rule }) => rule.id)
  for (const id of fixRule) {
    if (!ids.includes(id)) {
      throw new UsageError(`\`--fix-rule ${id}\` is no rule that fixes anything.${didYouMean(id, ids)}`)
    }
  }
  const [report] = reports
  if (fixDryRun && report) {
    throw new UsageError(
      `\`--fix-dry-run\` prints a diff in place of the report: leave out \`--${report.option} ${report.value}\`.`,
    )
  }
  if (!fixDryRun && args.includes('-')) {
    throw new UsageError(
      'Standard input cannot be changed: name the file to fix, or print what fixing would change with `--fix-dry-run`.',
    )
  }
  const rules = new Set(fixRule)
  const kinds: readonly FixKind[] = fixSuggested ? ['safe', 'suggested'] : ['safe']
  return {
    kinds,
    isDryRun: fixDryRun === true,
    wanted: (finding, kind) =>
      finding.isNew && kinds.includes(kind) && (rules.size === 0 || rules.has(finding.ruleId)),
  }
}

/** Kinds of fixes that have not been asked for, so that people hear of them. */
export function untold(fixing: Fixing | undefined): readonly FixKind[] {
  const kinds: readonly FixKind[] = ['safe', 'suggested']
  return kinds.filter((kind) => !fixing?.kinds.includes(kind))
}

/** Fixes what was found, and writes the files or makes a diff of them. */
export async function fixFiles(result: LintResult, { wanted, isDryRun }: Fixing, io: Io): Promise<Fixed> {
  const obstacle = (uri: string) => io.obstacle(fileURLToPath(uri))
  const run = await fixAll(result, wanted, isDryRun ? {} : { obstacle })
  const { files, fixes, left } = run
  const done = { result: run.result, files, fixes, left }
  if (isDryRun) return { ...done, ...diffOf(run, result), failures: [], isWhole: true }
  const failures = await writeFiles(files, result, io)
  return { ...done, diff: '', notApplicable: [], failures, isWhole: failures.length === 0 }
}

/** Writes each file whole, where it is still what was read. */
async function writeFiles(
  files: readonly FixedFile[],
  result: LintResult,
  io: Io,
): Promise<Fixed['failures']> {
  const failures: { readonly name: string; readonly because: string }[] = []
  for (const { uri, name, read, content } of files) {
    if (!isSameReading(await result.read(uri), read)) {
      failures.push({ name, because: 'it has changed meanwhile' })
      continue
    }
    try {
      await io.replace(fileURLToPath(uri), 'bytes' in content ? content.bytes : content.text)
    } catch (error) {
      failures.push({ name, because: reasonOf(error) })
    }
  }
  return failures
}

function diffOf({ files, result: after }: FixRun, before: LintResult): Pick<Fixed, 'diff' | 'notApplicable'> {
  const notApplicable: string[] = []
  const diffs = files.map((file) => {
    const mark = markOf(file)
    const { text, isRedacted } = unifiedDiff(marked(file, mark ?? ''), {
      before: withMark(before.sources(file.name), mark ?? ''),
      text: withMark(after.sources(file.name), mark ?? ''),
    })
    if (isRedacted || mark === undefined || file.name.startsWith('../')) notApplicable.push(file.name)
    return text
  })
  return { diff: diffs.join(''), notApplicable }
}

const MARK = '\uFEFF'

/** The byte order mark of a file, '' where it has none; undefined where it is not written in UTF-8. */
function markOf({ content }: FixedFile): string | undefined {
  if ('text' in content) return content.text.startsWith(MARK) ? MARK : ''
  const [first, second] = content.bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return undefined
  return first === 0xef && second === 0xbb ? MARK : ''
}

function marked({ name, before, edits, text }: FixedFile, mark: string) {
  const by = mark.length
  return {
    name,
    before: mark + before,
    edits: edits.map(({ span, text }) => ({ span: { start: span.start + by, end: span.end + by }, text })),
    text: mark + text,
  }
}

function withMark(text: string | undefined, mark: string): string | undefined {
  return text === undefined ? undefined : mark + text
}
