import { nodeOf } from '../policy/at.ts'
import type { WaiverText } from '../policy/edit-waivers.ts'
import type { Waiver } from '../policy/waivers.ts'
import type { WaiverStatus } from './accept-types.ts'
import { relativeName } from './file-name.ts'
import type { SettledFinding } from './types.ts'

/** A judged document with what was found in it. */
interface Judged {
  readonly uri: string
  readonly findings: readonly SettledFinding[]
  readonly assessed?: { readonly findings: readonly SettledFinding[] } | undefined
}

/** A finding that somebody wants to accept, at one place. */
export interface AcceptTarget<Document extends Judged = Judged> {
  readonly finding: SettledFinding
  /** The document that it was found in, the first of several that share it. */
  readonly document: Document
  /** Whether several documents share it. */
  readonly isShared: boolean
  /** URI of the file that it stands in, the line there, 1-based, and the JSON Pointer. */
  readonly uri: string
  readonly line: number
  readonly pointer: string
}

/** The places at which findings with a fingerprint stand, each once. Several: the fingerprint does not say which is meant. */
export function findingPlaces<Document extends Judged>(
  fingerprint: string,
  documents: readonly Document[],
): readonly AcceptTarget<Document>[] {
  const all = documents.flatMap((document) =>
    [...document.findings, ...(document.assessed?.findings ?? [])]
      .filter((finding) => finding.fingerprint === fingerprint)
      .map((finding) => ({ document, finding, ...placeOf(finding) })),
  )
  const places = new Map<string, (typeof all)[number]>()
  for (const each of all) {
    const key = `${each.uri}:${each.line} ${each.pointer}`
    if (!places.has(key)) places.set(key, each)
  }
  return [...places.values()].map((each) => ({ ...each, isShared: all.length > 1 }))
}

function placeOf({ at, span, foreign }: SettledFinding) {
  const node = nodeOf(at)
  const line = foreign ? foreign.range.start.line : node.file.position(span.start).line
  return { line, pointer: foreign?.pointer ?? node.pointer, uri: node.file.uri }
}

/**
 * What ties a waiver to the document of a finding, or, where several share it, to the file that it stands in: a name
 * relative to the waivers. Undefined where the name cannot be said by a glob.
 *
 * @param waivers URI of the file of waivers
 */
export function waivedFile(
  { document, isShared, finding }: AcceptTarget,
  waivers: string,
): string | undefined {
  const uri = isShared ? nodeOf(finding.at).file.uri : document.uri
  const name = relativeName(waivers.slice(0, waivers.lastIndexOf('/') + 1), uri)
  const glob = name.replace(/[{}\\]/g, '?').replace(/^!/, '?')
  return glob.startsWith('/') ? undefined : glob
}

/** Of a finding that tells of more things than these, the fingerprint alone is written. */
const MOST_PARTS = 50

/** What a new waiver for a finding says, apart from its file. */
export function waiverOf(
  { ruleId: rule, fingerprint, parts = [] }: SettledFinding,
  given: Pick<WaiverText, 'reason' | 'owner' | 'expires' | 'ticket' | 'approver'>,
  today: string | undefined,
): WaiverText {
  const listed = parts.length > 0 && parts.length <= MOST_PARTS ? { parts } : {}
  const { reason, owner, expires, ticket, approver } = given
  return { rule, fingerprint, ...listed, reason, owner, expires, ticket, approver, created: today }
}

/** A waiver that says all that it has to, with what became of it. */
export type WholeWaiver = WaiverStatus & { readonly waiver: Waiver }

/** The waiver that names the fingerprint of a finding and covers it, be it in force or not. */
export function waiverNaming(
  { fingerprint, ruleId }: Pick<SettledFinding, 'fingerprint' | 'ruleId'>,
  waivers: readonly WaiverStatus[],
): WholeWaiver | undefined {
  const named = waivers.filter(
    (each): each is WholeWaiver =>
      'scope' in each.waiver &&
      each.waiver.scope.fingerprint === fingerprint &&
      each.waiver.rule === ruleId &&
      each.findings > 0,
  )
  return named.find(({ state }) => state === 'active') ?? named[0]
}
