import type { ParsedFile } from '../../source/file.ts'
import { KIND } from '../../source/tape.ts'

/** Scalars that are looked at for one that is the value of a key. */
const MOST_TRIED = 2_000

/**
 * A description with one character more in a text that stands somewhere in it, as if somebody had typed it.
 * @param part where: 0 is the beginning, 1 the end
 * @returns undefined where there is no such text near by
 */
export function textOnTrial({ navigator, text }: ParsedFile, part: number): string | undefined {
  const tape = navigator?.tape
  if (!tape) return undefined
  const from = Math.floor(tape.size * part)
  for (let entry = from; entry < Math.min(tape.size, from + MOST_TRIED); entry += 1) {
    const [kind, start, end] = [tape.kind[entry], tape.start[entry] ?? 0, tape.end[entry] ?? 0]
    const isText = kind === KIND.plain || kind === KIND.singleQuoted || kind === KIND.doubleQuoted
    const last = kind === KIND.plain ? end : end - 1
    // prose, and no name that others refer to
    if (isText && / \w+$/.test(text.slice(start, last))) return `${text.slice(0, last)}x${text.slice(last)}`
  }
  return undefined
}
