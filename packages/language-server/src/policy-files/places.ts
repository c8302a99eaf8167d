import type { PolicyFileKind } from '@specward/core'
import type { Cursor } from './cursor.ts'
import { ourRules } from './knowledge.ts'
import { childOf, type Entry, type Outline, scalarOf } from './outline-entry.ts'
import { fixedValues, knownKeys, type Schema, schemasAt } from './schema.ts'

/** A file of a policy as it is being written. */
export interface PolicyText {
  readonly uri: string
  readonly kind: PolicyFileKind
  readonly outline: Outline
  readonly schema: Schema
}

/** Any rule: where a schema knows it, ids of rules stand. */
const [SAMPLE] = [...ourRules()].map(({ id }) => id)

/** Whether the value of an entry is the id of a rule. */
export function takesRule({ schema, outline }: PolicyText, entry: Entry): boolean {
  if (entry.kind === 'list' || entry.kind === 'mapping') return false
  return fixedValues(schemasAt(schema, outline, entry)).some(({ value }) => value === SAMPLE)
}

/** Whether the keys of an entry are ids of rules. */
export function hasRules({ schema, outline }: PolicyText, entry: Entry): boolean {
  return SAMPLE !== undefined && knownKeys(schemasAt(schema, outline, entry)).includes(SAMPLE)
}

/** The id of the rule that the cursor is on. */
export function ruleAt(text: PolicyText, { entry, part, text: word }: Cursor): string | undefined {
  if (part === 'key') return entry.parent && hasRules(text, entry.parent) ? word : undefined
  return part === 'value' && word !== '' && takesRule(text, entry) ? word : undefined
}

/** The scalar under a key of the mapping that an entry stands in. */
export function beside({ outline }: PolicyText, entry: Entry, key: string): string | undefined {
  const child = childOf(entry.parent, key)
  return child && scalarOf(outline.text, child)
}

/** The keys to an entry, from the root, with a star for the indices of lists. */
export function placeName(entry: Entry): string {
  const names: string[] = []
  for (let at = entry; at.parent; at = at.parent) names.push(at.parent.kind === 'list' ? '*' : at.name)
  return names.reverse().join('/')
}
