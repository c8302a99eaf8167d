import { count } from '../../count.ts'
import { acceptedBecause } from '../accepted.ts'
import { answerState, isAsked, nameOf } from '../assessed-words.ts'
import type { Assessment } from '../assessment.ts'
import { code, inline, table } from '../markdown-text.ts'
import { encodeUri } from '../uri-text.ts'
import { type ControlView, type DocumentView, type SectionView, STANDING_WORDS, viewOf } from './view.ts'
import {
  answerText,
  attestLine,
  countsText,
  exposureText,
  operationsText,
  placeOf,
  verdictOf,
} from './words.ts'

/** Findings and undecided checks of a control that are told one by one. */
const MOST_SHOWN = 10

/** Operations of a question that are named. */
const MOST_NAMED = 6

/** The checklist in GitHub Flavored Markdown, for a pull request or a wiki: a piece for each document. */
export function* checklistMarkdown(assessment: Assessment, framework?: string): Generator<string> {
  if (assessment.documents.length === 0) yield '# Design review\n\nNo API description was assessed.\n'
  for (const [index, document] of assessment.documents.entries()) {
    if (index > 0) yield '\n---\n\n'
    yield `${documentPart(viewOf(document, framework), assessment)}\n`
  }
}

function documentPart(view: DocumentView, assessment: Assessment): string {
  const known = new Set<ControlView>()
  return [
    `# Design review: ${inline(nameOf(view.document))}`,
    facts(view, assessment),
    `**${inline(verdictOf(view))}** ${inline(count(view.controls.length, 'control'))}: ${inline(countsText(view.controls))}.`,
    `## ${inline(view.name)}`,
    ...(view.note === undefined ? [] : [inline(view.note)]),
    sectionTable(view.sections),
    ...view.sections.map((section) => sectionPart(section, view, known)),
    '## Sign-off',
    table(
      ['Role', 'Name', 'Date', 'Signature'],
      ['Owner of the API', 'Security', 'Compliance'].map((role) => [role, '', '', '']),
    ),
  ].join('\n\n')
}

function facts({ document }: DocumentView, { date, policy, catalogue, tool }: Assessment): string {
  const { file, format, digest, operations } = document
  const sources = policy.sources.map(code).join(', ')
  const rows = [
    ['Description', `${code(file)} (${inline(format)}, ${count(operations, 'operation')})`],
    ['Digest', code(digest)],
    ['Date', inline(date)],
    ['Policy', `${sources === '' ? '' : `${sources}, `}${code(policy.digest)}`],
    ['Catalogue', `${inline(`${catalogue.id} ${catalogue.version}`)}, ${code(catalogue.digest)}`],
    ['Who may call', inline(exposureText(document) || 'no operations')],
    ['Made by', inline(`${tool.name} ${tool.version}`)],
  ]
  return table(['', ''], rows)
}

function sectionTable(sections: readonly SectionView[]): string {
  const rows = sections.map(({ id, title, word, because, controls }) => [
    inline(id),
    inline(title),
    `**${word}**`,
    inline(because),
    controls.map(({ control }) => inline(control.id)).join(', '),
  ])
  return table(['', 'What', 'Result', 'Why', 'Controls'], rows)
}

function sectionPart(section: SectionView, view: DocumentView, known: Set<ControlView>): string {
  const { id, title, word, because, controls, aside } = section
  const items = controls.map((each) => controlItem(each, view, known))
  const heading = `### ${inline(`${id} ${title}`.trim())}: ${word}`
  const use = aside.length > 0 ? ` Of some use for it: ${aside.map(inline).join(', ')}.` : ''
  return [heading, `${inline(because)}${use}`, ...(items.length > 0 ? [items.join('\n')] : [])].join('\n\n')
}

/** A control with all that it rests on where it comes first, and one line where it comes again. */
function controlItem(view: ControlView, document: DocumentView, known: Set<ControlView>): string {
  const { control } = view
  const { standing } = control
  const isDone = standing === 'pass' || standing === 'accepted'
  const box = standing === 'notApplicable' ? '' : `[${isDone ? 'x' : ' '}] `
  const head = `- ${box}**${inline(control.id)}** ${inline(control.title)} **${STANDING_WORDS[standing]}**`
  if (known.has(view)) return `${head} (see above)`
  known.add(view)
  const lines = standing === 'notApplicable' ? [] : details(view, document)
  return [`${head}: ${inline(control.because)}`, ...lines.map((line) => `  - ${line}`)].join('\n')
}

function details(view: ControlView, { document }: DocumentView): readonly string[] {
  const { control, findings, undecided } = view
  const { question } = control
  const found = findings.map((finding) => {
    const { message, suppressed } = finding
    const accepted = suppressed ? `; ${inline(acceptedBecause(suppressed))}` : ''
    return `${code(placeOf(finding))} ${inline(message)}${accepted}`
  })
  const unsure = undecided.map((each) => `Not decided: ${code(placeOf(each))} ${inline(each.because)}`)
  const rest = `in \`specward checklist --format json\``
  return [
    ...shown(found, 'finding', rest),
    ...shown(unsure, 'check', rest),
    ...(question?.answers ?? []).map(
      (answer) =>
        `Answer: ${inline(answerText(answer))}${evidence(answer.evidence)} (${inline(placeOf(answer))}). It ${answerState(control, answer)}.`,
    ),
    ...(question && isAsked(control)
      ? [
          `**Question:** ${inline(question.text)}${about(operationsText(question, MOST_NAMED))}`,
          `Evidence that would answer it: ${inline(question.evidence)}`,
          `Answer it: ${code(attestLine(view, document))}`,
        ]
      : []),
  ]
}

/** A link as one that can be followed and copied, anything else as text. */
function evidence(text: string): string {
  if (text === '') return ''
  return `; evidence: ${/^https?:\/\/\S+$/i.test(text) ? `<${encodeUri(text)}>` : inline(text)}`
}

function about(operations: string): string {
  return operations === '' ? '' : ` It is about ${inline(operations)}.`
}

function shown(lines: readonly string[], word: string, rest: string): readonly string[] {
  if (lines.length <= MOST_SHOWN) return lines
  return [...lines.slice(0, MOST_SHOWN), `and ${count(lines.length - MOST_SHOWN, word)} more, ${rest}`]
}
