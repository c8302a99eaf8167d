import { addDays } from '@specward/core'
import { type CompletionItem, CompletionItemKind, type CompletionParams } from 'vscode-languageserver'
import type { Desk } from '../desk.ts'
import { asScalar, isOneLine, itemsOf, type Offer, ruleOffer, type Target } from './completion-items.ts'
import { type Cursor, cursorAt } from './cursor.ts'
import { type KnownRule, rulesFor } from './knowledge.ts'
import { workspaceOffers } from './offers.ts'
import { type Entry, newEntry, pathOf } from './outline-entry.ts'
import { hasRules, type PolicyText, takesRule } from './places.ts'
import {
  type Alternatives,
  allows,
  describe,
  fixedValues,
  isRequired,
  itemSchemas,
  keyNames,
  keySchemas,
  knownKeys,
  schemasAt,
} from './schema.ts'
import { policyTextOf, rangeOf } from './text.ts'

/** What could be written at a place of a policy file; undefined for any other file. */
export async function policyCompletion(
  desk: Desk,
  { textDocument: { uri }, position, context }: CompletionParams,
): Promise<readonly CompletionItem[] | undefined> {
  const text = await policyTextOf(desk, uri)
  const cursor = text && cursorAt(text.outline, text.document.offsetAt(position))
  if (!text || !cursor || !isOneLine(text.outline.text, cursor.span)) return undefined
  // a blank is written everywhere; only behind a colon or dash it asks for something
  if (context?.triggerCharacter === ' ' && (cursor.part !== 'value' || cursor.text !== '')) return undefined
  const written = text.outline.text.slice(cursor.span.start, cursor.span.end)
  const target: Target = {
    range: rangeOf(text.document, cursor.span),
    quote: /^["']/.exec(written)?.[0] ?? '',
    inFlow: inBrackets(cursor),
  }
  const rules = await rulesFor(desk, uri)
  return itemsOf(desk, new Completion(desk, text, rules, target.inFlow).offers(cursor), target)
}

function inBrackets({ entry, part }: Cursor): boolean {
  for (let at: Entry | undefined = part === 'new' ? entry : entry.parent; at; at = at.parent) {
    if (at.isFlow) return true
  }
  return false
}

class Completion {
  readonly #desk: Desk
  readonly #text: PolicyText
  readonly #rules: ReadonlyMap<string, KnownRule>
  readonly #inFlow: boolean

  constructor(desk: Desk, text: PolicyText, rules: ReadonlyMap<string, KnownRule>, inFlow: boolean) {
    this.#desk = desk
    this.#text = text
    this.#rules = rules
    this.#inFlow = inFlow
  }

  offers(cursor: Cursor): readonly Offer[] {
    const { entry, part, startsLine } = cursor
    if (part === 'key') {
      const holder = entry.parent
      return holder ? this.#keys(holder, entry, !entry.hasColon) : []
    }
    if (part === 'new') {
      if (entry.kind === 'list') return this.#items(entry, this.#inFlow ? '' : '- ')
      return this.#keys(entry, undefined, true)
    }
    const schemas = this.#schemas(entry)
    const offers = this.#values(entry, schemas)
    const opens = startsLine || entry.kind === 'empty'
    if (!opens || this.#inFlow) return offers
    const inside = allows(schemas, 'object') && startsLine ? this.#keys(entry, undefined, true) : []
    const isItem = entry.parent?.kind === 'list'
    const items = allows(schemas, 'array') && startsLine && !isItem ? this.#items(entry, '- ') : []
    return [...offers, ...inside, ...items]
  }

  #schemas(entry: Entry): Alternatives {
    return schemasAt(this.#text.schema, this.#text.outline, entry)
  }

  /** Keys that a mapping can still have. */
  #keys(holder: Entry, written: Entry | undefined, withColon: boolean): readonly Offer[] {
    const present = new Set(holder.children.filter((child) => child !== written).map(({ name }) => name))
    const schemas = this.#schemas(holder)
    const colon = (below: Alternatives): string => {
      if (!withColon) return ''
      const isDeep = !this.#inFlow && fixedValues(below).length === 0 && !takesScalar(below)
      return isDeep ? ':' : ': '
    }
    if (hasRules(this.#text, holder)) {
      const free = [...this.#rules.values()].filter(({ id }) => !present.has(id))
      return free.map((rule) => ruleOffer(rule, asScalar(rule.id, this.#inFlow) + (withColon ? ': ' : '')))
    }
    return [...new Set([...knownKeys(schemas), ...keyNames(this.#text.schema, schemas)])]
      .filter((key) => !present.has(key))
      .map((label) => {
        const below = keySchemas(this.#text.schema, schemas, label)
        const detail = isRequired(schemas, label) ? 'needed' : undefined
        const text = asScalar(label, this.#inFlow) + colon(below)
        return { label, text, detail, about: describe(below), kind: CompletionItemKind.Property }
      })
  }

  /** What the next item of a list can be. */
  #items(list: Entry, dash: string): readonly Offer[] {
    const index = list.children.length
    const schemas = itemSchemas(this.#text.schema, this.#schemas(list), index)
    // an entry that is not there yet, so that places are called alike
    const item = newEntry({ ...list, kind: 'list' }, String(index), { start: 0, column: 0 })
    const values = this.#values(item, schemas).map((offer) => {
      return { ...offer, text: dash + (offer.text ?? offer.label) }
    })
    return [...values, ...this.#wholeItem(item, schemas, dash)]
  }

  /** An item with the keys that it needs, to be filled in. */
  #wholeItem(item: Entry, schemas: Alternatives, dash: string): readonly Offer[] {
    const keys = knownKeys(schemas).filter((key) => isRequired(schemas, key))
    if (dash === '' || keys.length === 0) return []
    const [kind] = pathOf(item)
    const scope = kind === 'waivers' ? ['file'] : []
    const now = this.#desk.options.today?.()
    const date = now === undefined ? '' : addDays(now, 90)
    const all = [...keys.slice(0, 1), ...scope, ...keys.slice(1)]
    const lines = all.map((key, index) => {
      const isDate = key === 'expires' || key === 'validUntil'
      return `${key}: \${${index + 1}${isDate && date !== '' ? `:${date}` : ''}}`
    })
    const label = kind === 'waivers' ? 'waiver' : 'entry'
    const text = `${dash}${lines.join('\n  ')}`
    const about = describe(schemas)
    return [{ label, text, detail: all.join(', '), about, kind: CompletionItemKind.Snippet, isSnippet: true }]
  }

  #values(entry: Entry, schemas: Alternatives): readonly Offer[] {
    if (takesRule(this.#text, entry) || this.#areRules(schemas)) {
      const rules = [...this.#rules.values()]
      const others = fixedValues(schemas).filter(({ value }) => !this.#rules.has(String(value)))
      return [
        ...rules.map((rule) => ruleOffer(rule, asScalar(rule.id, this.#inFlow))),
        ...others.map(({ value }) => ({ label: String(value), text: asScalar(String(value), this.#inFlow) })),
      ]
    }
    const known = workspaceOffers(this.#desk, this.#text, entry, this.#inFlow)
    const labels = new Set(known.map(({ label }) => label))
    const fixed = fixedValues(schemas).map(({ value, about, isDefault }): Offer => {
      const text = typeof value === 'string' ? asScalar(value, this.#inFlow) : String(value)
      const detail = isDefault ? 'default' : undefined
      return { label: String(value), text, about, detail, isDefault, kind: CompletionItemKind.EnumMember }
    })
    return [...known, ...fixed.filter(({ label }) => !labels.has(label))]
  }

  #areRules(schemas: Alternatives): boolean {
    return fixedValues(schemas).some(({ value }) => this.#rules.has(String(value)))
  }
}

function takesScalar(schemas: Alternatives): boolean {
  const scalars = ['string', 'integer', 'number', 'boolean', 'null']
  return schemas.some((schema) => [schema.type].flat().some((type) => scalars.includes(String(type))))
}
