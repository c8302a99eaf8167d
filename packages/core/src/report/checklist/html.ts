import { standingCounts } from '../../assess/standing.ts'
import { count } from '../../count.ts'
import { acceptedBecause } from '../accepted.ts'
import { answerState, isAsked, nameOf } from '../assessed-words.ts'
import type { AssessedControl, Assessment, Standing } from '../assessment.ts'
import { controlId } from '../html/ids.ts'
import { forEach, type Html, html, linked, NOTHING, prose } from '../html/markup.ts'
import { shell } from '../html/shell.ts'
import { STYLES } from '../html/styles.ts'
import { badge, STANDING_LOOKS } from '../html/words.ts'
import { CHECKLIST_STYLES } from './styles.ts'
import { type ControlView, type DocumentView, type SectionView, STANDING_WORDS, viewOf } from './view.ts'
import { answerText, attestLine, exposureText, operationsText, placeOf, verdictOf } from './words.ts'

/** Operations of a question that are named. */
const MOST_NAMED = 12

export interface ChecklistHtmlOptions {
  readonly framework?: string | undefined
  /** Lower-case hexadecimal SHA-256 of a text as UTF-8; by it the browser knows the styles. */
  readonly sha256: (text: string) => string
}

/** The checklist as one page to be read, printed and signed; it needs neither network nor script. */
export function checklistHtml(assessment: Assessment, options: ChecklistHtmlOptions): Iterable<string> {
  const views = assessment.documents.map((document) => viewOf(document, options.framework))
  const [first] = views
  const title = first && views.length === 1 ? nameOf(first.document) : count(views.length, 'API description')
  const none = html`<p class="none">No API description was assessed.</p>`
  const { tool, date } = assessment
  const page = {
    title,
    kind: 'design review',
    tool,
    styles: STYLES + CHECKLIST_STYLES,
    look: 'checklist',
    main: views.length === 0 ? none : forEach(views, (view, index) => documentPart(view, index, assessment)),
    foot: ` for ${date}.`,
  }
  return shell(page, options.sha256)
}

/** The document that is being told, and the controls that have been. */
interface Part {
  readonly index: number
  readonly document: DocumentView
  readonly known: Set<ControlView>
}

function documentPart(view: DocumentView, index: number, assessment: Assessment): Html {
  const { document, controls, sections, name, note } = view
  const part: Part = { index, document: view, known: new Set() }
  return html`<article class="review" aria-labelledby="d-${index}">
<h2 id="d-${index}"><code>${document.file}</code>${assessment.documents.length > 1 ? html` ${nameOf(document)}` : NOTHING}</h2>
${facts(view, assessment)}
<p class="verdict-line"><strong>${verdictOf(view)}</strong></p>
<ul class="leg" aria-label="Controls by result">${standingCounts(controls.map(({ control }) => control)).map(([standing, number]) => html`<li>${mark(standing, `${number} ${STANDING_WORDS[standing]}`)}</li>`)}</ul>
<h3>${name}</h3>
${note === undefined ? NOTHING : html`<p class="note">${prose(note)}</p>`}${sectionTable(sections, index)}
${sections.map((section, at) => sectionPart(section, at, part))}
${signatures(index)}</article>
`
}

function facts({ document }: DocumentView, { date, policy, catalogue }: Assessment): Html {
  const { file, format, digest, operations } = document
  const row = (name: string, value: Html): Html =>
    html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`
  return html`<table class="about"><caption class="vh">What was reviewed</caption><tbody>${[
    row('Description', html`<code>${file}</code> (${format}, ${count(operations, 'operation')})`),
    row('Digest', html`<code>${digest}</code>`),
    row('Date', html`${date}`),
    row('Policy', html`${policy.sources.join(', ')} <code>${policy.digest}</code>`),
    row('Catalogue', html`${catalogue.id} ${catalogue.version} <code>${catalogue.digest}</code>`),
    row('Who may call', html`${exposureText(document) || 'no operations'}`),
  ]}</tbody></table>`
}

/** A standing with the tone and shape of its result. */
function mark(standing: Standing, text = STANDING_WORDS[standing]): Html {
  return badge(STANDING_LOOKS[standing], text)
}

function sectionTable(sections: readonly SectionView[], index: number): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Results"><table class="rows"><thead><tr><th scope="col">Item</th><th scope="col">What</th><th scope="col">Result</th><th scope="col">Why</th><th scope="col">Controls</th></tr></thead><tbody>
${sections.map(
  (
    { id, title, standing, word, because, controls },
    at,
  ) => html`<tr><th scope="row"><a href="#s-${index}-${at}">${id === '' ? title : id}</a></th><td>${title}</td><td>${mark(standing, word)}</td><td>${prose(because)}</td><td><span class="ids">${controls.map(({ control: { id: name } }) => html`<a href="#${controlId(index, name)}">${name}</a> `)}</span></td></tr>
`,
)}</tbody></table></div>`
}

function sectionPart(section: SectionView, at: number, part: Part): Html {
  const { id, title, standing, word, because, controls, aside } = section
  const key = `${part.index}-${at}`
  const use = aside.length > 0 ? html` Of some use for it: ${aside.join(', ')}.` : NOTHING
  return html`<section class="item" aria-labelledby="s-${key}"><h4 id="s-${key}">${`${id} ${title}`.trim()} ${mark(standing, word)}</h4>
<p>${prose(because)}${use}</p>
${controls.length === 0 ? NOTHING : html`<ul class="cks">${controls.map((each) => controlItem(each, part))}</ul>`}</section>
`
}

/** A control with all that it rests on where it comes first, and one line where it comes again. */
function controlItem(view: ControlView, { index, document, known }: Part): Html {
  const { control } = view
  const { standing } = control
  const id = controlId(index, control.id)
  const head = html`<p class="ck">${mark(standing)} <strong>${control.id}</strong> ${control.title}</p>`
  if (known.has(view)) return html`<li>${head}<p class="mut"><a href="#${id}">See above.</a></p></li>`
  known.add(view)
  if (standing === 'notApplicable') return html`<li id="${id}">${head}<p>${prose(control.because)}</p></li>`
  return html`<li id="${id}">${head}<p>${prose(control.because)}</p>${evidence(view)}${answers(control)}${question(view, document)}</li>
`
}

function evidence({ findings, undecided }: ControlView): Html {
  const found = findings.map(
    (finding) =>
      html`<li><code>${placeOf(finding)}</code> ${prose(finding.message)}${finding.suppressed ? html` <em>${prose(acceptedBecause(finding.suppressed))}</em>` : NOTHING}</li>`,
  )
  const unsure = undecided.map(
    (each) => html`<li><code>${placeOf(each)}</code> not decided: ${prose(each.because)}</li>`,
  )
  return found.length + unsure.length === 0 ? NOTHING : html`<ul class="evs">${[...found, ...unsure]}</ul>`
}

function answers(control: AssessedControl): Html {
  const { question } = control
  if (!question || question.answers.length === 0) return NOTHING
  return html`<ul class="evs">${question.answers.map((answer) => html`<li>Answer: ${prose(answerText(answer))}${answer.evidence === '' ? NOTHING : html`; evidence: ${linked(answer.evidence)}`} (<code>${placeOf(answer)}</code>). It ${answerState(control, answer)}.</li>`)}</ul>`
}

function question(view: ControlView, { document }: DocumentView): Html {
  const { question: asked } = view.control
  if (!asked || !isAsked(view.control)) return NOTHING
  const operations = operationsText(asked, MOST_NAMED)
  return html`<div class="ask"><p><strong>Question:</strong> ${prose(asked.text)}${operations === '' ? NOTHING : html` It is about ${prose(operations)}.`}</p>
<p>Evidence that would answer it: ${prose(asked.evidence)}</p>
<p class="cmd"><code>${attestLine(view, document)}</code></p>
<p class="blank" aria-hidden="true">☐ yes ☐ no ☐ not applicable <span>By</span><span>Date</span><span>Evidence</span></p></div>`
}

function signatures(index: number): Html {
  const roles = ['Owner of the API', 'Security', 'Compliance']
  return html`<section class="sign" aria-labelledby="sign-${index}"><h3 id="sign-${index}">Sign-off</h3>
<table><thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Date</th><th scope="col">Signature</th></tr></thead><tbody>${roles.map((role) => html`<tr><th scope="row">${role}</th><td></td><td></td><td></td></tr>`)}</tbody></table></section>`
}
