import { excerpt } from '../excerpt.ts'
import { linesOf } from '../lines.ts'
import type { Range } from '../report.ts'
import { type Html, html, NOTHING } from './markup.ts'

/** Cells of a line of source; what is longer is shown around the marked part. */
const CELLS = 140

/** Shows places in the texts that were judged, with the secrets that were found overwritten. */
export type Excerpts = (file: string, range: Range) => Html

/** @param sources text of a file by its name in the report; undefined when it is not at hand */
export function excerptsOf(sources: (file: string) => string | undefined): Excerpts {
  const linesIn = linesOf(sources)
  return (file, range) => {
    const lines = linesIn(file)
    const shown = lines && excerpt(lines, range, CELLS)
    if (!shown) return NOTHING
    const { before, marked, after } = shown
    return html`<pre class="x"><span class="n">${shown.line}</span><code>${before}<mark>${marked}</mark>${after}</code></pre>`
  }
}
