import type { RawFinding } from '../evaluate/types.ts'
import { addTo } from '../group.ts'
import { nodeOf } from '../policy/at.ts'
import type { At } from '../policy/rule.ts'
import type { Node } from '../source/node.ts'
import { compareText } from './order.ts'

export interface FingerprintOptions {
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
  /** The way to a node by names alone, as texts of JSON, joined by commas. */
  placeOf(node: Node): string
}

/** What a finding is known by. */
export interface Print {
  /** 16 hexadecimal digits. */
  readonly fingerprint: string
  /** Of a finding that tells of several things, what each alone would have as its fingerprint; sorted. */
  readonly parts?: readonly string[]
}

/** Hexadecimal digits of a secret's digest: enough to know another secret by, too few to guess the secret from. */
const DIGITS_OF_SECRET = 3

/**
 * What findings are known by, in their order: rule, identity of the concept, discriminator, and the names that lead to
 * the place. A finding that covers several places is known by all of them. If even that is equal for two, they are
 * numbered by what stands there and then by their order; a new finding elsewhere never changes the fingerprint of another.
 */
export function fingerprintsOf(
  findings: readonly RawFinding[],
  options: FingerprintOptions,
): readonly Print[] {
  const sides = new Map<At, string>()
  const drafts = findings.map((finding) => draftOf(finding, options, sides))
  return numbered(findings, drafts).map(({ name, parts }) => {
    const print = { fingerprint: short(options.sha256(name)) }
    return parts ? { ...print, parts: parts.map((part) => short(options.sha256(part))).sort() } : print
  })
}

function short(digest: string): string {
  return digest.slice(0, 16)
}

interface Draft {
  readonly name: string
  readonly parts?: readonly string[]
}

function draftOf(finding: RawFinding, options: FingerprintOptions, sides: Map<At, string>): Draft {
  const { covers, at, secrets } = finding
  if (covers && covers.length > 0) {
    const parts = [...new Set(coveredNames(covers, finding, options))].sort()
    return parts.length === 1 ? { name: parts[0] ?? '' } : { name: `[${parts.join()}]`, parts }
  }
  let side = secrets ? undefined : sides.get(at)
  if (side === undefined) {
    side = `${placeIn(nodeOf(at), secrets, options)},${isKey(at) ? '"key"' : '"value"'}`
    if (!secrets) sides.set(at, side)
  }
  return { name: `[${startOf(finding, finding.identity)},${side}]` }
}

/** Whether a finding is about a thing as a whole, whose key is pointed at, and not about its value. */
function isKey(at: At): boolean {
  if ('part' in at) return at.part === 'key'
  return !('node' in at) && typeof at.value === 'object' && at.value !== null
}

/** A place is known wherever it is; a name belongs to what was judged. */
function coveredNames(
  covers: readonly (At | string)[],
  finding: RawFinding,
  options: FingerprintOptions,
): readonly string[] {
  const [ofConcept, ofPlace] = [startOf(finding, finding.identity), startOf(finding, '')]
  return covers.map((part) =>
    typeof part === 'string'
      ? `[${ofConcept},${JSON.stringify(part)}]`
      : `[${ofPlace},${placeIn(nodeOf(part), finding.secrets, options)}]`,
  )
}

function startOf({ ruleId, discriminator = '' }: RawFinding, identity: string): string {
  return [ruleId, identity, discriminator].map((text) => JSON.stringify(text)).join()
}

/**
 * The way to a node, and a few digits of the digest of the secrets that stand there: another secret at the place of one
 * that was accepted is another finding. The name of a scalar in a list is its value, but not where that may be a secret.
 */
function placeIn(
  node: Node,
  secrets: readonly string[] | undefined,
  { placeOf, sha256 }: FingerprintOptions,
): string {
  if (!secrets || secrets.length === 0) return placeOf(node)
  const { value, parent } = node
  const place = placeOf(parent?.isList && typeof value !== 'object' ? parent : node)
  const here = typeof value === 'string' ? secrets.filter((secret) => value.includes(secret)) : secrets
  const digest = sha256(JSON.stringify([...new Set(here)].sort()))
  return `${place},${JSON.stringify(digest.slice(0, DIGITS_OF_SECRET))}`
}

/** Gives names that several findings have a number each. */
function numbered(findings: readonly RawFinding[], drafts: readonly Draft[]): readonly Draft[] {
  const byName = new Map<string, number[]>()
  for (const [index, { name }] of drafts.entries()) {
    addTo(byName, name, index)
  }
  if (byName.size === drafts.length) return drafts
  const all = [...drafts]
  for (const [name, same] of byName) {
    if (same.length === 1) continue
    const texts = new Map(same.map((index) => [index, contentOf(findings[index])]))
    const inOrder = same.toSorted((a, b) => compareText(texts.get(a) ?? '', texts.get(b) ?? '') || a - b)
    for (const [place, index] of inOrder.entries())
      if (place > 0) all[index] = { ...drafts[index], name: `${name}#${place + 1}` }
  }
  return all
}

/** What stands at the place of a finding, with the keys of mappings in order; so much of it as tells two apart. */
function contentOf(finding: RawFinding | undefined): string {
  const node = finding && nodeOf(finding.at)
  const item = node?.parent?.isList === false && node.parent.parent?.isList ? node.parent : node
  return sortedText(item?.value)
}

/** Characters of what stands at a place that are looked at. */
const MOST_CONTENT = 2000

function sortedText(value: unknown): string {
  const texts: string[] = []
  const stack: unknown[] = [value]
  let length = 0
  while (stack.length > 0 && length < MOST_CONTENT) {
    const next = stack.pop()
    const isMap = typeof next === 'object' && next !== null
    const text = isMap ? (Array.isArray(next) ? '[' : '{') : (JSON.stringify(next) ?? '')
    texts.push(text)
    length += text.length
    if (!isMap) continue
    for (const key of Object.keys(next).sort().reverse()) {
      stack.push((next as Record<string, unknown>)[key])
      if (!Array.isArray(next)) stack.push(key)
    }
  }
  return texts.join(' ')
}
