import type { RawFinding } from '../evaluate/types.ts'
import { own } from '../json.ts'
import { nodeOf } from '../policy/at.ts'
import type { Node } from '../source/node.ts'
import type { Span } from '../source/types.ts'

type Placed = RawFinding & { readonly span: Span }

/**
 * Gives every finding a fingerprint: rule, identity of the concept, discriminator, and the path from the concept to
 * the place that the finding points at, with names in place of list indices. If even all that is equal, the order in
 * the text tells findings apart; a new finding elsewhere never changes the fingerprint of another.
 */
export function fingerprint<F extends Placed>(
  sorted: readonly F[],
  sha256: (text: string) => string,
): readonly (F & { readonly fingerprint: string })[] {
  const seen = new Map<string, number>()
  return sorted.map((finding) => {
    const name = nameOf(finding)
    const ordinal = (seen.get(name) ?? 0) + 1
    seen.set(name, ordinal)
    return { ...finding, fingerprint: sha256(ordinal === 1 ? name : `${name}#${ordinal}`).slice(0, 16) }
  })
}

function nameOf(finding: RawFinding): string {
  const { ruleId, identity, discriminator } = finding
  return JSON.stringify([ruleId, identity, discriminator ?? '', ...pathBelow(finding)])
}

/**
 * Names on the way from the concept down to what is pointed at. Of a place elsewhere only its own name counts, and in a
 * document the names from the path, channel or component down: the way to it changes when a component is moved to
 * another file.
 */
function pathBelow(finding: RawFinding): readonly string[] {
  const names: string[] = []
  const side = 'part' in finding.at ? finding.at.part : ''
  const at = nodeOf(finding.at)
  if (finding.node.parent === undefined) return [...namesFromTop(at), side]
  let node: Node | undefined = at
  for (; node && node !== finding.node; node = node.parent) names.push(nameIn(node))
  return [...(node ? names.reverse() : [nameIn(at)]), side]
}

/** `/users`, `get`, `query page`; `User`, `properties`, `email`: without `paths` or `components`, `schemas`. */
function namesFromTop(at: Node): readonly string[] {
  const names: string[] = []
  for (let node: Node | undefined = at; node?.parent; node = node.parent) {
    const section: Node = node.parent
    names.push(nameIn(node))
    const isSection = section.parent?.parent === undefined || section.parent.key === 'components'
    if (section.parent && isSection && section.key !== 'components') break
  }
  return names.reverse()
}

function nameIn(node: Node): string {
  return node.parent?.isList ? nameOfItem(node) : node.key
}

/** What a list item is called by: name and location of a parameter, the target of a reference; '' if nameless. */
function nameOfItem(item: Node): string {
  const called = ['$ref', 'in', 'name'].map((key) => own(item.value, key))
  return called.filter((name) => typeof name === 'string').join(' ')
}
