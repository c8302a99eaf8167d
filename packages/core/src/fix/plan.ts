import { rangeIn } from '../report/places.ts'
import { applyTextEdits } from '../source/edit.ts'
import { textIndex } from '../source/file.ts'
import { parseSource } from '../source/parse.ts'
import type { SourceFile } from '../source/types.ts'
import { type Combined, combine } from './combine.ts'
import type { Judged } from './judged.ts'
import { editedValue, isSameValue } from './tree-value.ts'
import type { FixOptions, FixPlan, FixRefusal, LeftFix, PlannedFile, WantedFix } from './types.ts'
import { leave, type Unit, unitsOf } from './units.ts'

/**
 * Plans the fixes of findings as edits of text that can be made at once. Each text has been read again and means what
 * the one before means, but for what the fixes say. Fixes that cannot be made, or not beside the others, are among
 * `left` with the reason. Nothing is changed in files of the network, outside of the project, or with syntax problems.
 */
export async function planFixes(
  result: Judged,
  wanted: WantedFix,
  { obstacle }: Pick<FixOptions, 'obstacle'> = {},
): Promise<FixPlan> {
  const left: LeftFix[] = []
  const forbidden = await forbiddenFiles(unitsOf(result.report, wanted), result, obstacle)
  let units = forbidden.allowed(left)
  for (;;) {
    const combined = combine(units, left)
    const wrong = await firstWrong(combined)
    if (!wrong) return planOf(combined, left, result)
    const dropped = leaveWrong(wrong, left)
    const kept = new Set(combined.flatMap((each) => each.units))
    units = units.filter((unit) => kept.has(unit) && !dropped.has(unit))
  }
}

function planOf(combined: readonly Combined[], left: readonly LeftFix[], result: Judged): FixPlan {
  const fixes = new Set(combined.flatMap(({ units }) => units))
  return {
    files: combined.map((each) => plannedFile(each, result)),
    fixes: [...fixes].map(({ title, kind, findings, files }) => ({ title, kind, findings, files })),
    left,
  }
}

function plannedFile({ file, edits }: Combined, { nameOf }: Judged): PlannedFile {
  const { uri, text } = file
  return {
    uri,
    name: nameOf(uri),
    before: text,
    edits: edits.map((edit) => ({ ...edit, range: rangeIn(file, edit.span) })),
    text: applyTextEdits(text, edits),
  }
}

/** The first file whose new text does not mean what its fixes say. */
async function firstWrong(combined: readonly Combined[]): Promise<Combined | undefined> {
  for (const each of combined) {
    const { file, tree, edits } = each
    const made = await parseSource(file.uri, applyTextEdits(file.text, edits))
    const isSound = made.problems.length === 0 && isSameValue(made.value, editedValue(file.value, tree))
    if (!isSound) return each
  }
  return undefined
}

/** A fix that is wrong by itself is left for good; of several, half are left to be made apart. */
function leaveWrong({ units }: Combined, left: LeftFix[]): ReadonlySet<Unit> {
  const dropped = units.slice(units.length >> 1)
  for (const unit of dropped) left.push(leave(unit, units.length === 1 ? 'changes-more' : 'conflict'))
  return new Set(dropped)
}

/** Finds out which files must not be changed. */
async function forbiddenFiles(units: readonly Unit[], result: Judged, obstacle: FixOptions['obstacle']) {
  const reasons = new Map<SourceFile, { readonly reason: FixRefusal; readonly detail?: string | undefined }>()
  const files = new Set(units.flatMap(({ edits }) => [...edits.keys()]))
  for (const file of files) {
    const reason = reasonAgainst(file, result)
    const detail = reason ? undefined : await obstacle?.(file.uri)
    if (reason) reasons.set(file, { reason })
    else if (detail !== undefined) reasons.set(file, { reason: 'not-writable', detail })
  }
  return {
    allowed: (left: LeftFix[]): readonly Unit[] =>
      units.filter((unit) => {
        const file = [...unit.edits.keys()].find((each) => reasons.has(each))
        const against = file && reasons.get(file)
        if (against) left.push(leave(unit, against.reason, against.detail))
        return !against
      }),
  }
}

function reasonAgainst(file: SourceFile, { documents }: Judged): FixRefusal | undefined {
  const { uri } = file
  if (/^https?:/i.test(uri)) return 'from-network'
  if (!documents.some((each) => each.uri === uri || uri.startsWith(each.root))) return 'outside-root'
  const index = textIndex(file)
  return !index || index.lenient || file.problems.length > 0 ? 'unreadable-file' : undefined
}
