// The indexes of rules: by category and by OWASP risk.
import { head, linkTo, page, plural, table } from './markdown.mjs'

/** All rules by category: `README.md` of the pages. */
export function categoryIndex({ registry, presets }) {
  const categories = [...new Set(registry.rules.map(({ category }) => category))].sort()
  const sections = categories.map((category) => {
    const rules = registry.rules.filter((each) => each.category === category)
    return `## ${category}\n\n${rulesTable(rules, registry)}`
  })
  return page([
    head('Rules'),
    `Specward has ${registry.rules.length} rules. They are listed here by category, and [by OWASP risk](BY-OWASP-RISK.md) and [by control](BY-CONTROL.md). [What is checked and what is not](COVERAGE.md) tells them by the ideas behind them. [What your own rules can ask](OWN-RULES.md) is for those who write some.`,
    `## Presets\n\n${table(
      ['Preset', 'What it is for', 'Rules'],
      presets.map((preset) => presetRow(preset, registry)),
    )}`,
    ...sections,
  ])
}

function presetRow({ name, purpose }, registry) {
  const { rules } = registry.presets.find((preset) => preset.name === name)
  return [`[\`${name}\`](presets/${name}.md)`, purpose, Object.keys(rules).length]
}

function rulesTable(rules, registry) {
  const shown = registry.presets.filter(({ name }) => name === 'recommended' || name === 'strict')
  const rows = rules.map(({ rule }) => [
    linkTo(rule.id),
    rule.title,
    ...shown.map((preset) => preset.rules[rule.id] ?? 'off'),
  ])
  return table(['Rule', 'What is wrong', ...shown.map(({ name }) => `\`${name}\``)], rows)
}

/** All rules by the OWASP risk that they speak for, with what a description can and cannot tell of it. */
export function riskIndex({ registry, risks, owaspRisk }) {
  const sections = risks.map((risk) => {
    const rules = registry.rules.filter(({ rule }) => rule.references.owasp.includes(risk.id))
    const { title, url } = owaspRisk(risk.id)
    return [
      `## ${risk.id} ${title}`,
      `[${title}](${url}). ${plural(rules.length, 'rule speaks', 'rules speak')} for it.`,
      words(risk),
      rules.length === 0 ? '' : rulesTable(rules, registry),
    ]
      .filter((part) => part !== '')
      .join('\n\n')
  })
  return page([head('Rules by OWASP risk'), 'Of the OWASP API Security Top 10, edition 2023.', ...sections])
}

/** What a description tells of a risk. */
export function words({ shows, hides }) {
  return `**A description shows:** ${shows}\n\n**It cannot show:** ${hides}`
}
