import { applyTextEdits } from '../source/edit.ts'
import { Node } from '../source/node.ts'
import type { SourceFile, TextEdit } from '../source/types.ts'
import { locateAt } from './at.ts'

/** First lines of the entries of a file of waivers, 1-based. */
export function waiverLines(file: SourceFile): readonly number[] {
  return entriesOf(file).map((entry) => file.position(locateAt(entry).span.start).line)
}

/**
 * The text of a file of waivers without the comments of some entries: lines directly above them that begin where they
 * do. Those of others, of the file, and between blank lines stay.
 */
export function withoutCommentsOf(file: SourceFile, indices: readonly number[]): string {
  const entries = entriesOf(file)
  const edits = [...new Set(indices)].flatMap((index) => {
    const entry = entries[index]
    return entry ? commentsAbove(file.text, locateAt(entry).span.start) : []
  })
  return applyTextEdits(file.text, edits)
}

function commentsAbove(text: string, start: number): readonly TextEdit[] {
  const lineStart = startOfLine(text, start)
  const indent = /^([ \t]*)-[ \t]+$/.exec(text.slice(lineStart, start))?.[1]
  if (indent === undefined) return []
  let first = lineStart
  while (first > 0) {
    const above = startOfLine(text, first - 1)
    if (!text.startsWith(`${indent}#`, above)) break
    first = above
  }
  return first === lineStart ? [] : [{ span: { start: first, end: lineStart }, text: '' }]
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function entriesOf(file: SourceFile): readonly Node[] {
  const list = new Node(file, undefined, '', file.value).child('waivers')
  return list?.isList ? [...list.children()] : []
}
