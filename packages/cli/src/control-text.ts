import {
  type Catalogue,
  type Control,
  type ControlFormat,
  type Framework,
  mappingsOf,
  rowTally,
  type Severity,
} from '@specward/core'
import { columns } from './columns.ts'

const TOLD = { description: 'description', both: 'in part', person: 'a person' } as const

const TOLD_WORDS = {
  description: 'the description, with what the policy knows',
  both: 'the description in part, a person for the rest',
  person: 'a person: nothing in a description shows it',
} as const

const FORMAT_WORDS: Readonly<Record<ControlFormat, string>> = {
  oas2: 'OpenAPI 2.0',
  oas3: 'OpenAPI 3',
  asyncapi: 'AsyncAPI',
}

const CAVEAT = 'A mapping says that a control supports a requirement, never that the requirement is met.'

/** All controls, a line for each. */
export function controlList({ controls }: Catalogue): string {
  const rows = controls.map(({ id, told, rules, rows, title }) => [
    id,
    TOLD[told],
    String(rules.length),
    rows.join(' '),
    title,
  ])
  const spoken = controls.filter(({ rules }) => rules.length > 0).length
  return [
    columns([['CONTROL', 'TOLD BY', 'RULES', 'ROWS', 'TITLE'], ...rows]),
    `${controls.length} controls. Rules speak for ${spoken} of them; the others are for a person, or stay open.`,
    '`specward controls <control>` says more about one, `--rows` lists practices and threats, `--framework` the requirements of a standard.',
    '',
  ].join('\n')
}

/** The requirements of a standard with the controls that support each. */
export function frameworkText({ title, version, note, items }: Framework, catalogue: Catalogue): string {
  const known = new Map(catalogue.controls.map((control) => [control.id, control]))
  const blocks = items.map((item) => {
    const lines = item.controls.flatMap((id) => {
      const control = known.get(id)
      return control ? [[`  ${id}`, TOLD[control.told], control.title]] : []
    })
    const body = lines.length === 0 ? '  No control speaks for it.\n' : columns(lines)
    return `${[item.id, item.title].filter(Boolean).join('  ')}\n${body}`
  })
  const silent = items.filter(({ controls }) => controls.length === 0).map(({ id }) => id)
  const counted = `${items.length} ${items.length === 1 ? 'item' : 'items'}.`
  return [
    `${title}, ${version}`,
    ...(note === undefined ? [] : [note]),
    CAVEAT,
    '',
    blocks.join('\n'),
    silent.length === 0
      ? counted
      : `${counted} No control speaks for ${silent.length} of them: ${silent.join(', ')}.`,
    '',
  ].join('\n')
}

/** Practices and threats with their controls, by who can tell. */
export function rowsText(catalogue: Catalogue): string {
  const blocks = catalogue.rows.map(({ id, title }) => {
    const tally = rowTally(catalogue, id)
    const lines = (['description', 'both', 'person'] as const)
      .filter((told) => tally[told].length > 0)
      .map((told) => [
        `  ${TOLD[told]}`,
        String(tally[told].length),
        tally[told].map((each) => each.id).join(' '),
      ])
    const isPersonal = tally.description.length + tally.both.length === 0
    return `${id}  ${title}\n${columns(lines)}${isPersonal ? '  No description shows any of it.\n' : ''}`
  })
  return `${blocks.join('\n')}\n${catalogue.rows.length} rows.\n`
}

/**
 * One control whole.
 * @param levels severities of the policy for the working directory, by rule
 */
export function controlText(
  control: Control,
  catalogue: Catalogue,
  levels: ReadonlyMap<string, Severity | 'off'>,
  titles: ReadonlyMap<string, string>,
): string {
  const { id, title, formats, rules, question, evidence } = control
  const mappings = mappingsOf(catalogue, id)
  return [
    `${id}  ${title}`,
    '',
    columns([
      ['Told by', toldWords(control)],
      ['Asked of', formats.map((format) => FORMAT_WORDS[format]).join(', ')],
      ['Answer covers', control.covers],
    ]),
    'Question',
    `  ${question}`,
    'Evidence',
    `  ${evidence}`,
    'Answers',
    columns(rowLines(control, catalogue)).trimEnd(),
    rules.length === 0 ? noRules(control) : 'Rules, with their severity by the policy here',
    ...(rules.length === 0
      ? []
      : [
          columns(
            rules.map((rule) => [`  ${rule}`, levels.get(rule) ?? 'off', titles.get(rule) ?? '']),
          ).trimEnd(),
        ]),
    ...(mappings.length === 0 ? [] : [`Supports (${CAVEAT.toLowerCase().replace(/\.$/, '')})`]),
    ...(mappings.length === 0
      ? []
      : [columns(mappings.map(({ framework, items }) => [`  ${framework}`, items.join(', ')])).trimEnd()]),
    '',
  ].join('\n')
}

function toldWords({ told, partlyIn = [] }: Control): string {
  if (partlyIn.length === 0) return TOLD_WORDS[told]
  return `${TOLD_WORDS[told]}; in ${partlyIn.map((format) => FORMAT_WORDS[format]).join(', ')} in part alone`
}

/** The rows that a control answers, then those that it is of some use for. */
function rowLines({ rows, aside }: Control, catalogue: Catalogue): readonly (readonly string[])[] {
  const lines = (ids: readonly string[], word: string) =>
    catalogue.rows.filter(({ id }) => ids.includes(id)).map(({ id, title }) => [`  ${id}`, `${title}${word}`])
  return [...lines(rows, ''), ...lines(aside, ' (is of use for it)')]
}

function noRules({ told }: Control): string {
  return told === 'description'
    ? 'No rule decides it yet, so it stays open.'
    : 'No rule speaks for it: a person answers.'
}
