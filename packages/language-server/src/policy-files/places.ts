import type { PolicyFileKind } from '@specward/core'
import type { Cursor } from './cursor.ts'
import { ourRules } from './knowledge.ts'
import { childOf, type Entry, type Outline, pathOf, scalarOf } from './outline-entry.ts'
import { fixedValues, knownKeys, type Schema, schemasAt } from './schema.ts'

/** A file of a policy as it is being written. */
export interface PolicyText {
  readonly uri: string
  readonly kind: PolicyFileKind
  readonly outline: Outline
  readonly schema: Schema
}

/** A rule whose schema lists rules, or whose keys do. */
const [SAMPLE] = [...ourRules()].map(({ id }) => id)

/** Whether the value of an entry is the id of a rule. */
export function takesRule({ schema, outline }: PolicyText, entry: Entry): boolean {
  const holder = entry.kind === 'list' ? undefined : entry
  return (
    holder !== undefined &&
    fixedValues(schemasAt(schema, outline, holder)).some(({ value }) => value === SAMPLE)
  )
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

/** The keys to an entry, each index as `*`: `waivers/*` + `/fingerprint`. */
export function placeName(entry: Entry): string {
  const path = pathOf(entry)
  const isItem = (depth: number): boolean => {
    let at: Entry | undefined = entry
    for (let up = path.length - 1; at && up > depth; up--) at = at.parent
    return at?.parent?.kind === 'list'
  }
  return path.map((key, depth) => (isItem(depth) ? '*' : key)).join('/')
}
