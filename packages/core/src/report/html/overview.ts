import { count } from '../../count.ts'
import { grouped } from '../../source/limits.ts'
import { titleOf } from '../assessed-words.ts'
import { exitCode } from '../exit-code.ts'
import { headlineOf, verdictOf } from '../verdict.ts'
import type { PageContext } from './context.ts'
import { type Html, html, NOTHING } from './markup.ts'
import { capital, type Icon, icon, SEVERITY_LOOKS, type Tone } from './words.ts'

/** Characters of a digest that are shown; the whole stands beside it for copying. */
const SHORT = 12

/** What the review came to, in numbers and in words, and what it was made from. */
export function overview(context: PageContext): Html {
  const { report } = context
  const { word, tone, icon: name } = verdictLook(context)
  return html`<section id="verdict" class="verdict ${tone}" aria-labelledby="verdict-h">
<h2 id="verdict-h">${icon(name)}<span>${word}</span></h2><p><strong>${capital(headlineOf(report))}.</strong> ${verdictOf(report)}</p>${incompleteNote(context)}</section>
${numbers(context)}
`
}

interface VerdictLook {
  readonly word: string
  readonly tone: Tone
  readonly icon: Icon
}

/** Green only where everything was judged, the policy is kept and the gate holds. */
function verdictLook({ report }: PageContext): VerdictLook {
  const isUnjudged = report.documents.length === 0 || !report.rules.some(({ judged }) => judged > 0)
  const code = exitCode(report)
  if (code === 4) return { word: 'The policy is not kept', tone: 'bad', icon: 'fail' }
  if (report.gate.failed) return { word: 'Fails the gate', tone: 'bad', icon: 'fail' }
  if (isUnjudged) return { word: 'Nothing was judged', tone: 'warn', icon: 'review' }
  if (!report.complete) return { word: 'Incomplete', tone: 'warn', icon: 'review' }
  return { word: 'Passes the gate', tone: 'good', icon: 'pass' }
}

function incompleteNote({ report }: PageContext): Html {
  const { problems, undecided } = report
  if (problems.length === 0 && undecided.length === 0) return NOTHING
  const parts = [
    problems.length > 0 ? count(problems.length, 'problem') : '',
    undecided.length > 0 ? count(undecided.length, 'undecided check') : '',
  ].filter((part) => part !== '')
  return html`<p class="inc">${icon('review')}<a href="#unjudged">What could not be judged: ${parts.join(', ')}</a></p>`
}

function numbers({ report, findings }: PageContext): Html {
  const { summary } = report
  const hasBase = report.base !== undefined || summary.known > 0
  const active = summary.error + summary.warn + summary.info + summary.hint
  const severities = (['error', 'warn', 'info', 'hint'] as const).map((severity) => {
    const number = summary[severity]
    const { word, many, tone } = SEVERITY_LOOKS[severity]
    return { number, word: number === 1 ? word : many, tone: number === 0 ? 'zero' : tone }
  })
  const others = [
    ...(hasBase
      ? [
          { number: active - summary.known, word: 'new', tone: 'plain' },
          { number: summary.known, word: 'known before', tone: 'plain' },
        ]
      : []),
    { number: findings.accepted.length, word: 'accepted', tone: 'plain' },
    {
      number: summary.operations,
      word: summary.operations === 1 ? 'operation' : 'operations',
      tone: 'plain',
    },
    { number: summary.documents, word: summary.documents === 1 ? 'document' : 'documents', tone: 'plain' },
  ]
  const shown = [...severities, ...others].filter(
    ({ number, word }) => number > 0 || /^(?:error|warning)s$/.test(word),
  )
  return html`<ul class="nums" aria-label="In numbers">${shown.map(
    ({ number, word, tone }) =>
      html`<li class="${tone}"><strong>${grouped(number)}</strong><span>${word}</span></li>`,
  )}</ul>`
}

/** What was reviewed by what, with the digests by which both can be told again. */
export function facts({ report, assessment }: PageContext): Html {
  const { tool, policy, gate, documents } = report
  const byFile = new Map(assessment?.documents.map((each) => [each.file, each]))
  const rows = [
    ...(assessment
      ? [['Date', html`<time datetime="${assessment.date}">${assessment.date}</time>`] as const]
      : []),
    ['Tool', html`${tool.name} ${tool.version}`] as const,
    ['Gate', html`${gate.failOn === 'never' ? 'never fails' : `fails on ${gate.failOn}`}`] as const,
    ...(report.base ? [['Compared with', html`${report.base.name}`] as const] : []),
    ['Policy', html`${policy.sources.join(', ')} ${digest(policy.digest)}`] as const,
    ...(assessment
      ? [
          [
            'Controls',
            html`${assessment.catalogue.id} ${assessment.catalogue.version} ${digest(assessment.catalogue.digest)}`,
          ] as const,
        ]
      : []),
  ]
  return html`<section id="facts" aria-labelledby="facts-h"><h2 id="facts-h">What was reviewed</h2>
<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<ul class="docs">${documents.map((document) => {
    const known = byFile.get(document.file)
    const title = known ? titleOf(known) : ''
    return html`<li><code>${document.file}</code>${title === '' ? NOTHING : html` <span>${title}</span>`} <span class="mut">${document.format} · ${count(document.operations, 'operation')}</span> ${digest(document.digest)}</li>`
  })}</ul>${skipped(report.skipped.length)}</section>
`
}

function skipped(number: number): Html {
  if (number === 0) return NOTHING
  const what = number === 1 ? 'file or folder was' : 'files or folders were'
  return html`<p class="mut">${number} ${what} skipped; <code>specward lint --verbose</code> lists them.</p>`
}

function digest(text: string): Html {
  if (text === '') return NOTHING
  return html`<code class="dg" title="SHA-256 ${text}">sha256:${text.slice(0, SHORT)}<span class="rest">${text.slice(SHORT)}</span></code>`
}
