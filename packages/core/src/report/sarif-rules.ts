import type { Severity } from '../policy/rule.ts'
import { cweName, cweUrl } from './cwe.ts'
import { owaspRisk } from './owasp.ts'
import type { Report } from './report.ts'
import { defaultSeverity, gravestByRule, type RuleInfo, type RuleLookup, ruleIdsOf } from './rule-info.ts'
import { type TaxonomyName, taxonReference } from './sarif-taxonomies.ts'
import { sarifLevel, sarifText } from './sarif-text.ts'

/**
 * What GitHub sorts and filters security results by, on the scale of CVSS: from 7.0 on it says high, from 4.0 on
 * medium, below low. `critical`, over 9.0, is for what is known to be exploited, which no description can tell.
 */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  error: '8.0',
  warn: '5.5',
  info: '3.0',
  hint: '1.0',
}

const PROBLEM_SEVERITY = { error: 'error', warn: 'warning', info: 'recommendation', hint: 'recommendation' }

/** Every rule that ran, sorted by id, also those without results. */
export function sarifRules(report: Report, rules: RuleLookup) {
  const gravest = gravestByRule(report)
  return ruleIdsOf(report).map((id) => {
    const info = rules(id)
    return describeRule(id, info, gravest.get(id) ?? defaultSeverity(info))
  })
}

function describeRule(id: string, info: RuleInfo | undefined, severity: Severity) {
  if (!info) return { id, name: pascalCase(id), shortDescription: { text: id } }
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: sarifText(info.title) },
    fullDescription: { text: sarifText([info.title, info.why].filter((text) => text !== '').join(' ')) },
    ...(info.documentationUrl === undefined ? {} : { helpUri: info.documentationUrl }),
    help: { text: helpText(id, info), markdown: helpMarkdown(id, info) },
    defaultConfiguration: { level: sarifLevel(defaultSeverity(info)) },
    relationships: relationshipsOf(info),
    properties: {
      ...(info.category === undefined ? {} : { category: info.category }),
      tags: tagsOf(info),
      precision: info.falsePositives === undefined ? 'high' : 'medium',
      'problem.severity': PROBLEM_SEVERITY[severity],
      ...(isSecurityRule(info) ? { 'security-severity': SECURITY_SEVERITY[severity] } : {}),
    },
  }
}

/** A rule that refers to no weakness is about the description itself. */
function isSecurityRule({ references }: RuleInfo): boolean {
  return references.owasp.length + references.cwe.length > 0
}

/** As GitHub spells them: CWE numbers have three digits at least. */
function tagsOf(info: RuleInfo): string[] {
  const { owasp, cwe } = info.references
  return [
    ...(isSecurityRule(info) ? ['security'] : []),
    ...(info.category === undefined ? [] : [info.category]),
    ...owasp.map((id) => `external/owasp/${id.toLowerCase().replace(':', '-')}`),
    ...cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
  ]
}

/** A rule finds part of what a weakness covers; a risk of OWASP is what it bears on. */
function relationshipsOf({ references }: RuleInfo) {
  const relation = (taxonomy: TaxonomyName, id: string, kind: 'superset' | 'relevant') => ({
    target: taxonReference(taxonomy, id),
    kinds: [kind],
  })
  return [
    ...references.cwe.map((number) => relation('CWE', String(number), 'superset')),
    ...references.owasp.map((id) => relation('OWASP API Security Top 10', id, 'relevant')),
  ]
}

function helpText(id: string, info: RuleInfo): string {
  const references = referencesOf(info).map(({ text, url }) => (url === undefined ? text : `${text}: ${url}`))
  return paragraphs([
    info.title,
    info.why === '' ? '' : `Why it matters: ${info.why}`,
    info.fix === '' ? '' : `How to fix it: ${info.fix}`,
    info.falsePositives === undefined ? '' : `Where it may be wrong: ${info.falsePositives}`,
    `To switch it off or change its severity, set \`${id}\` under \`rules\` in specward.yaml.`,
    references.length === 0 ? '' : `References:\n${references.map((each) => `- ${each}`).join('\n')}`,
  ])
}

function helpMarkdown(id: string, info: RuleInfo): string {
  const references = referencesOf(info).map(({ text, url }) =>
    url === undefined ? `- ${text}` : `- [${text}](${url})`,
  )
  return paragraphs([
    info.title,
    info.why === '' ? '' : `## Why it matters\n\n${info.why}`,
    info.fix === '' ? '' : `## How to fix it\n\n${info.fix}`,
    info.falsePositives === undefined ? '' : `## Where it may be wrong\n\n${info.falsePositives}`,
    `## Setting it\n\n\`\`\`yaml\n# specward.yaml\nrules:\n  ${id}: off    # error, warn, info, hint or off\n\`\`\``,
    references.length === 0 ? '' : `## References\n\n${references.join('\n')}`,
  ])
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

function referencesOf({ references, documentationUrl }: RuleInfo): readonly { text: string; url?: string }[] {
  return [
    ...references.owasp.map((id) => {
      const risk = owaspRisk(id)
      return risk ? { text: `OWASP ${id} ${risk.title}`, url: risk.url } : { text: `OWASP ${id}` }
    }),
    ...references.cwe.map((number) => {
      const name = cweName(number)
      return { text: `CWE-${number}${name === undefined ? '' : ` ${name}`}`, url: cweUrl(number) }
    }),
    ...(documentationUrl === undefined ? [] : [{ text: 'Documentation', url: documentationUrl }]),
    ...(references.specifications ?? []).map((text) => ({ text })),
    ...references.controls.map((id) => ({ text: `Control ${id}` })),
  ]
}

/** `no-anonymous-write` -> `NoAnonymousWrite`. */
function pascalCase(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || id
}
