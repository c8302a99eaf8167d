import type { CollectedEdits, Collector, HolderEdits } from './edit-plan.ts'
import { isFlow } from './entries.ts'
import type { Navigator } from './navigate.ts'
import { isMapping } from './tape.ts'

/**
 * Turns edits that leave nothing of a block collection, or that fill an empty one in block style, into a new
 * value for the entry that holds it.
 */
export function promote(navigator: Navigator, collector: Collector, json: boolean): CollectedEdits {
  const { holders } = collector
  let { root } = collector
  for (const holder of [...holders.values()]) {
    if (holder.removed.size < holder.entries.length) continue
    if (holder.entries.length === 0 && holder.inserted.length === 0) continue
    if (!standsInBlock(navigator, holder, json)) continue
    const value = insertedValue(holder, isMapping(navigator.tape, holder.entry))
    holders.delete(holder.entry)
    if (holder.path.length === 0) root = { value }
    else setInParent(navigator, collector, holder, value)
  }
  return { root, holders: [...holders.values()] }
}

/** The inserted entries as a collection of their own. */
export function insertedValue({ inserted }: HolderEdits, mapping: boolean): unknown {
  if (!mapping) return inserted.map(({ value }) => value)
  // Not an assignment: `__proto__` is a key like any other.
  return Object.fromEntries(inserted.map(({ key, value }) => [key ?? '', value]))
}

/** True for a block collection, and for an empty flow collection of YAML that stands in block style. */
function standsInBlock(navigator: Navigator, holder: HolderEdits, json: boolean): boolean {
  const { tape, text } = navigator
  if (!isFlow(tape.kind[holder.entry])) return true
  if (json || holder.entries.length > 0) return false
  const { start, end } = navigator.span(holder.entry)
  if (text.slice(start + 1, end - 1).trim() !== '') return false
  const parent = navigator.find(holder.path)?.holder ?? -1
  return parent === -1 || !isFlow(tape.kind[parent])
}

function setInParent(navigator: Navigator, collector: Collector, holder: HolderEdits, value: unknown): void {
  const path = holder.path.slice(0, -1)
  const place = navigator.find(path)
  if (!place) return
  const parent = collector.open(place, path)
  const index = parent.entries.findIndex((entry) => entry.value === holder.entry)
  parent.set.set(index, value)
}
