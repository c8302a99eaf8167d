import { count } from '../../count.ts'
import { titleOf as documentTitle, nameOf } from '../assessed-words.ts'
import type { AssessedDocument, Assessment } from '../assessment.ts'
import type { Report } from '../report.ts'
import type { RuleLookup } from '../rule-info.ts'
import { type PageContext, pageContext } from './context.ts'
import { controlsSection, MAPPED_DOCUMENTS } from './controls.ts'
import { pageData } from './data.ts'
import { exposureSection } from './exposure.ts'
import { exposureFilters, findingFilters } from './filters.ts'
import { findingList } from './findings.ts'
import { fleetSection } from './fleet.ts'
import { documentId } from './ids.ts'
import { forEach, type Html, type HtmlStream, html, jsonForScript, NOTHING, streamed } from './markup.ts'
import { facts, overview } from './overview.ts'
import { SCRIPT } from './script.ts'
import { shell } from './shell.ts'
import { STYLES } from './styles.ts'
import { hasUnjudged, policySection, unjudgedSection } from './unjudged.ts'

export interface HtmlOptions {
  readonly rules: RuleLookup
  /** What the review comes to; without it, the page has neither exposure nor controls, and says so. */
  readonly assessment?: Assessment | undefined
  /** Text of a file by its name in the report; undefined when it is not at hand. */
  readonly sources: (file: string) => string | undefined
  /** Lower-case hexadecimal SHA-256 of a text as UTF-8; by it the browser knows the script and the styles. */
  readonly sha256: (text: string) => string
}

/** The report as one page for people, which needs nothing else. */
export function toHtml(report: Report, options: HtmlOptions): string {
  return [...htmlPieces(report, options)].join('')
}

/** The same in pieces. */
export function htmlPieces(report: Report, options: HtmlOptions): Iterable<string> {
  const { rules, assessment, sources, sha256 } = options
  const context = pageContext(report, assessment, rules, sources)
  const page = {
    title: titleOf(context),
    kind: 'API security review',
    tool: report.tool,
    styles: STYLES,
    navigation: navigation(context),
    main: streamed`${overview(context)}${policySection(context)}${fleetSection(context)}${documentSections(context)}${findingSections(context)}${unjudgedSection(context)}${facts(context)}`,
    foot: '. The page holds all that it shows and asks nothing of the network.',
    script: { code: SCRIPT, data: jsonForScript(pageData(context)) },
  }
  return shell(page, sha256)
}

function titleOf({ report, assessment }: PageContext): string {
  const [first, ...others] = assessment?.documents ?? []
  if (first && others.length === 0) return nameOf(first)
  const [only, ...more] = report.documents
  return only && more.length === 0 ? only.file : count(report.documents.length, 'API description')
}

function navigation(context: PageContext): Html {
  const { findings, assessment } = context
  const links: readonly (readonly [id: string, name: string, isThere: boolean])[] = [
    ['verdict', 'Verdict', true],
    ['policy', 'Policy', context.report.notices.length > 0],
    ['fleet', 'Documents', assessment !== undefined && assessment.documents.length > 1],
    ['exposure', 'Exposure', assessment !== undefined],
    ['controls', 'Controls', assessment !== undefined],
    ['findings', 'Findings', true],
    ['accepted', 'Accepted', findings.accepted.length > 0],
    ['unjudged', 'Could not be judged', hasUnjudged(context)],
    ['facts', 'What was reviewed', true],
  ]
  return html`<nav class="nav" aria-label="Sections"><div class="wrap"><ul>${links.map(
    ([id, name, isThere]) => (isThere ? html`<li><a href="#${id}">${name}</a></li>` : NOTHING),
  )}</ul><div class="tools" id="tools"></div></div></nav>`
}

function documentSections({ assessment, ...rest }: PageContext): Html | HtmlStream {
  if (!assessment) {
    return html`<section id="exposure" aria-labelledby="exposure-h"><h2 id="exposure-h">Exposure and controls</h2><p class="lead">This report was made without an assessment, so it tells neither who may call which operation nor which controls hold.</p></section>`
  }
  const { documents } = assessment
  const context = { assessment, ...rest }
  return streamed`<section id="exposure" aria-labelledby="exposure-h"><h2 id="exposure-h">Exposure</h2>
<p class="lead">Every operation as a caller meets it, the most exposed first.</p>${exposureFilters(documents)}
${forEach(documents, (document, index) => documentPart(document, documents.length, exposureSection(document, index)))}</section>
<section id="controls" aria-labelledby="controls-h"><h2 id="controls-h">Controls</h2>
<p class="lead">What a description can show of each practice, threat and requirement, and what takes a person to say.</p>${unmapped(documents.length)}
${forEach(documents, (document, index) => documentPart(document, documents.length, controlsSection(document, index, context), documentId(index)))}</section>
`
}

function unmapped(documents: number): Html {
  if (documents <= MAPPED_DOCUMENTS) return NOTHING
  return html`<p class="inc">With more than ${MAPPED_DOCUMENTS} documents, a page has no maps of practices, threats and frameworks. To see those of one: <code>specward lint &lt;file&gt; --format html</code></p>`
}

/** Several documents can be closed, each for itself. */
function documentPart(document: AssessedDocument, all: number, content: Html, id?: string): Html {
  const { file, complete } = document
  const title = documentTitle(document)
  const name = title === '' ? NOTHING : html` <span>${title}</span>`
  const heading = html`<h3 class="${all === 1 ? 'only' : ''}"><code>${file}</code>${name}</h3>`
  const note = complete
    ? NOTHING
    : html`<p class="inc">Something of this document could not be judged: what is good here may be incomplete.</p>`
  if (all === 1)
    return html`<div class="doc">${heading}${note}${content}</div>
`
  return html`<details class="doc"${id === undefined ? NOTHING : html` id="${id}"`} open><summary>${heading}<span class="cnt">${count(document.operations, 'operation')}</span></summary>${note}${content}</details>
`
}

function findingSections(context: PageContext): HtmlStream {
  const { active, accepted, beyond } = context.findings
  return streamed`<section id="findings" aria-labelledby="findings-h"><h2 id="findings-h">Findings</h2>${findingFilters(context)}
${active.length === 0 ? html`<p class="none">No findings in what was judged.</p>` : findingList(active, context)}</section>
${
  accepted.length === 0
    ? NOTHING
    : streamed`<section id="accepted" aria-labelledby="accepted-h"><h2 id="accepted-h">Accepted findings</h2><p class="lead">They are there all the same; somebody answers for them, and they do not fail the gate.</p>
${findingList(accepted, context)}</section>`
}${
  beyond.length === 0
    ? NOTHING
    : streamed`<section id="beyond" aria-labelledby="beyond-h"><h2 id="beyond-h">Beyond the policy</h2><p class="lead">Found by rules that the policy does not ask, for the controls alone. Nothing of it fails the gate.</p>
${findingList(beyond, context)}</section>`
}`
}
