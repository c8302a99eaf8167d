import type { OptionSchema } from '@specward/core'
import { type KnownRule, severities } from './knowledge.ts'
import { escaped } from './markup.ts'

/** A rule for a hover, in Markdown: its page in short. */
export interface RuleText {
  /** The page as it is packaged; undefined where there is none. */
  readonly page: string | undefined
  /** Where the page can be opened; undefined where the editor cannot do that from a hover. */
  readonly link: string | undefined
}

export function ruleText(rule: KnownRule, { page, link }: RuleText): string {
  const url = rule.documentationUrl ?? link
  return [
    `**${rule.id}**`,
    said(rule, rule.title),
    severities(rule),
    rule.why && `**Why it matters.** ${said(rule, rule.why)}`,
    rule.fix && `**How to fix it.** ${said(rule, rule.fix)}`,
    options(rule),
    references(page),
    url && `[Open its page](${url})`,
  ]
    .filter((part) => part)
    .join('\n\n')
}

function options(rule: KnownRule): string {
  const all = Object.entries<OptionSchema>(rule.options)
  if (all.length === 0) return ''
  const lines = all.map(
    ([name, option]) =>
      `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.description}`,
  )
  return `**Options**\n\n${lines.join('\n')}`
}

/** The list of references of a page; links within the package become texts. */
function references(page: string | undefined): string {
  const section = /\n## References\n+([\s\S]*?)(?=\n## |\s*$)/.exec(page ?? '')?.[1]
  if (!section) return ''
  return `**References**\n\n${section.replace(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1').trim()}`
}

/** A text of the rule: markup of others is shown as it is written. */
function said({ isOurs }: KnownRule, text: string): string {
  return isOurs ? text : escaped(text)
}
