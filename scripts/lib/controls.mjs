// The pages of the catalogue: controls, rows, frameworks.
import { head, linkTo, page, plural, table } from './markdown.mjs'

const MARK = 'Generated from the catalogue of controls and the rules by `npm run generate`; do not edit.'

const CAVEAT = 'A mapping says that a control supports a requirement, never that the requirement is met.'

const TOLD = {
  description: 'the description',
  both: 'the description in part, a person for the rest',
  person: 'a person: nothing in a description shows it',
}

const FORMATS = { oas2: 'OpenAPI 2.0', oas3: 'OpenAPI 3', asyncapi: 'AsyncAPI' }

/** All controls with what a reviewer is asked, the rules that speak for them, and what they map to. */
export function controlIndex({ catalogue, mappingsOf }) {
  const { controls, rows, frameworks } = catalogue
  const spoken = controls.filter(({ rules }) => rules.length > 0).length
  const silent = (word) => controls.filter(({ told, rules }) => told === word && rules.length === 0)
  return page([
    head('Rules by control', MARK),
    `What a design review asks of an API: ${plural(controls.length, 'control')}, of which rules speak for ${spoken}. A rule without a finding supports its control; whether the control is met, it alone does not say. They answer the [${rows.length} practices and threats](ROWS.md) and support requirements of [${plural(frameworks.length, 'framework')}](FRAMEWORKS.md). \`specward controls <control>\` shows one.`,
    countsTable(controls),
    silent('description').length === 0
      ? ''
      : `A description could tell of ${listed(silent('description'))}, but no rule does so yet: these stay open.`,
    silent('both').length === 0
      ? ''
      : `It could show signs of ${listed(silent('both'))}, but no rule speaks for them yet: a person answers.`,
    ...controls.map((control) => controlSection(control, catalogue, mappingsOf)),
  ])
}

function countsTable(controls) {
  const counts = Object.entries(TOLD).map(([told, words]) => [
    words,
    controls.filter((control) => control.told === told).length,
  ])
  return table(['Who can tell', 'Controls'], counts)
}

function controlSection(control, catalogue, mappingsOf) {
  const { id, title, formats, rules, leads = [], question, evidence, covers, rows, aside } = control
  const passing = leads.length > 0 && leads.length < rules.length
  const mapped = mappingsOf(catalogue, id).map(
    ({ framework, items }) => `[${framework}](FRAMEWORKS.md#${framework}) ${items.join(', ')}`,
  )
  const items = [
    `**Who can tell:** ${toldWords(control)}`,
    `**Asked of:** ${formats.map((format) => FORMATS[format]).join(', ')}`,
    `**Question:** ${question}`,
    `**Evidence:** ${evidence}`,
    `**An answer covers:** ${covers}`,
    `**Rules:** ${rules.length === 0 ? 'none' : rules.map((rule) => linkTo(rule)).join(', ')}`,
    ...(passing
      ? [`**Passes only where something was judged by:** ${leads.map((rule) => linkTo(rule)).join(', ')}`]
      : []),
    `**Rows:** ${rows.map(linkToRow).join(', ')}${aside.length === 0 ? '' : `; of use for ${aside.map(linkToRow).join(', ')}`}`,
    `**Supports:** ${mapped.join('; ')}`,
  ]
  return `<a id="${id}"></a>\n\n## ${id}: ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`
}

function toldWords({ told, partlyIn = [] }) {
  if (partlyIn.length === 0) return TOLD[told]
  return `${TOLD[told]}; in ${partlyIn.map((format) => FORMATS[format]).join(', ')} in part alone`
}

/** Every practice and threat with its controls, and how many are told by whom. */
export function rowsPage({ catalogue, rowTally }) {
  const tallies = catalogue.rows.map((row) => ({ row, tally: rowTally(catalogue, row.id) }))
  const lines = tallies.map(({ row, tally: { description, both, person } }) => [
    `<a id="${row.id}"></a>${row.id}`,
    row.title,
    description.length,
    both.length,
    person.length,
    [...description, ...both, ...person].map(({ id }) => linkToControl(id)).join(', '),
  ])
  const personal = tallies.filter(
    ({ tally: { description, both } }) => description.length + both.length === 0,
  )
  return page([
    head('Practices and threats', MARK),
    `The ${catalogue.rows.length} rows of every review: practices (P) and threats (T), with the [controls](BY-CONTROL.md) that answer them. Automatic: the description tells, with what the policy knows. Partial: the description shows signs or rules decide a part, and a person confirms the rest. Attested: nothing in a description shows it, and a person answers. A control can answer several rows.`,
    `No description shows anything of ${personal.map(({ row }) => `${row.id} (${row.title})`).join(', ')}.`,
    table(['Row', 'What it is about', 'Automatic', 'Partial', 'Attested', 'Controls'], lines),
  ])
}

/** Every framework with its items and the controls that support them. */
export function frameworksPage({ catalogue: { frameworks } }) {
  return page([
    head('Frameworks', MARK),
    `${CAVEAT} \`specward controls --framework <id>\` lists the same in the terminal.`,
    table(
      ['Framework', 'Version', 'Items', 'Without a control'],
      frameworks.map(({ id, title, version, items }) => [
        `[${title}](#${id})`,
        version,
        items.length,
        items.filter(({ controls }) => controls.length === 0).length,
      ]),
    ),
    ...frameworks.map(frameworkSection),
  ])
}

function frameworkSection({ id, title, version, note, items }) {
  const isTitled = items.some((item) => item.title !== undefined)
  const rows = items.map((item) => [
    item.id,
    ...(isTitled ? [item.title ?? ''] : []),
    item.controls.length === 0 ? 'none' : item.controls.map(linkToControl).join(', '),
  ])
  return [
    `<a id="${id}"></a>`,
    `## ${title}, ${version}`,
    `\`--framework ${id}\``,
    ...(note === undefined ? [] : [note]),
    table(['Item', ...(isTitled ? ['What it is about'] : []), 'Controls'], rows),
  ].join('\n\n')
}

function linkToControl(id) {
  return `[${id}](BY-CONTROL.md#${id})`
}

function linkToRow(id) {
  return `[${id}](ROWS.md#${id})`
}

function listed(controls) {
  const ids = controls.map(({ id }) => linkToControl(id))
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`
}
