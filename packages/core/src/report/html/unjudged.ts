import { count } from '../../count.ts'
import { groupBy } from '../../group.ts'
import { locationOf } from '../page.ts'
import type { ReportNotice, ReportProblem, ReportUndecided } from '../report.ts'
import type { PageContext } from './context.ts'
import { forEach, type Html, type HtmlStream, html, NOTHING, prose, streamed } from './markup.ts'
import { badge, type Icon, type Tone } from './words.ts'

/** Whether there is anything that this section would tell. */
export function hasUnjudged({ report }: PageContext): boolean {
  return report.problems.length + report.undecided.length > 0
}

/** What nobody could judge, and which checks could not be decided. */
export function unjudgedSection(context: PageContext): Html | HtmlStream {
  if (!hasUnjudged(context)) return NOTHING
  const { problems, undecided } = context.report
  return streamed`<section id="unjudged" aria-labelledby="unjudged-h"><h2 id="unjudged-h">Could not be judged</h2>
${messages('Problems', 'Something of the descriptions could not be read or judged, so what is not told below is not known to be good.', problems, context)}${undecidedList(undecided)}</section>
`
}

/** What is to be said about the policy, its waivers and answers. */
export function policySection(context: PageContext): Html | HtmlStream {
  const { notices } = context.report
  if (notices.length === 0) return NOTHING
  return streamed`<section id="policy" aria-labelledby="policy-h"><h2 id="policy-h">About the policy</h2>
${messages('Notices', '', notices, context)}</section>
`
}

const LOOKS: Readonly<Record<'error' | 'warn' | 'info', { word: string; tone: Tone; icon: Icon }>> = {
  error: { word: 'error', tone: 'bad', icon: 'fail' },
  warn: { word: 'warning', tone: 'warn', icon: 'review' },
  info: { word: 'note', tone: 'note', icon: 'info' },
}

function messages(
  title: string,
  lead: string,
  list: readonly (ReportProblem | ReportNotice)[],
  { excerpts }: PageContext,
): Html | HtmlStream {
  if (list.length === 0) return NOTHING
  return streamed`<h3>${title} <span class="cnt">${list.length}</span></h3>${lead === '' ? NOTHING : html`<p class="lead">${lead}</p>`}
<ul class="fs">${forEach(
    list,
    ({
      severity,
      code,
      message,
      file,
      range,
    }) => html`<li class="p"><p class="msg">${badge(LOOKS[severity])} ${prose(message)} <code class="rid">${code}</code></p>${file === undefined ? NOTHING : html`<p class="loc"><code>${locationOf({ file, ...(range ? { range } : {}) })}</code></p>${range ? excerpts(file, range) : NOTHING}`}</li>
`,
  )}</ul>`
}

/** Undecided checks by rule; what reads the same is told once with its places. */
function undecidedList(undecided: readonly ReportUndecided[]): Html | HtmlStream {
  if (undecided.length === 0) return NOTHING
  const byRule = [...groupBy(undecided, ({ ruleId }) => ruleId)]
  return streamed`<h3>Undecided checks <span class="cnt">${undecided.length}</span></h3><p class="lead">The description does not say enough, so that a person has to look.</p>
${forEach(
  byRule,
  ([
    ruleId,
    of,
  ]) => html`<details class="und" open><summary><code>${ruleId}</code><span class="cnt">${count(of.length, 'place')}</span></summary><ul>${[
    ...groupBy(of, ({ because }) => because),
  ].map(
    ([because, places]) =>
      html`<li>${prose(because)}<ul class="ops">${places.map(
        (place) => html`<li><code>${locationOf(place)}</code></li>`,
      )}</ul></li>`,
  )}</ul></details>
`,
)}`
}
