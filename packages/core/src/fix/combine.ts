import { EditRefused } from '../source/edit-refused.ts'
import type { SourceFile, TextEdit, TreeEdit } from '../source/types.ts'
import type { FixRefusal, LeftFix } from './types.ts'
import { distinct, leave, type Unit } from './units.ts'

/** The edits of several fixes in one file. */
export interface Combined {
  readonly file: SourceFile
  readonly units: readonly Unit[]
  readonly tree: readonly TreeEdit[]
  readonly edits: readonly TextEdit[]
}

/** Renders fixes together; those that cannot be made beside the ones before them are left. */
export function combine(units: readonly Unit[], left: LeftFix[]): readonly Combined[] {
  let kept = units.filter((unit) => {
    const reason = refusalAlone(unit)
    if (reason) left.push(leave(unit, reason))
    return !reason
  })
  for (;;) {
    const made = renderAll(kept)
    if (Array.isArray(made)) return made
    const { without } = made
    left.push(leave(without, 'conflict'))
    kept = kept.filter((unit) => unit !== without)
  }
}

/** Why a fix cannot be made, whatever else is. */
function refusalAlone(unit: Unit): FixRefusal | undefined {
  for (const [file, edits] of unit.edits) {
    const made = attempt(file, edits, unit)
    if ('refused' in made) return made.refused.reason
    const isEmpty = made.edits.every(({ span, text }) => file.text.slice(span.start, span.end) === text)
    if (isEmpty && unit.edits.size === 1) return 'no-change'
  }
  return unit.edits.size === 0 ? 'no-change' : undefined
}

/** All fixes rendered, file by file, or one that has to be left for the others. */
function renderAll(units: readonly Unit[]): Combined[] | { readonly without: Unit } {
  const files = new Set(units.flatMap(({ edits }) => [...edits.keys()]))
  const result: Combined[] = []
  for (const file of files) {
    const own = units.filter(({ edits }) => edits.has(file))
    const made = renderUnits(file, own)
    if ('refused' in made) return { without: culprit(file, own, made.refused) }
    result.push({ file, units: own, ...made })
  }
  return result
}

type Attempt =
  | { readonly tree: readonly TreeEdit[]; readonly edits: readonly TextEdit[] }
  | { readonly refused: EditRefused }

function renderUnits(file: SourceFile, units: readonly Unit[]): Attempt {
  const tree = distinct(units.flatMap(({ edits }) => edits.get(file) ?? []))
  const [first] = units
  return first ? attempt(file, tree, first) : { tree, edits: [] }
}

function attempt(file: SourceFile, tree: readonly TreeEdit[], { renderEdits }: Unit): Attempt {
  try {
    return { tree, edits: renderEdits(file, tree) }
  } catch (error) {
    if (error instanceof EditRefused) return { refused: error }
    throw error
  }
}

/** The fix to leave: the last one that has the edit which was refused, else the first that cannot join those before it. */
function culprit(file: SourceFile, units: readonly Unit[], { reason, edit }: EditRefused): Unit {
  const owner =
    edit && reason !== 'secret-text'
      ? units.findLast(({ edits }) => edits.get(file)?.includes(edit))
      : undefined
  if (owner) return owner
  let [low, high] = [1, units.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ('refused' in renderUnits(file, units.slice(0, middle))) high = middle
    else low = middle + 1
  }
  return units[low - 1] as Unit
}
