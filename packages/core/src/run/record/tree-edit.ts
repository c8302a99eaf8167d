import { isObject, own } from '../../json.ts'
import type { TreeEdit } from '../../source/types.ts'
import { list, optional, text } from './shape.ts'
import { Unfit } from './words.ts'

/** An edit of a tree from JSON. Throws `Unfit` for what is none. */
export function treeEditOf(json: string): TreeEdit {
  const edit = parsed(json)
  if (!isTreeEdit(edit)) throw new Unfit()
  return edit
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Unfit()
  }
}

const OPERATIONS: ReadonlySet<unknown> = new Set(['set', 'remove', 'rename', 'insert'])

/** Values nest no deeper than whatever writes them can follow. */
const DEEPEST = 500

function isTreeEdit(value: unknown): value is TreeEdit {
  if (!isObject(value) || !OPERATIONS.has(own(value, 'op')) || !list(text)(own(value, 'path'))) return false
  if (!optional(text)(own(value, 'key')) || !optional(text)(own(value, 'to'))) return false
  return !isDeeper(value, DEEPEST)
}

function isDeeper(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
