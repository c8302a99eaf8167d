import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  EditRefused,
  exitCode,
  type LintResult,
  parseSource,
  removeWaivers,
  type WaiverStatus,
  waiverLines,
  withoutCommands,
  withoutCommentsOf,
} from '@specward/core'
import { wantsColor } from '../color.ts'
import type { Io } from '../io.ts'
import { type JudgeOptions, judgeDocuments } from '../judge-documents.ts'
import { saveRecord } from '../save-record.ts'
import { nameOf } from '../uris.ts'
import { oneOf, UsageError } from '../usage.ts'
import { waiversJson, waiversText } from '../waivers-text.ts'

export interface WaiversOptions extends JudgeOptions {
  readonly format: string
  readonly prune?: boolean
  readonly color: boolean
}

/**
 * Lists the waivers with what became of them, and removes those that are not needed any more where that is asked for.
 * Returns the exit code: 4 when any is not as the policy wants it, 3 when something could not be judged.
 */
export async function waiversCommand(
  args: readonly string[],
  options: WaiversOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, ['text', 'json'])
  const result = await judgeDocuments(args, options, io, version)
  if (!result) return 2
  const stale = result.waivers.filter(({ state }) => state === 'stale')
  const pruned = options.prune ? stale : []
  const lines = await prune(pruned, io)
  const left = stillThere(result.waivers, pruned, lines)
  const shown = { left, pruned, report: result.report, nameOf: (uri: string) => nameOf(uri, io.cwd) }
  io.out(
    format === 'json'
      ? waiversJson(shown)
      : withoutCommands(waiversText(shown, wantsColor(io, options.color))),
  )
  return codeOf(left, result)
}

/** What waivers and problems alone make of the run: findings are the business of `lint`. */
function codeOf(left: readonly WaiverStatus[], { report }: LintResult): number {
  const notices = left.flatMap((each) => each.notices)
  const gate = { ...report.gate, failed: false }
  return exitCode({
    ...report,
    gate,
    notices: notices.map(({ code, severity, message }) => ({ code, severity, message })),
  })
}

/** Those that were not removed, with the lines on which they stand now. */
function stillThere(
  all: readonly WaiverStatus[],
  pruned: readonly WaiverStatus[],
  lines: ReadonlyMap<string, readonly number[]>,
): readonly WaiverStatus[] {
  const gone = new Set(pruned)
  const seen = new Map<string, number>()
  return all
    .filter((each) => !gone.has(each))
    .map((status) => {
      const { uri, waiver } = status
      const index = seen.get(uri) ?? 0
      seen.set(uri, index + 1)
      return { ...status, waiver: { ...waiver, line: lines.get(uri)?.[index] ?? waiver.line } }
    })
}

/** Returns the lines of the entries that are left, by the URI of the file. */
async function prune(
  stale: readonly WaiverStatus[],
  io: Io,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const lines = new Map<string, readonly number[]>()
  const byFile = new Map<string, number[]>()
  for (const { uri, waiver } of stale) {
    const indices = byFile.get(uri)
    if (indices) indices.push(waiver.index)
    else byFile.set(uri, [waiver.index])
  }
  for (const [uri, indices] of byFile) {
    const path = resolve(fileURLToPath(uri))
    const after = await without(indices, uri, (await io.text(path)) ?? '', io)
    await saveRecord(path, after, io)
    lines.set(uri, waiverLines(await parseSource(uri, after)))
  }
  return lines
}

async function without(indices: readonly number[], uri: string, before: string, io: Io): Promise<string> {
  const bare = withoutCommentsOf(await parseSource(uri, before), indices)
  try {
    return removeWaivers(await parseSource(uri, bare), indices)
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    throw new UsageError(
      `\`${nameOf(uri, io.cwd)}\` cannot be changed without changing more of it (anchors, or a list on one line): remove the entries by hand.`,
    )
  }
}
