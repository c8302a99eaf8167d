// Presets: as YAML, and the page of each.
import { words } from './indexes.mjs'
import { head, linkTo, MARK, page, plural, table } from './markdown.mjs'

const SEVERITIES = ['error', 'warn', 'info', 'hint']

/** A preset in the form of the `rules` of a specward.yaml; the OWASP preset is grouped by risk. */
export function presetFile(preset, context) {
  const groups = preset.name.startsWith('owasp-')
    ? byRisk(preset, context)
    : [{ rules: Object.keys(preset.rules).sort() }]
  const lines = groups.flatMap(({ title, rules }) => [
    ...(title === undefined ? [] : [`  # ${title}`]),
    ...rules.map((id) => `  ${id}: ${preset.rules[id]}`),
  ])
  return [
    `# What \`extends: [specward:${preset.name}]\` turns on. ${MARK}`,
    lines.length === 0 ? 'rules: {}' : 'rules:',
    ...lines,
    '',
  ].join('\n')
}

/** The rules of a preset by the first risk that each speaks for. */
function byRisk(preset, { registry, risks, owaspRisk }) {
  return risks.map(({ id }) => ({
    id,
    title: `${id} ${owaspRisk(id).title}`,
    rules: registry.rules
      .filter(({ rule }) => Object.hasOwn(preset.rules, rule.id) && rule.references.owasp[0] === id)
      .map(({ rule }) => rule.id),
  }))
}

/** The page of a preset: what it is for, what it costs, and its rules. */
export function presetPage(description, context) {
  const { registry, measured } = context
  const preset = registry.presets.find(({ name }) => name === description.name)
  return page([
    head(preset.name),
    description.purpose,
    description.about,
    ...(preset.caveats ?? []).map((text) => `> ${text}`),
    `\`\`\`yaml\n# specward.yaml\nextends: [specward:${preset.name}]\n\`\`\``,
    `## What it costs\n\n${cost(preset, measured)}`,
    preset.name.startsWith('owasp-') ? riskSections(preset, context) : ruleSections(preset, context),
  ])
}

function cost(preset, measured) {
  const found = measured?.presets[preset.name]
  if (!found) return 'It has not been measured.'
  const counts = SEVERITIES.map((severity) => [
    severity,
    Object.values(preset.rules).filter((each) => each === severity).length,
    found[severity].findings.toLocaleString('en-US'),
    found[severity].files,
  ])
  const { median, p75, p90, max, clean } = found.loud
  return [
    `Measured on ${measured.descriptions} real descriptions of ${measured.operations.toLocaleString('en-US')} operations (${measured.what}).`,
    table(['Severity', 'Rules', 'Findings', 'Files'], counts),
    `Errors and warnings in one description: median ${median}, three quarters have at most ${p75}, nine of ten at most ${p90}, the most are ${max.toLocaleString('en-US')}; ${clean} have none. ${plural(found.undecided, 'place')} stayed undecided.`,
  ].join('\n\n')
}

function ruleSections(preset, { registry, measured }) {
  const sections = SEVERITIES.map((severity) => {
    const rules = registry.rules.filter(({ rule }) => preset.rules[rule.id] === severity)
    return rules.length === 0 ? '' : `## ${severity}\n\n${rulesTable(rules, measured)}`
  })
  return sections.filter((section) => section !== '').join('\n\n')
}

function riskSections(preset, context) {
  const { registry, risks, measured } = context
  return byRisk(preset, context)
    .map(({ id, title, rules }) => {
      const own = registry.rules.filter(({ rule }) => rules.includes(rule.id))
      const risk = risks.find((each) => each.id === id)
      const shown =
        own.length === 0 ? 'No rule has this risk as its first.' : rulesTable(own, measured, preset)
      return `## ${title}\n\n${words(risk)}\n\n${shown}`
    })
    .join('\n\n')
}

function rulesTable(rules, measured, preset) {
  const rows = rules.map(({ rule, category }) => [
    linkTo(rule.id, '../'),
    rule.title,
    preset ? preset.rules[rule.id] : category,
    ...(measured ? [foundIn(rule.id, measured)] : []),
  ])
  return table(
    ['Rule', 'What is wrong', preset ? 'Severity' : 'Category', ...(measured ? ['Findings'] : [])],
    rows,
  )
}

function foundIn(id, { rules }) {
  const found = rules[id]
  return found ? `${found.findings.toLocaleString('en-US')} in ${found.files}` : '0'
}
