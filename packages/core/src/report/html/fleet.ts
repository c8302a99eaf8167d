import { STANDINGS } from '../../assess/standing.ts'
import { count } from '../../count.ts'
import { compareText } from '../../settle/order.ts'
import { titleOf } from '../assessed-words.ts'
import type { AssessedDocument, Standing } from '../assessment.ts'
import type { PageContext } from './context.ts'
import { documentId } from './ids.ts'
import { breakable, forEach, type Html, type HtmlStream, html, NOTHING, streamed } from './markup.ts'
import { STANDING_LOOKS } from './words.ts'

interface FleetRow {
  readonly document: AssessedDocument
  /** Of the document in the order of the page. */
  readonly index: number
  readonly fails: number
  readonly errors: number
  readonly warnings: number
  readonly anyone: number
}

/** Every document against every control, those that break most controls first; nothing of a single document. */
export function fleetSection({ assessment, report }: PageContext): Html | HtmlStream {
  const documents = assessment?.documents ?? []
  const [first] = documents
  if (!first || documents.length < 2) return NOTHING
  const rows = documents
    .map(rowOf)
    .sort((a, b) => b.fails - a.fails || b.errors - a.errors || compareText(a.document.file, b.document.file))
  const failing = first.controls.map(({ id, title }, column) => ({
    id,
    title,
    fails: documents.filter(({ controls }) => controls[column]?.standing === 'fail').length,
  }))
  const unjudged =
    report.problems.length === 0
      ? NOTHING
      : html`<p class="inc">A description that could not be read is not in this table: <a href="#unjudged">${count(report.problems.length, 'problem')}</a>.</p>`
  return streamed`<section id="fleet" aria-labelledby="fleet-h"><h2 id="fleet-h">Documents and controls</h2>
<p class="lead">How every control stands in each of ${documents.length} documents; those that break most come first.</p>${unjudged}${legend()}
<div class="fleet" role="region" tabindex="0" aria-label="Table of documents and controls"><table>
<thead><tr><th scope="col" class="dn">Document</th>${NUMBERS.map(({ head }) => html`<th scope="col"><span>${head}</span></th>`)}${failing.map(({ id, title }) => html`<th scope="col" title="${title}"><span>${id}</span></th>`)}</tr>
<tr class="sum"><th scope="row" class="dn">fails in</th>${NUMBERS.map(() => html`<td></td>`)}${failing.map(({ fails }) => html`<td>${fails === 0 ? '' : fails}</td>`)}</tr></thead>
<tbody>${forEach(rows, rowMarkup)}</tbody></table></div></section>
`
}

const NUMBERS: readonly { readonly head: string; readonly of: (row: FleetRow) => number }[] = [
  { head: 'operations', of: ({ document }) => document.operations },
  { head: 'open to anyone', of: ({ anyone }) => anyone },
  { head: 'errors', of: ({ errors }) => errors },
  { head: 'warnings', of: ({ warnings }) => warnings },
  { head: 'controls that fail', of: ({ fails }) => fails },
]

function rowOf(document: AssessedDocument, index: number): FleetRow {
  const counted = document.findings.filter(({ inPolicy, suppressed }) => inPolicy && !suppressed)
  const of = (severity: string): number => counted.filter((each) => each.severity === severity).length
  return {
    document,
    index,
    fails: document.controls.filter(({ standing }) => standing === 'fail').length,
    errors: of('error'),
    warnings: of('warn'),
    anyone: document.exposure.filter(({ callers }) => callers === 'anyone').length,
  }
}

function rowMarkup(row: FleetRow): Html {
  const { file, complete, controls } = row.document
  const title = titleOf(row.document)
  return html`
<tr data-i="${row.index}"><th scope="row" class="dn"><a href="#${documentId(row.index)}">${breakable(file)}</a>${title === '' ? NOTHING : html`<span>${title}</span>`}${complete ? NOTHING : html`<span class="part">incomplete</span>`}</th>${NUMBERS.map(({ of }) => html`<td>${of(row)}</td>`)}${controls.map(({ standing }) => html`<td data-r="${standing}">${STANDING_LOOKS[standing].word}</td>`)}</tr>`
}

function legend(): Html {
  return html`<ul class="leg" aria-label="What the marks mean">${STANDINGS.map(
    (standing: Standing) =>
      html`<li><span class="fl" data-r="${standing}"></span><span>${STANDING_LOOKS[standing].word}: ${STANDING_LOOKS[standing].about}</span></li>`,
  )}</ul>`
}
