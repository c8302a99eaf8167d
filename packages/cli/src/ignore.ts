import ignore, { type Ignore } from 'ignore'

/** What one `.gitignore` (or `.git/info/exclude`) says. Paths are relative to its folder, with `/`; folders end in `/`. */
export interface IgnoreFile {
  /** Its last line about a path; undefined when it has none. A path is taken by itself, whatever is above it. */
  ruling(path: string): Ruling | undefined
}

export interface Ruling {
  readonly ignored: boolean
  /** 1-based. */
  readonly line: number
}

interface Line {
  readonly text: string
  readonly number: number
  readonly negative: boolean
}

/**
 * Reads a `.gitignore` (https://git-scm.com/docs/gitignore). Letter case counts on every system, so that the same
 * files are found everywhere.
 */
export function readIgnoreFile(text: string): IgnoreFile {
  const lines = linesOf(text)
  const all = matcher(lines.map((line) => line.text))
  const single = new Map<Line, Ignore>()
  return {
    ruling(path) {
      // this also rules out what is below an ignored folder, which a deeper file may have taken back
      const { ignored, unignored } = all.test(path)
      if (!ignored && !unignored) return undefined
      const line = lines.find((each) => matches(each, path))
      return line && { ignored: !line.negative, line: line.number }
    },
  }

  /** Whether a line is about the path itself: of a negative rule alone, the library tells just that. */
  function matches(line: Line, path: string): boolean {
    const known = single.get(line) ?? matcher([line.negative ? line.text : `!${line.text}`])
    single.set(line, known)
    return known.test(path).unignored
  }
}

/** The lines that can say something, the last of them first. */
function linesOf(text: string): readonly Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ text: line, number: index + 1, negative: line.startsWith('!') }))
    .filter((line) => line.text.trim() !== '' && !line.text.startsWith('#'))
    .reverse()
}

function matcher(lines: readonly string[]): Ignore {
  return ignore({ ignoreCase: false }).add(lines.toReversed().map((pattern) => ({ pattern })))
}
