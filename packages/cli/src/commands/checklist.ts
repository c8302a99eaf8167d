import {
  CHECKLIST_FORMATS,
  CHECKLIST_GATES,
  type ChecklistGate,
  checklistPieces,
  didYouMean,
  unsigned,
  visible,
} from '@specward/core'
import { type AssessedRun, assessRun, printTroubles, soundness } from '../assess-run.ts'
import type { Io } from '../io.ts'
import type { JudgeOptions } from '../judge-documents.ts'
import { writeFile } from '../reports.ts'
import { oneOf, UsageError } from '../usage.ts'

export interface ChecklistOptions extends JudgeOptions {
  readonly format: string
  readonly framework?: string
  readonly failOn?: string
}

/** Controls that are named one by one. */
const MOST_NAMED = 8

/** Writes the design-review checklist of what the arguments name. Returns the exit code. */
export async function checklistCommand(
  args: readonly string[],
  options: ChecklistOptions,
  io: Io,
  version: string,
): Promise<number> {
  const format = oneOf('--format', options.format, CHECKLIST_FORMATS)
  const gate = oneOf('--fail-on', options.failOn ?? 'never', CHECKLIST_GATES)
  const run = await assessRun(args, options, io, version)
  if (!run) return 2
  const { assessment, report } = run
  checkFramework(options.framework, run)
  const { framework } = options
  const sha256 = (content: string) => io.host({ cwd: io.cwd }).sha256(content)
  // made anew each time that somebody goes through it
  const pieces = { [Symbol.iterator]: () => checklistPieces(assessment, format, { framework, sha256 }) }
  if (options.output === undefined) for (const piece of pieces) io.out(piece)
  else if (!(await writeFile(options.output, pieces, io))) return 3
  printTroubles(report, io)
  const stops = printUnsigned(run, gate, options.framework, io)
  const code = soundness(report)
  return code === 0 && stops ? 1 : code
}

function checkFramework(id: string | undefined, { catalogue }: AssessedRun): void {
  const known = catalogue.frameworks.map((framework) => framework.id)
  if (id === undefined || known.includes(id)) return
  const hint = didYouMean(id, known)
  throw new UsageError(`there is no framework \`${id}\`: it takes ${known.join(', ')}.${hint}`)
}

/** Says which controls keep a document from being signed; true when there are any. */
function printUnsigned(
  { assessment }: AssessedRun,
  gate: ChecklistGate,
  framework: string | undefined,
  io: Io,
): boolean {
  let stops = false
  for (const [document, ids] of unsigned(assessment, gate, framework)) {
    if (ids.length === 0) continue
    stops = true
    const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : ''
    const named = `${ids.slice(0, MOST_NAMED).join(', ')}${more}`
    io.err(`error: ${visible(document.file)} cannot be signed (gate: ${gate}): ${named}.\n`)
  }
  return stops
}
