import { applyTextEdits, renderEdits } from './edit.ts'
import { EditRefused } from './edit-refused.ts'
import { renderBlock } from './render.ts'
import type { SourceFile, TreeEdit } from './types.ts'

/** An entry of a list that people keep in a file of its own: what has no value is not written. */
export type RecordEntry = Readonly<Record<string, unknown>>

const STYLE = { json: false, unit: '  ', listIndent: 2, quote: "'" } as const

/** Entries as YAML, with the key that they stand under. */
export function recordText(key: string, entries: readonly RecordEntry[], eol = '\n'): string {
  const items = entries.map((entry) => `  - ${renderBlock(said(entry), { ...STYLE, eol }, 4, false)}${eol}`)
  return `${key}:${eol}${items.join('')}`
}

/** A key with what stands under it, as YAML. */
export function sectionText(key: string, value: RecordEntry | readonly string[], eol = '\n'): string {
  return `${key}:${eol}  ${renderBlock(value, { ...STYLE, eol }, 2, false)}${eol}`
}

/**
 * The text of a file with an entry behind the others of the list under a key; everything else stays byte for byte. A
 * file that holds comments alone, or nothing, gets the list.
 *
 * @throws EditRefused where the file cannot be changed without changing more
 */
export function addToRecord(file: SourceFile, key: string, entry: RecordEntry): string {
  if (file.value === undefined || file.value === null) {
    if (isBroken(file)) throw new EditRefused('unreadable-file')
    const eol = /\r\n|\n|\r/.exec(file.text)?.[0] ?? '\n'
    const gap = file.text === '' || /[\r\n]$/.test(file.text) ? '' : eol
    return `${file.text}${gap}${recordText(key, [entry], eol)}`
  }
  const root = file.value as Readonly<Record<string, unknown>>
  const value = said(entry)
  return editedRecord(file, [
    Object.hasOwn(root, key) && Array.isArray(root[key])
      ? { op: 'insert', path: [key], key: '-', value }
      : { op: 'set', path: [key], value: [value] },
  ])
}

/** Whether a file has no value because it could not be read, and not because it holds nothing. */
export function isBroken({ problems }: SourceFile): boolean {
  return problems.some(({ code }) => code !== 'file-empty')
}

/**
 * The text of a file after edits of its tree.
 * @throws EditRefused where the file cannot be changed without changing more
 */
export function editedRecord(file: SourceFile, edits: readonly TreeEdit[]): string {
  return applyTextEdits(file.text, renderEdits(file, edits))
}

function said(entry: RecordEntry): RecordEntry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
}
