import { applyTextEdits, renderEdits } from '../source/edit.ts'
import { renderBlock } from '../source/render.ts'
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
  return `${[...head, ...HEADER].join('\n')}\nwaivers:\n  - ${blockOf(entry)}\n`
}

/**
 * The text of a file of waivers with one more at its end; everything else stays byte for byte.
 *
 * @throws EditRefused where the file cannot be changed without changing more
 */
export function addWaiver(file: SourceFile, entry: WaiverText): string {
  const value = inOrder(entry)
  if (file.value === undefined || file.value === null) {
    const gap = file.text === '' || /[\r\n]$/.test(file.text) ? '' : '\n'
    return `${file.text}${gap}waivers:\n  - ${blockOf(entry)}\n`
  }
  const root = file.value as Readonly<Record<string, unknown>>
  const list = Object.hasOwn(root, 'waivers') ? root.waivers : undefined
  return edited(file, [
    Array.isArray(list)
      ? { op: 'insert', path: ['waivers'], key: '-', value }
      : { op: 'set', path: ['waivers'], value: [value] },
  ])
}

/** The same with some values of one entry set anew. */
export function changeWaiver(file: SourceFile, index: number, changes: WaiverText): string {
  const edits = Object.entries(inOrder(changes)).map(
    ([key, value]): TreeEdit => ({ op: 'set', path: ['waivers', String(index), key], value }),
  )
  return edited(file, edits)
}

/** The same without some entries. */
export function removeWaivers(file: SourceFile, indices: readonly number[]): string {
  return edited(
    file,
    indices.map((index) => ({ op: 'remove', path: ['waivers', String(index)] })),
  )
}

const STYLE = { json: false, eol: '\n', unit: '  ', listIndent: 2, quote: "'" } as const

/** An entry of a list that is indented by two, without its dash. */
function blockOf(entry: WaiverText): string {
  return renderBlock(inOrder(entry), STYLE, 4, false)
}

function edited(file: SourceFile, edits: readonly TreeEdit[]): string {
  return applyTextEdits(file.text, renderEdits(file, edits))
}

function inOrder(entry: WaiverText): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    WAIVER_KEYS.flatMap((key) => {
      const value = entry[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
