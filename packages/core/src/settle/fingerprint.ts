import type { RawFinding } from '../evaluate/types.ts'
import { own } from '../json.ts'
import { nodeOf } from '../policy/at.ts'
import type { Node } from '../source/node.ts'
import type { Span } from '../source/types.ts'

type Placed = RawFinding & { readonly span: Span }

/**
 * Gives every finding a fingerprint: rule, identity of the concept, and discriminator. Where several findings of
 * one document share those, the path from the concept to the place that each points at tells them apart, with
 * names in place of list indices; if even that is equal, their order in the text does.
 */
export function fingerprint<F extends Placed>(
  sorted: readonly F[],
  sha256: (text: string) => string,
): readonly (F & { readonly fingerprint: string })[] {
  const plain = sorted.map(nameOf)
  const plainCounts = countAll(plain)
  const placed = sorted.map((finding, index) => {
    const name = plain[index] ?? ''
    return (plainCounts.get(name) ?? 0) > 1 ? name + JSON.stringify(pathBelow(finding)) : name
  })
  const seen = new Map<string, number>()
  return sorted.map((finding, index) => {
    const name = placed[index] ?? ''
    const ordinal = (seen.get(name) ?? 0) + 1
    seen.set(name, ordinal)
    return { ...finding, fingerprint: sha256(ordinal === 1 ? name : `${name}#${ordinal}`).slice(0, 16) }
  })
}

function nameOf({ ruleId, identity, discriminator }: RawFinding): string {
  return JSON.stringify([ruleId, identity, discriminator ?? ''])
}

function countAll(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Names on the way from the concept down to what is pointed at; from the root where it lies elsewhere. */
function pathBelow(finding: RawFinding): readonly string[] {
  const names: string[] = []
  const side = 'part' in finding.at ? finding.at.part : ''
  for (let node: Node | undefined = nodeOf(finding.at); node?.parent; node = node.parent) {
    if (node === finding.node) break
    names.push(node.parent.isList ? nameOfItem(node) : node.key)
  }
  return [...names.reverse(), side]
}

/** What a list item is called by: name and location of a parameter, the target of a reference; '' if nameless. */
function nameOfItem(item: Node): string {
  const called = ['$ref', 'in', 'name'].map((key) => own(item.value, key))
  return called.filter((name) => typeof name === 'string').join(' ')
}
