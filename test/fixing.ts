import type { ReportFix } from '@specward/core'

export type Files = Readonly<Record<string, string>>

/** The files as a fix leaves them. Its edits are in the order of the text and free of overlap, file by file. */
export function fixed(files: Files, { edits }: ReportFix): Files {
  const result: Record<string, string> = { ...files }
  for (const name of new Set(edits.map(({ file }) => file))) {
    const text = files[name]
    if (text === undefined) throw new Error(`The fix changes ${name}, which is not there.`)
    const own = edits.filter(({ file }) => file === name)
    result[name] = own.reduceRight((before, { range, text: replacement }) => {
      const [start, end] = [offsetOf(text, range.start), offsetOf(text, range.end)]
      return before.slice(0, start) + replacement + before.slice(end)
    }, text)
  }
  return result
}

function offsetOf(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  let offset = 0
  for (let at = 1; at < line; at += 1) offset = text.indexOf('\n', offset) + 1
  return offset + column - 1
}
