import { count } from '../../count.ts'
import { SEVERITIES } from '../../policy/words.ts'
import type { AssessedDocument } from '../assessment.ts'
import type { PageContext } from './context.ts'
import { transportOf } from './exposure.ts'
import { type Html, html, NOTHING } from './markup.ts'
import { CALLER_ORDER, CALLERS, SEVERITY_LOOKS, TRANSPORTS } from './words.ts'

type Choice = readonly [value: string, name: string]

/** Filters of the exposure map; without the script they are not shown. */
export function exposureFilters(documents: readonly AssessedDocument[]): Html {
  const all = documents.flatMap(({ exposure }) => exposure)
  if (all.length === 0) return NOTHING
  const callers = CALLER_ORDER.filter((each) => all.some((operation) => operation.callers === each))
  const transports = [...new Set(all.map(transportOf))].sort()
  return html`<form class="filters js" data-filter="exposure" aria-label="Filter operations">
${search('eq', 'Search operations')}${select(
  'ec',
  'Who may call',
  callers.map((each) => [each, CALLERS[each].word]),
)}${select(
  'et',
  'Over what',
  transports.map((each) => [each, TRANSPORTS[each].word]),
)}${select('ed', 'Sensitive data', [
  ['in', 'goes in'],
  ['out', 'goes out'],
  ['any', 'goes in or out'],
])}${select('ew', 'Changes data', [
  ['1', 'yes'],
  ['0', 'no'],
])}${select(
  'es',
  'Sort by',
  [
    ['path', 'path'],
    ['findings', 'number of findings'],
    ['document', 'order of the document'],
  ],
  'exposure',
)}
<div class="end"><p class="live" role="status" data-count="exposure">${count(all.length, 'operation')}</p><button type="reset">Clear</button></div></form>`
}

/** Filters of the findings; without the script they are not shown. */
export function findingFilters({ findings, assessment, report }: PageContext): Html {
  const all = [...findings.active, ...findings.accepted, ...findings.beyond]
  if (all.length === 0) return NOTHING
  const rules = [...new Set(all.map(({ finding }) => finding.ruleId))].sort()
  const severities = SEVERITIES.filter((each) => all.some(({ finding }) => finding.severity === each))
  const documents = assessment?.documents ?? []
  const tags = [...new Set(documents.flatMap(({ exposure }) => exposure.flatMap((each) => each.tags)))].sort()
  return html`<form class="filters js" data-filter="findings" aria-label="Filter findings">
${search('q', 'Search findings')}<fieldset><legend>Severity</legend>${severities.map(
    (each) =>
      html`<label class="tog"><input type="checkbox" name="s" value="${each}"><span>${SEVERITY_LOOKS[each].word}</span></label>`,
  )}</fieldset>${select(
    'r',
    'Rule',
    rules.map((id) => [id, id]),
  )}<label class="fi"><span>Operation</span><input name="op" list="operations" autocomplete="off" placeholder="any"></label><datalist id="operations"></datalist>${
    tags.length > 0
      ? select(
          'tag',
          'Tag',
          tags.map((tag) => [tag, tag]),
        )
      : NOTHING
  }${
    documents.length > 1
      ? select(
          'd',
          'Document',
          documents.map(({ file }, index) => [String(index), file]),
        )
      : NOTHING
  }${report.summary.known > 0 ? html`<label class="tog"><input type="checkbox" name="new" value="1"><span>new only</span></label>` : NOTHING}
<div class="end"><p class="live" role="status" data-count="findings">${count(findings.active.length, 'finding')}</p><button type="reset">Clear</button></div></form>`
}

function search(name: string, label: string): Html {
  return html`<label class="fi wide"><span>${label}</span><input type="search" name="${name}" autocomplete="off" spellcheck="false"></label>`
}

function select(name: string, label: string, choices: readonly Choice[], first = 'any'): Html {
  return html`<label class="fi"><span>${label}</span><select name="${name}"><option value="">${first}</option>${choices.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`
}
