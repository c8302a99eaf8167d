import { count } from '../../count.ts'
import { groupBy } from '../../group.ts'
import { shellWord } from '../../policy/shell-word.ts'
import { SEVERITIES } from '../../policy/words.ts'
import { cweName, cweUrl } from '../cwe.ts'
import { owaspRisk } from '../owasp.ts'
import { locationOf } from '../page.ts'
import type { ReportFinding } from '../report.ts'
import type { RuleInfo } from '../rule-info.ts'
import type { IndexedFinding, PageContext } from './context.ts'
import {
  forEach,
  type Html,
  type HtmlStream,
  html,
  isWeb,
  joined,
  link,
  NOTHING,
  prose,
  streamed,
} from './markup.ts'
import { badge, SEVERITY_LOOKS } from './words.ts'

/** Operations of a finding that are always on the page; the script adds the others when somebody asks. */
const SHOWN_OPERATIONS = 12

/** Findings under the rules that found them, the gravest rules first; under a rule those of one cause together. */
export function findingList(
  findings: readonly IndexedFinding[],
  context: PageContext,
  level: 3 | 4 = 3,
): HtmlStream {
  const byRule = [...groupBy(findings, ({ finding }) => finding.ruleId)].map(([id, of]) => ({
    id,
    of,
    rank: Math.min(...of.map(({ finding }) => SEVERITIES.indexOf(finding.severity))),
  }))
  const sorted = byRule.sort((a, b) => a.rank - b.rank || b.of.length - a.of.length || (a.id < b.id ? -1 : 1))
  return forEach(sorted, ({ id, of }) => ruleSection(id, of, context, level))
}

function ruleSection(
  id: string,
  findings: readonly IndexedFinding[],
  context: PageContext,
  level: 3 | 4,
): HtmlStream {
  const info = context.rules(id)
  const severities = SEVERITIES.filter((each) => findings.some(({ finding }) => finding.severity === each))
  const title = info?.title.replace(/\.$/, '') ?? id
  const heading = html`<span class="rt">${prose(title)}</span>`
  const groups = [...groupBy(findings, causeKey).values()]
  return streamed`<details class="rule" open data-rule="${id}"${context.claim(`rule-${id}`)}>
<summary>${severities.map((each) => badge(SEVERITY_LOOKS[each]))}${level === 3 ? html`<h3>${heading}</h3>` : html`<h4>${heading}</h4>`}<code class="rid">${id}</code><span class="cnt" data-all="${findings.length}">${count(findings.length, 'finding')}</span></summary>
<div class="body">${advice(id, info, findings[0]?.finding)}
${forEach(groups, (group) => causeGroup(group, context))}</div></details>
`
}

function causeKey({ finding: { cause } }: IndexedFinding): string {
  return cause ? `${cause.file}#${cause.pointer}` : ''
}

function causeGroup(group: readonly IndexedFinding[], context: PageContext): HtmlStream {
  const [first] = group
  const cause = first?.finding.cause
  const items = forEach(group, (each) => findingItem(each, group.length > 1, context))
  const list = streamed`<ul class="fs">${items}</ul>`
  if (!cause || group.length < 2) return list
  return streamed`<div class="cause"><p class="ch"><strong>One cause, ${count(group.length, 'finding')}:</strong> <code>${locationOf(cause)}</code></p>
${context.excerpts(cause.file, cause.range)}${list}</div>`
}

function findingItem(
  { finding, index, anchor, documents }: IndexedFinding,
  isGrouped: boolean,
  context: PageContext,
): Html {
  const { severity, message, file, range, fingerprint, isNew, suppressed, cause, fix, related } = finding
  const named = context.assessment?.documents[documents[0] ?? -1]?.file ?? file
  const fileNamed = context.isShared(fingerprint) ? ` ${shellWord(named)}` : ''
  const isAtCause = cause?.file === file && cause.range.start.line === range.start.line
  return html`<li class="f s-${severity}" data-i="${index}" data-s="${severity}" data-d="${documents.join(' ')}"${isNew ? NOTHING : html` data-known`} id="${anchor}">
<p class="msg">${badge(SEVERITY_LOOKS[severity])}${isNew ? NOTHING : html`<span class="b calm">known</span>`} ${prose(message)}</p>
${suppressed ? acceptance(finding) : NOTHING}<p class="loc"><code>${locationOf(finding)}</code></p>
${isGrouped && isAtCause ? NOTHING : context.excerpts(file, range)}${operationList(finding, index)}
${cause && !isGrouped && !isAtCause ? html`<p class="rel">Cause: <code>${locationOf(cause)}</code></p>${context.excerpts(cause.file, cause.range)}` : NOTHING}${related.map((place) => html`<p class="rel"><code>${locationOf(place)}</code> ${prose(place.message)}</p>`)}${changeOf(finding)}${fix ? html`<p class="rel">${fix.kind === 'safe' ? 'Fix' : 'Suggested fix'}: ${prose(fix.title)}</p>` : NOTHING}
<p class="fp">Fingerprint <code>${fingerprint}</code>${suppressed ? NOTHING : html`<span class="waive">To accept it: <code>specward waive ${fingerprint}${fileNamed} --expires 30d --owner ${"'<who>'"} --reason ${"'<why>'"}</code></span>`}</p></li>
`
}

function operationList({ operations }: ReportFinding, index: number): Html {
  const [only] = operations
  if (only === undefined) return NOTHING
  const shown = operations.slice(0, SHOWN_OPERATIONS)
  const more = operations.length - shown.length
  const rest =
    more > 0
      ? html`<li class="more" data-more="${index}" data-from="${shown.length}">and ${more} more; <code>--format json</code> lists them all</li>`
      : NOTHING
  return html`<ul class="ops" aria-label="Operations">${shown.map((label) => html`<li><code>${label}</code></li>`)}${rest}</ul>`
}

const CHANGES = { removed: 'was removed', changed: 'was changed', added: 'was added' } as const

function changeOf({ change }: ReportFinding): Html {
  if (!change) return NOTHING
  return html`<p class="rel">Since the base, <code>${change.pointer === '' ? '/' : change.pointer}</code> ${CHANGES[change.kind]} (<code>${locationOf(change)}</code>).</p>`
}

const ACCEPTED_BY = {
  waiver: 'Accepted',
  inline: 'Accepted in the description',
  policy: 'Set lower by the policy',
}

/** Who has accepted the finding, why, and until when. */
function acceptance({ suppressed }: ReportFinding): Html {
  if (!suppressed) return NOTHING
  const { kind, reason, owner, expires, ticket, approver, created } = suppressed
  const facts = [
    ['Reason', reason],
    ['Owner', owner],
    ['Until', expires],
    ['Approved by', approver],
    ['Ticket', ticket],
    ['Written', created],
    ['Where', locationOf(suppressed)],
  ] as const
  const told = facts.filter(([, value]) => value !== undefined && value !== '')
  return html`<div class="acc">${badge({ word: ACCEPTED_BY[kind], tone: 'calm', icon: 'pass' })}<dl>${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>`
}

/** Why the rule exists and what to do, once for all that it found. */
function advice(id: string, info: RuleInfo | undefined, finding: ReportFinding | undefined): Html {
  const lines = [
    info && info.why !== '' ? html`<dt>Why</dt><dd>${prose(info.why)}</dd>` : NOTHING,
    info && info.fix !== '' ? html`<dt>Fix</dt><dd>${prose(info.fix)}</dd>` : NOTHING,
    info?.falsePositives
      ? html`<dt>Limits</dt><dd><details class="more"><summary>Where it may be wrong, and what it leaves alone</summary>${prose(info.falsePositives)}</details></dd>`
      : NOTHING,
    html`<dt>More</dt><dd class="refs">${references(id, info, finding)}</dd>`,
  ]
  return html`<dl class="adv">${lines}</dl>`
}

function references(id: string, info: RuleInfo | undefined, finding: ReportFinding | undefined): Html {
  const { owasp = [], cwe = [], controls = [] } = finding?.references ?? {}
  const url = info?.documentationUrl ?? finding?.docs ?? ''
  const parts = [
    isWeb(url) ? link(url, 'Documentation of the rule') : html`<code>specward explain ${id}</code>`,
    ...owasp.map((risk) => {
      const known = owaspRisk(risk)
      return known ? link(known.url, `${risk} ${known.title}`) : html`<span>${risk}</span>`
    }),
    ...cwe.map((number) => link(cweUrl(number), `CWE-${number}${suffix(cweName(number))}`)),
    ...controls.map((control) => html`<span>${control}</span>`),
  ]
  return joined(parts, { markup: ' ' })
}

function suffix(name: string | undefined): string {
  return name === undefined ? '' : ` ${name}`
}
