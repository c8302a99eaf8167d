import type { Node, RuleReport } from '@specward/core'
import { clipped } from '../wording.ts'
import type { PatternGroup, PatternPlace } from './places.ts'

/** A pattern as it can be shown in a sentence. */
export function shown(pattern: string): string {
  return `\`${clipped(pattern)}\``
}

/** What a pattern is for, at the beginning of a sentence: "`Order.code`", "Parameter `code`". */
export function subjectOf({ of, schema }: PatternPlace): string {
  const name = nameOf(schema.node)
  return name ?? (of === 'names' ? 'An object' : 'A text')
}

/** The same within a sentence. */
export function subjectWithin(place: PatternPlace): string {
  const subject = subjectOf(place)
  return subject.charAt(0).toLowerCase() + subject.slice(1)
}

function nameOf(node: Node): string | undefined {
  const names: string[] = []
  for (let at: Node = node; at.parent; at = at.parent) {
    const { key, parent } = at
    const parameter = at.child('in') && at.child('name')?.string
    if (names.length === 0 && parameter !== undefined) return `Parameter \`${parameter}\``
    if (parent.isList) continue
    if (parent.key === 'properties') names.unshift(key)
    else if (names.length === 0 && parent.key === 'parameters') return `Parameter \`${key}\``
    else if (names.length === 0 && parent.key === 'headers') return `Header \`${key}\``
    else if (parent.key === 'schemas' || parent.key === 'definitions') {
      names.unshift(key)
      break
    }
  }
  return names.length === 0 ? undefined : `\`${names.join('.')}\``
}

/** All places of a pattern. */
export function coveredBy({ first, others }: PatternGroup): readonly Node[] {
  return [first, ...others].map(({ node }) => node)
}

const MOST_RELATED = 20

/** The other places of a pattern, for a finding at the first. */
export function relatedTo({ others }: PatternGroup) {
  return others
    .slice(0, MOST_RELATED)
    .map((place) => ({ at: place.at, message: `${subjectOf(place)} as well` }))
}

/** One finding for many patterns, at the first: what is done everywhere is one habit. */
export function habitOf(
  groups: readonly PatternGroup[],
  messageFor: (place: PatternPlace) => string,
): RuleReport {
  const [first, ...others] = groups.map((group) => group.first)
  if (!first) throw new RangeError('there is no pattern')
  const patterns = others.length === 1 ? 'pattern' : 'patterns'
  return {
    at: first.at,
    message: `${messageFor(first)} So it is with ${others.length} more ${patterns} of this description.`,
    covers: groups.flatMap(coveredBy),
    discriminator: 'all',
    operations: [...new Set(groups.flatMap(({ operations }) => operations))],
    related: others
      .slice(0, MOST_RELATED)
      .map((place) => ({ at: place.at, message: `${subjectOf(place)}: ${shown(place.pattern)}` })),
  }
}
