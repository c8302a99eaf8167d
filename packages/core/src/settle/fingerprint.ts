import type { RawFinding } from '../evaluate/types.ts'
import { own } from '../json.ts'
import { nodeOf } from '../policy/at.ts'
import type { At } from '../policy/rule.ts'
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
  const all = fingerprintsOf(sorted, sha256)
  return sorted.map((finding, index) => ({ ...finding, fingerprint: all[index] ?? '' }))
}

/** The fingerprints alone, in the order of the findings. */
export function fingerprintsOf(
  sorted: readonly RawFinding[],
  sha256: (text: string) => string,
): readonly string[] {
  const seen = new Map<string, number>()
  const paths: PathTexts = new Map()
  return sorted.map((finding) => {
    const name = nameOf(finding, paths)
    const ordinal = (seen.get(name) ?? 0) + 1
    seen.set(name, ordinal)
    return sha256(ordinal === 1 ? name : `${name}#${ordinal}`).slice(0, 16)
  })
}

/** What was made of the path to a place, by the place: many findings stand at one. */
type PathTexts = Map<At, { readonly below: Node; readonly text: string }>

/** A list as JSON writes it, of rule, identity, discriminator and path. */
function nameOf(finding: RawFinding, paths: PathTexts): string {
  const { ruleId, identity, discriminator = '', at, node } = finding
  let path = paths.get(at)
  if (path?.below !== node) {
    path = { below: node, text: JSON.stringify(pathBelow(finding)).slice(1) }
    paths.set(at, path)
  }
  const [rule, concept, more] = [ruleId, identity, discriminator].map((text) => JSON.stringify(text))
  return `[${rule},${concept},${more},${path.text}`
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
