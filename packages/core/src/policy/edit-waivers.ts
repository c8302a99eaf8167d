import { addToRecord, editedRecord, recordText } from '../source/edit-records.ts'
import type { SourceFile, TreeEdit } from '../source/types.ts'
import { WAIVER_KEYS } from './words.ts'

/** What is written of a waiver: the keys that have a value, in their order. */
export type WaiverText = Partial<
  Record<Exclude<(typeof WAIVER_KEYS)[number], 'parts'>, string | undefined>
> & { readonly parts?: readonly string[] | undefined }

const HEADER = [
  '# Findings that are accepted for a time: each with an owner, a reason and a last day.',
  '# `specward waive` adds to this list, `specward waivers` shows what became of it.',
]

/** The text of a new file of waivers; `schema` is what editors complete from. */
export function newWaivers(entry: WaiverText, schema: string | undefined): string {
  const head = schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]
  return `${[...head, ...HEADER].join('\n')}\n${recordText('waivers', [inOrder(entry)])}`
}

/**
 * The text of a file of waivers with one more at its end; everything else stays byte for byte.
 *
 * @throws EditRefused where the file cannot be changed without changing more
 */
export function addWaiver(file: SourceFile, entry: WaiverText): string {
  return addToRecord(file, 'waivers', inOrder(entry))
}

/** The same with some values of one entry set anew. */
export function changeWaiver(file: SourceFile, index: number, changes: WaiverText): string {
  const edits = Object.entries(inOrder(changes)).map(
    ([key, value]): TreeEdit => ({ op: 'set', path: ['waivers', String(index), key], value }),
  )
  return editedRecord(file, edits)
}

/** The same without some entries. */
export function removeWaivers(file: SourceFile, indices: readonly number[]): string {
  return editedRecord(
    file,
    indices.map((index) => ({ op: 'remove', path: ['waivers', String(index)] })),
  )
}

function inOrder(entry: WaiverText): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    WAIVER_KEYS.flatMap((key) => {
      const value = entry[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
