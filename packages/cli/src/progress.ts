import { visible } from '@specward/core'
import type { Io } from './io.ts'

/** What takes no longer shows nothing. */
const PATIENCE_MS = 1000

const REDRAW_MS = 100

/** Documents after which the others can be guessed at. */
const ENOUGH = 3

const CLEAR = '\r\u001b[K'

/**
 * How far a long run has got: one line on standard error that is drawn over again and taken away at the end. Only
 * for people: nothing is written unless standard error is a terminal, nor under CI.
 */
export interface Progress {
  /** While files are looked for: how many were looked at. */
  searched(files: number): void
  /** Before a document is judged: how many are done, and its name. */
  judging(done: number, total: number, name: string): void
  /** Takes the line away. */
  clear(): void
}

const SILENT: Progress = { searched() {}, judging() {}, clear() {} }

/** @param now milliseconds from any fixed point */
export function createProgress(
  io: Pick<Io, 'env' | 'errColumns' | 'err'>,
  now: () => number,
  quiet: boolean,
): Progress {
  const { env, errColumns: columns } = io
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false'
  if (quiet || columns === undefined || isCi || env.TERM === 'dumb') return SILENT
  const start = now()
  let begun: number | undefined
  let drawn: number | undefined
  const draw = (line: (at: number) => string): void => {
    const at = now()
    if (at - start < PATIENCE_MS || (drawn !== undefined && at - drawn < REDRAW_MS)) return
    drawn = at
    io.err(CLEAR + line(at))
  }
  return {
    searched: (files) =>
      draw(() => progressLine([`looking for API descriptions: ${files} files`], '', columns)),
    judging(done, total, name) {
      begun ??= now()
      const from = begun
      if (total < 2) return
      draw((at) => {
        const left = timeLeft(done, total, at - from)
        const parts = [`judging ${done + 1} of ${total}`, ...(left === undefined ? [] : [left])]
        return progressLine(parts, name, columns)
      })
    },
    clear() {
      if (drawn !== undefined) io.err(CLEAR)
      drawn = undefined
    },
  }
}

/** `9 s left`, from how long the first documents took; undefined while that says too little. */
export function timeLeft(done: number, total: number, elapsedMs: number): string | undefined {
  if (done < ENOUGH || elapsedMs < PATIENCE_MS) return undefined
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000)
  return seconds < 60 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`
}

/** One line that fits into a terminal: of a name that is too long, the end is kept. */
export function progressLine(parts: readonly string[], name: string, columns: number): string {
  const room = Math.max(0, columns - 1)
  const head = clipped(parts.join('  '), room)
  const rest = room - head.length - 2
  if (name === '' || rest < 8) return head
  const shown = [...visible(name)]
  if (cells(shown) <= rest) return `${head}  ${shown.join('')}`
  let from = shown.length
  for (let left = rest - cells(['…']); from > 0; from--) {
    left -= cells(shown.slice(from - 1, from))
    if (left < 0) break
  }
  return `${head}  …${shown.slice(from).join('')}`
}

function clipped(text: string, room: number): string {
  return text.length > room ? text.slice(0, room) : text
}

/** Cells of a terminal, at most: anything beyond ASCII may take two. */
function cells(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + (character <= '~' ? 1 : 2), 0)
}
