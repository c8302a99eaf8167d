import { loadCatalogue, PRESETS, registry } from '@specward/rulesets'
import type { Hover, HoverParams } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { type Cursor, cursorAt } from './cursor.ts'
import { fingerprintText, statusOf } from './finding-text.ts'
import { type KnownRule, rulesFor } from './knowledge.ts'
import { escaped, markup } from './markup.ts'
import { pageLink, pageOf } from './page-link.ts'
import { beside, type PolicyText, placeName, ruleAt } from './places.ts'
import { ruleText } from './rule-text.ts'
import { describe, schemasAt } from './schema.ts'
import { policyTextOf, rangeOf } from './text.ts'

/** What stands at a place of a policy file; undefined for any other file and where there is nothing to say. */
export async function policyHover(
  desk: Desk,
  { textDocument: { uri }, position }: HoverParams,
): Promise<Hover | undefined> {
  const text = await policyTextOf(desk, uri)
  const cursor = text && cursorAt(text.outline, text.document.offsetAt(position))
  if (!text || !cursor || cursor.part === 'new') return undefined
  const said = (await aboutRule(desk, text, cursor)) ?? (await aboutWord(desk, text, cursor))
  if (!said) return undefined
  return { contents: markup(desk, said, 'hover'), range: rangeOf(text.document, cursor.span) }
}

/** The page of a rule in short, for a hover. */
export async function ruleHover(desk: Desk, rule: KnownRule): Promise<string> {
  const page = rule.isOurs ? await pageOf(desk, rule.id) : undefined
  return ruleText(rule, { page, link: rule.isOurs ? pageLink(desk, rule.id) : undefined })
}

async function aboutRule(desk: Desk, text: PolicyText, cursor: Cursor): Promise<string | undefined> {
  const id = ruleAt(text, cursor)
  const rule = id === undefined ? undefined : (await rulesFor(desk, text.uri)).get(id)
  return rule && ruleHover(desk, rule)
}

async function aboutWord(desk: Desk, text: PolicyText, cursor: Cursor): Promise<string | undefined> {
  const { entry, part, text: word } = cursor
  const description = describe(schemasAt(text.schema, text.outline, entry))
  if (part === 'key') {
    const status = placeName(entry) === 'waivers/*/rule' ? waiverState(desk, text, cursor) : undefined
    return [description, status].filter((each) => each).join('\n\n')
  }
  const place = placeName(entry)
  if (place === 'extends/*' || place === 'extends') return presetText(word)
  if (place === 'attestations/*/control') return controlText(word)
  if (place === 'waivers/*/fingerprint' || place === 'waivers/*/parts/*') {
    const item = place.endsWith('*') ? entry.parent : entry
    return fingerprintText(desk, word, item && beside(text, item, 'rule'))
  }
  return description
}

/** What a preset is; undefined for what is none. */
export function presetText(name: string): string | undefined {
  const bare = name.replace(/^specward:/, '')
  const preset = name.startsWith('specward:') ? PRESETS.find((each) => each.name === bare) : undefined
  if (!preset) return undefined
  const rules = Object.keys(registry.presets.find((each) => each.name === bare)?.rules ?? {}).length
  return [`**${name}** (${rules} rules)`, preset.purpose, preset.about, ...(preset.caveats ?? [])].join(
    '\n\n',
  )
}

/** What a control is; undefined for what is none. */
export async function controlText(id: string): Promise<string | undefined> {
  const control = (await loadCatalogue()).controls.find((each) => each.id === id)
  if (!control) return undefined
  return [
    `**${id}**`,
    control.title,
    `**Question.** ${control.question}`,
    `**What shows it.** ${control.evidence}`,
  ].join('\n\n')
}

/** What became of an entry of the waivers. */
function waiverState(desk: Desk, text: PolicyText, { entry }: Cursor): string | undefined {
  const status = statusOf(desk, text.uri, Number(entry.parent?.name))
  if (!status) return undefined
  const { state, findings, daysLeft } = status
  const left = daysLeft === undefined || daysLeft < 0 ? '' : `, ${daysLeft} days left`
  const what = findings === 1 ? '1 finding' : `${findings} findings`
  const notices = status.notices.map(({ message }) => escaped(message))
  return [`It is ${state}${left}; it covers ${what}.`, ...notices].join('\n\n')
}
