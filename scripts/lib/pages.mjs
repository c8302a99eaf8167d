// The page of one rule.
import { stringify } from 'yaml'
import { formatNames } from './formats.mjs'
import { fence, head, page, plural, table } from './markdown.mjs'
import { referenceLink } from './references.mjs'

/**
 * @param {{ rule: object, category: string }} registered
 * @param {object} context what pages are made from, see `generate.mjs`
 */
export function rulePage({ rule, category }, context) {
  return page([
    head(rule.id),
    rule.title,
    table(['', ''], facts(rule, category, context)),
    `## Why it matters\n\n${rule.why}`,
    `## How to fix it\n\n${rule.fix}`,
    `## What it reports\n\nCarets mark what a finding points at, tildes what cannot be decided.\n\n${examples(rule.examples.bad, rule.id)}`,
    `## What it accepts\n\n${examples(rule.examples.good, rule.id)}`,
    optionsSection(rule.options ?? {}),
    rule.falsePositives ? `## Where it may be wrong\n\n${rule.falsePositives}` : '',
    `## Setting it\n\n${fence('yaml', settingOf(rule))}`,
    waiverSection(rule),
    referencesSection(rule.references, context),
  ])
}

function facts(rule, category, { registry, measured, judged, fixes }) {
  const severities = registry.presets.map(({ name, rules }) => [
    `[\`${name}\`](presets/${name}.md)`,
    Object.hasOwn(rules, rule.id) ? rules[rule.id] : 'off',
  ])
  return [
    ['Category', `[${category}](README.md#${category})`],
    ['Applies to', formatNames(rule.formats)],
    ['Fix', fixWords(fixes?.get(rule.id))],
    ...severities,
    ...(measured
      ? [[`In ${measured.descriptions} real descriptions`, experience(rule.id, measured, judged)]]
      : []),
  ]
}

/** Who makes the edits that mend a finding. */
function fixWords(fix) {
  if (!fix) return 'by hand'
  const suggested = 'suggested, by `specward lint --fix-suggested`'
  if (!fix.safe) return suggested
  return `safe${fix.suggested ? ' in some cases' : ''}, by \`specward lint --fix\`${fix.suggested ? `; else ${suggested}` : ''}`
}

/** What was found in real descriptions, and what a reviewer thought of it. */
function experience(id, measured, judged) {
  const found = measured.rules[id]
  if (!found) return 'nothing found'
  const told = `${plural(found.findings, 'finding')} in ${plural(found.files, 'file')}`
  const verdict = judged.get(id)
  if (!verdict) return told
  const { right, debatable, wrong } = verdict
  return `${told}; of ${right + debatable + wrong} that a reviewer looked at, ${right} right, ${debatable} debatable, ${wrong} wrong`
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

/** How a finding is accepted, at its place and with a reason. */
function waiverSection(rule) {
  const waiver = [
    '# specward.waivers.yaml',
    'waivers:',
    `  - rule: ${rule.id}`,
    '    file: openapi.yaml            # with `operation`, `pointer` or `fingerprint`, less than all of it',
    '    reason: It is frozen until it is switched off.',
    '    owner: jane@acme.example',
    '    expires: 2027-03-31           # the last day on which it holds',
  ]
  const comment = [`# specward-ignore ${rule.id} -- Why it is accepted here.`]
  const extension = `{ "x-specward-ignore": { "${rule.id}": "Why it is accepted here." } }`
  const override = [
    '# specward.yaml',
    'overrides:',
    "  - files: ['legacy/**']          # whole documents",
    '    reason: They are frozen until they are switched off.',
    `    rules: { ${rule.id}: off }`,
    '  - pointers: [/paths/~1status]   # one place and all below it; `*` is any key',
    `    rules: { ${rule.id}: off }`,
  ]
  const gateway = rule.gateway
    ? [
        `Where a gateway sees to it, say so under [\`policy.gateway.${rule.gateway}\`](../../README.md#what-a-gateway-does): the finding then stays undecided instead.`,
      ]
    : []
  return [
    '## Waiving it',
    'Leave the rule on, and [accept](../../README.md#accepting-a-finding) for a time what it finds where it was looked at; `specward waive <fingerprint>` writes this for one finding:',
    fence('yaml', waiver.join('\n')),
    'Or in the description, above the line that the finding points to, and in JSON in the object:',
    fence('yaml', comment.join('\n')),
    fence('json', extension),
    'What is never going to change is no case for a waiver:',
    fence('yaml', override.join('\n')),
    'Where a shared policy has locked the rule, that takes [an exception](../../README.md#locks-and-exceptions) with a reason, an owner and a last day.',
    ...gateway,
  ].join('\n\n')
}

function referencesSection({ owasp, cwe, controls, specifications = [] }, { owaspRisk, controlTitles }) {
  const items = [
    ...owasp.map((id) => `[OWASP ${id} ${owaspRisk(id).title}](${owaspRisk(id).url})`),
    ...cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`),
    ...specifications.map(referenceLink),
    ...controls.map((id) => `Control [${id}](BY-CONTROL.md#${id}): ${controlTitles.get(id)}`),
  ]
  return items.length === 0 ? '' : `## References\n\n${items.map((item) => `- ${item}`).join('\n')}`
}
