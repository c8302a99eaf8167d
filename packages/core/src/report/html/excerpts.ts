import { type Excerpt, excerpt } from '../excerpt.ts'
import { type Lines, linesOf } from '../lines.ts'
import type { Range, Report, ReportFinding } from '../report.ts'
import { type Html, html, NOTHING } from './markup.ts'

/** Cells of a line of source; what is longer is shown around the marked part. */
const CELLS = 140

/** Shows places in the texts that were judged, with the secrets that were found overwritten. */
export type Excerpts = (file: string, range: Range) => Html

type Shown = ReadonlyMap<string, Excerpt | undefined>

/**
 * The page goes through the findings rule by rule, and so through the files again and again: each text is asked for once,
 * and what will be shown of it is kept instead.
 *
 * @param sources text of a file by its name in the report; undefined when it is not at hand
 * @param places what may be shown, by file
 */
export function excerptsOf(
  sources: (file: string) => string | undefined,
  places: ReadonlyMap<string, readonly Range[]>,
): Excerpts {
  const linesIn = linesOf(sources)
  const known = new Map<string, Shown>()
  return (file, range) => {
    const inFile = known.get(file) ?? excerptsIn(linesIn(file), places.get(file) ?? [])
    known.set(file, inFile)
    const key = keyOf(range)
    const shown = inFile.has(key) ? inFile.get(key) : excerptAt(linesIn(file), range)
    if (!shown) return NOTHING
    const { before, marked, after } = shown
    return html`<pre class="x"><span class="n">${shown.line}</span><code>${before}<mark>${marked}</mark>${after}</code></pre>`
  }
}

/** The places of which a page shows the text, by file. */
export function placesOf(
  { problems, notices }: Report,
  findings: readonly ReportFinding[],
): ReadonlyMap<string, readonly Range[]> {
  const places = new Map<string, Range[]>()
  const add = (file: string | undefined, range: Range | undefined): void => {
    if (file === undefined || !range) return
    const inFile = places.get(file)
    if (inFile) inFile.push(range)
    else places.set(file, [range])
  }
  for (const { file, range } of [...problems, ...notices]) add(file, range)
  for (const { file, range, cause } of findings) {
    add(file, range)
    add(cause?.file, cause?.range)
  }
  return places
}

function excerptsIn(lines: Lines | undefined, ranges: readonly Range[]): Shown {
  const shown = new Map<string, Excerpt | undefined>()
  for (const range of ranges) {
    const key = keyOf(range)
    if (!shown.has(key)) shown.set(key, excerptAt(lines, range))
  }
  return shown
}

function excerptAt(lines: Lines | undefined, range: Range): Excerpt | undefined {
  return lines && excerpt(lines, range, CELLS)
}

function keyOf({ start, end }: Range): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`
}
