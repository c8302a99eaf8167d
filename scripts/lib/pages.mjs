// Renders what is generated from the rules: their pages, the index of pages, and the presets.
import { stringify } from 'yaml'

const FORMAT_NAMES = {
  oas: 'OpenAPI 2.0 to 3.2',
  oas2: 'OpenAPI 2.0',
  oas3: 'OpenAPI 3.0 to 3.2',
  'oas3.0': 'OpenAPI 3.0',
  'oas3.1': 'OpenAPI 3.1',
  'oas3.2': 'OpenAPI 3.2',
  asyncapi: 'AsyncAPI 2 and 3',
  asyncapi2: 'AsyncAPI 2',
  asyncapi3: 'AsyncAPI 3',
  overlay: 'Overlay 1.0 and 1.1',
  overlay1: 'Overlay 1.0 and 1.1',
  arazzo: 'Arazzo 1.0',
  arazzo1: 'Arazzo 1.0',
}

const MARK = 'Generated from the rule by `npm run generate`; do not edit.'

/**
 * The page of one rule.
 * @param {{ rule: object, category: string }} registered
 * @param {readonly { name: string, rules: object }[]} presets
 * @param {(id: string) => { title: string, url: string } | undefined} owaspRisk
 */
export function rulePage({ rule, category }, presets, owaspRisk) {
  const facts = [
    ['Category', category],
    ...presets.map((preset) => [
      `In \`${preset.name}\``,
      Object.hasOwn(preset.rules, rule.id) ? preset.rules[rule.id] : 'off',
    ]),
    ['Applies to', formatNames(rule.formats)],
  ]
  const sections = [
    `<!-- ${MARK} -->\n\n# ${rule.id}`,
    rule.title,
    table(['', ''], facts),
    `## Why it matters\n\n${rule.why}`,
    `## How to fix it\n\n${rule.fix}`,
    `## What it reports\n\nCarets mark what a finding points at, tildes what cannot be decided.\n\n${examples(rule.examples.bad, rule.id)}`,
    `## What it accepts\n\n${examples(rule.examples.good, rule.id)}`,
    optionsSection(rule.options ?? {}),
    rule.falsePositives ? `## Where it may be wrong\n\n${rule.falsePositives}` : '',
    `## Setting it\n\n${fence('yaml', settingOf(rule))}`,
    referencesSection(rule.references, owaspRisk),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The index of all pages, by category. */
export function indexPage(registry) {
  const categories = [...new Set(registry.rules.map(({ category }) => category))].sort()
  const sections = categories.map((category) => {
    const rules = registry.rules.filter((each) => each.category === category)
    const rows = rules.map(({ rule }) => [
      `[\`${rule.id}\`](${rule.id}.md)`,
      rule.title,
      ...registry.presets.map((preset) => preset.rules[rule.id] ?? 'off'),
    ])
    const heads = ['Rule', 'What is wrong', ...registry.presets.map((preset) => `\`${preset.name}\``)]
    return `## ${category}\n\n${table(heads, rows)}`
  })
  const lead = `<!-- ${MARK} -->\n\n# Rules\n\nSpecward has ${registry.rules.length} rules.`
  return `${[lead, ...sections].join('\n\n')}\n`
}

/** A preset as YAML, in the form of the `rules` of a specward.yaml. */
export function presetFile(preset) {
  const lines = Object.keys(preset.rules)
    .sort()
    .map((id) => `  ${id}: ${preset.rules[id]}`)
  return [
    `# What \`extends: [specward:${preset.name}]\` turns on. ${MARK.replace('the rule', 'the rules')}`,
    lines.length === 0 ? 'rules: {}' : 'rules:',
    ...lines,
    '',
  ].join('\n')
}

/** Formats in words, the wider ones in place of those that they cover. */
export function formatNames(formats) {
  const wider = (format) => formats.some((other) => other !== format && format.startsWith(other))
  return Object.keys(FORMAT_NAMES)
    .filter((format) => formats.includes(format) && !wider(format))
    .map((format) => FORMAT_NAMES[format])
    .join(', ')
}

function examples(list, id) {
  return list
    .map((example) => {
      const text = example.text.replace(/^\n+|\s+$/g, '')
      const policy = policyOf(example, id)
      const told = policy === '' ? '' : `${fence('yaml', `# specward.yaml\n${policy}`)}\n\n`
      return `${example.title}:\n\n${told}${fence(/^\s*[{[]/.test(text) ? 'json' : 'yaml', dedent(text))}`
    })
    .join('\n\n')
}

/** What an example needs to be told by `specward.yaml`. */
function policyOf({ facts, options }, id) {
  const settings = {
    ...(facts ? { policy: facts } : {}),
    ...(options ? { rules: { [id]: { options } } } : {}),
  }
  return Object.keys(settings).length === 0 ? '' : stringify(settings).trimEnd()
}

function dedent(text) {
  const lines = text.split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent)).join('\n')
}

function optionsSection(options) {
  const rows = Object.entries(options).map(([name, option]) => [
    `\`${name}\``,
    typeOf(option),
    `\`${JSON.stringify(option.default)}\``,
    option.description,
  ])
  return rows.length === 0
    ? ''
    : `## Options\n\n${table(['Option', 'Type', 'Default', 'What it does'], rows)}`
}

function typeOf(option) {
  if (option.enum) return option.enum.map((value) => `\`${value}\``).join(' or ')
  if (option.type === 'string-list') return 'list of strings'
  return option.minimum === undefined ? option.type : `${option.type}, at least ${option.minimum}`
}

function settingOf(rule) {
  const options = Object.entries(rule.options ?? {})
  const severity = rule.presets.recommended ?? rule.presets.strict ?? 'warn'
  const lines =
    options.length === 0
      ? [`  ${rule.id}: ${severity}    # error, warn, info, hint or off`]
      : [
          `  ${rule.id}:`,
          `    severity: ${severity}    # error, warn, info, hint or off`,
          '    options:',
          ...options.map(([name, option]) => `      ${name}: ${JSON.stringify(option.default)}`),
        ]
  return ['# specward.yaml', 'rules:', ...lines].join('\n')
}

function referencesSection({ owasp, cwe, controls, specifications = [] }, owaspRisk) {
  const items = [
    ...owasp.map((id) => `[OWASP ${id} ${owaspRisk(id).title}](${owaspRisk(id).url})`),
    ...cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`),
    ...specifications.map(specificationLink),
    ...controls.map((id) => `Control ${id}`),
  ]
  return items.length === 0 ? '' : `## References\n\n${items.map((item) => `- ${item}`).join('\n')}`
}

function specificationLink(text) {
  const found = /^RFC (\d+)(?:, section ([\d.]*\d))?/.exec(text)
  if (!found) return text
  return `[${text}](https://www.rfc-editor.org/rfc/rfc${found[1]}${found[2] ? `#section-${found[2]}` : ''})`
}

export function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function fence(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text}\n${ticks}`
}
