import { standingCounts } from '../../assess/standing.ts'
import { count } from '../../count.ts'
import {
  ANSWER_WORDS,
  answerState,
  frameworkName,
  frameworkNote,
  isAsked,
  QUESTION_STATES,
  RULE_STATES,
} from '../assessed-words.ts'
import type {
  AssessedControl,
  AssessedDocument,
  ControlAnswer,
  ControlQuestion,
  Standing,
} from '../assessment.ts'
import { locationOf } from '../page.ts'
import type { PageContext } from './context.ts'
import { controlId, idOf } from './ids.ts'
import { type Html, html, linked, NOTHING, prose } from './markup.ts'
import { badge, capital, icon, lookOf, STANDING_LOOKS } from './words.ts'

/** What one square of the heat map tells. */
interface Cell {
  readonly id: string
  readonly title: string | undefined
  readonly standing: Standing
  readonly because: string
  readonly controls: readonly string[]
  readonly aside?: readonly string[]
  /** Of a requirement, which is not met where a control passes. */
  readonly isItem?: boolean
}

interface Panel {
  readonly id: string
  readonly title: string
  /** The same, short. */
  readonly tab: string
  readonly note: string | undefined
  readonly groups: readonly { readonly title: string | undefined; readonly cells: readonly Cell[] }[]
}

/** Findings of a control that are linked; the rules lead to the others. */
const LINKED_FINDINGS = 6

/** Operations of a question that are named. */
const NAMED_OPERATIONS = 12

/** Documents of which a page holds heat maps: they take most of its bytes, and browsers have to read all of them. */
export const MAPPED_DOCUMENTS = 25

/** The heat maps of a document, the practices and threats first, and every control with what its result rests on. */
export function controlsSection(document: AssessedDocument, index: number, context: PageContext): Html {
  return html`${mapsOf(document, index, context)}
<details class="reg" open><summary><h4>All controls</h4><span class="cnt">${document.controls.length}</span></summary>
${legend(document.controls, `Controls of ${document.file}`)}
<div class="cs">${document.controls.map((control) => controlMarkup(control, document, index, context))}</div></details>`
}

function mapsOf(document: AssessedDocument, index: number, { assessment }: PageContext): Html {
  if ((assessment?.documents.length ?? 0) > MAPPED_DOCUMENTS) return NOTHING
  const controls = new Map(document.controls.map((control) => [control.id, control]))
  return html`<div class="tabs" data-tabs="${index}">${panelsOf(document).map((panel) => panelMarkup(panel, index, controls))}</div>`
}

function panelsOf({ rows, frameworks }: AssessedDocument): readonly Panel[] {
  const of = (kind: 'practice' | 'threat') => rows.filter((row) => row.kind === kind)
  const review: Panel = {
    id: 'review',
    title: 'Practices and threats',
    tab: 'Practices and threats',
    note: undefined,
    groups: [
      { title: 'Practices', cells: of('practice') },
      { title: 'Threats', cells: of('threat') },
    ],
  }
  return [
    review,
    ...frameworks.map(({ id, title, version, items, ...framework }) => ({
      id,
      title: frameworkName({ title, version }),
      tab: version === '' ? title : `${title.split(',')[0]} ${version}`,
      note: frameworkNote(framework),
      groups: [
        {
          title: undefined,
          cells: items.map((item) => ({ ...item, title: item.title, isItem: true })),
        },
      ],
    })),
  ]
}

function panelMarkup(
  { id, title, tab, note, groups }: Panel,
  index: number,
  controls: ReadonlyMap<string, AssessedControl>,
): Html {
  const key = idOf(`fw-${index}-${id}`)
  return html`<section class="panel" id="${key}" data-tab="${tab}" aria-labelledby="${key}-h"><h4 id="${key}-h">${title}</h4>
${note === undefined ? NOTHING : html`<p class="lead">${prose(note)}</p>`}${legend(
  groups.flatMap(({ cells }) => cells),
  title,
)}
${groups.map(
  ({ title: group, cells }) =>
    html`${group === undefined ? NOTHING : html`<h5>${group}</h5>`}<div class="heat">${cells.map((cell) => cellMarkup(cell, index, controls, id === 'review'))}</div>`,
)}</section>
`
}

/** How many have which result: a bar, and the same in words. */
function legend(all: readonly Pick<Cell, 'standing' | 'isItem'>[], title: string): Html {
  const isItem = all.some((each) => each.isItem)
  const counts = standingCounts(all).map(([standing, number]) => ({ look: lookOf(standing, isItem), number }))
  return html`${bar(counts.map(({ look, number }) => [look.tone, number]))}<ul class="leg" aria-label="${title}: results">${counts.map(
    ({ look, number }) => html`<li>${badge(look, `${number} ${look.word}`)}<span>${look.about}</span></li>`,
  )}</ul>`
}

/** Shares of a whole, side by side. What they mean stands beside it in words. */
export function bar(shares: readonly (readonly [tone: string, number: number])[]): Html {
  const all = shares.reduce((sum, [, number]) => sum + number, 0)
  if (all === 0) return NOTHING
  let at = 0
  const parts = shares.map(([tone, number]) => {
    const width = Math.round((number / all) * 10_000) / 10
    const part = html`<rect class="${tone}" x="${Math.round(at * 10) / 10}" width="${width}" height="10"/>`
    at += width
    return part
  })
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}

/** Of a row, how its controls stand: nearly all rows have something that is open. */
function split(ids: readonly string[], controls: ReadonlyMap<string, AssessedControl>): Html {
  const counts = standingCounts(ids.flatMap((id) => controls.get(id) ?? []))
  if (counts.length < 2) return NOTHING
  return html`<span class="sp">${counts.map(([standing, number]) => {
    const look = STANDING_LOOKS[standing]
    return html`<span>${icon(look.icon)}${number} ${look.word}</span> `
  })}</span>`
}

function cellMarkup(
  { id, title, standing, because, controls: ids, aside = [], isItem = false }: Cell,
  index: number,
  controls: ReadonlyMap<string, AssessedControl>,
  isTitled: boolean,
): Html {
  const look = lookOf(standing, isItem)
  const list = (names: readonly string[]) =>
    html`<ul class="cl">${names.map((name) => controlLink(name, controls.get(name), index, isTitled))}</ul>`
  return html`<details class="cell ${look.tone}" data-r="${standing}"><summary><span class="cid">${id}</span>${badge(look)}${title === undefined ? NOTHING : html`<span class="ct">${title}</span>`}${isItem ? NOTHING : split(ids, controls)}</summary><div class="why"><p>${prose(because)}</p>${ids.length > 0 ? list(ids) : NOTHING}${aside.length > 0 ? html`<p class="aside">Of some use for it:</p>${list(aside)}` : NOTHING}</div></details>`
}

/** @param isTitled false where the script takes the title from the control: it would stand there many times */
function controlLink(
  id: string,
  control: AssessedControl | undefined,
  index: number,
  isTitled: boolean,
): Html {
  if (!control) return html`<li><code>${id}</code></li>`
  const { tone, word } = STANDING_LOOKS[control.standing]
  return html`<li class="${tone}"><a href="#${controlId(index, id)}">${id}</a> <b>${word}</b>${isTitled ? ` ${control.title}` : ''}</li>`
}

const TOLD = {
  description: 'the description tells',
  both: 'the description and a person tell',
  person: 'a person tells',
} as const

function controlMarkup(
  control: AssessedControl,
  document: AssessedDocument,
  index: number,
  context: PageContext,
): Html {
  const { id, title, told, standing, because, accepted, question } = control
  const speaks = [
    because === '' ? NOTHING : html`<p>${prose(because)}</p>`,
    accepted > 0 ? html`<p>${count(accepted, 'finding')} of these somebody has accepted.</p>` : NOTHING,
    rulesOf(control),
    findingsOf(control, index, context),
    undecidedOf(control, document),
    question ? questionOf(control, question) : NOTHING,
  ]
  return html`<details class="ctl ${STANDING_LOOKS[standing].tone}" id="${controlId(index, id)}" data-r="${standing}"><summary>${badge(STANDING_LOOKS[standing])}<code>${id}</code><span class="ct">${title}</span><span class="told">${TOLD[told]}</span></summary><div class="body">${speaks}</div></details>
`
}

function rulesOf({ rules }: AssessedControl): Html {
  if (rules.length === 0) return NOTHING
  return html`<ul class="rules">${rules.map(
    ({ id, state, judged, undecided, findings, offAt }) =>
      html`<li>${findings > 0 ? html`<a href="#${idOf(`rule-${id}`)}"><code>${id}</code></a>` : html`<code>${id}</code>`} ${RULE_STATES[state]}${state === 'judged' ? `: ${judged} looked at, ${count(findings, 'finding')}${undecided > 0 ? `, ${undecided} undecided` : ''}` : ''}${offAt === undefined ? '' : ` (${offAt})`}</li>`,
  )}</ul>`
}

function findingsOf({ findings }: AssessedControl, index: number, context: PageContext): Html {
  const known = findings.slice(0, LINKED_FINDINGS).flatMap((print) => {
    const found = context.findingOf(index, print)
    return found ? [html`<li><a href="#${found.anchor}">${prose(found.finding.message)}</a></li>`] : []
  })
  if (known.length === 0) return NOTHING
  const more = findings.length - known.length
  return html`<p class="lab">Speaks against it</p><ul class="ev">${known}${more > 0 ? html`<li>and ${more} more, under the rules above</li>` : NOTHING}</ul>`
}

function undecidedOf({ undecided }: AssessedControl, document: AssessedDocument): Html {
  const told = undecided.flatMap((at) => document.undecided[at] ?? [])
  if (told.length === 0) return NOTHING
  const shown = told.slice(0, LINKED_FINDINGS)
  const more = told.length - shown.length
  return html`<p class="lab">Could not be decided</p><ul class="ev">${shown.map(
    (each) => html`<li><code>${locationOf(each)}</code> ${prose(each.because)}</li>`,
  )}${more > 0 ? html`<li>and ${more} more, under “Could not be judged”</li>` : NOTHING}</ul>`
}

function questionOf(control: AssessedControl, question: ControlQuestion): Html {
  const { text, evidence, covers, operations, state, answers } = question
  const given = answers.map((answer) => answerOf(control, answer))
  if (state !== 'answered' && !isAsked(control)) return html`${given}`
  const shown = operations.slice(0, NAMED_OPERATIONS)
  const more = operations.length - shown.length
  return html`<div class="q"><p class="lab">Question for a person (${QUESTION_STATES[state]})</p><p class="qt">${prose(text)}</p><p>Evidence: ${prose(evidence)}</p><p>It is about: ${covers}${operations.length > 0 ? `, ${count(operations.length, 'operation')}` : ''}</p>${shown.length > 0 ? html`<ul class="ops" aria-label="Operations">${shown.map((label) => html`<li><code>${label}</code></li>`)}${more > 0 ? html`<li>and ${more} more</li>` : NOTHING}</ul>` : NOTHING}${given}</div>`
}

function answerOf(control: AssessedControl, answer: ControlAnswer): Html {
  const { answer: said, by, date, validUntil, evidence, comment } = answer
  return html`<p class="ans"><strong>${capital(ANSWER_WORDS[said])}</strong> – ${by}, ${date}, valid until ${validUntil}. It ${answerState(control, answer)}.${evidence === '' ? NOTHING : html` Evidence: ${linked(evidence)}`}${comment === undefined ? '' : ` ${comment}`} <code>${locationOf(answer)}</code></p>`
}
