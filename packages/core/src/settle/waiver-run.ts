import { nodeOf } from '../policy/at.ts'
import { keysOf } from '../policy/read-overrides.ts'
import type { At } from '../policy/rule.ts'
import { type WaiverFault, waiverFault } from '../policy/waiver-faults.ts'
import { DEFAULT_WAIVER_SETTINGS, type WaiverSettings } from '../policy/waiver-settings.ts'
import type { Waiver } from '../policy/waivers.ts'
import type { AcceptableDocument, BookInForce } from './accept-types.ts'
import type { SettledFinding, Suppression } from './types.ts'
import { homeOf } from './waiver-home.ts'
import type { WaivedPlace, WaiverIndex } from './waiver-index.ts'

/** Where a finding stands that a waiver covers. */
export interface WaiverPlace {
  readonly finding: SettledFinding
  /** That it is seen from. */
  readonly documents: Set<AcceptableDocument>
}

/** What a run has seen of one waiver. */
export interface WaiverRecord {
  readonly waiver: Waiver
  readonly index: WaiverIndex
  /** Findings that it covers. */
  findings: number
  /** Where they stand: several, when one finding is seen from several documents, are one. */
  readonly places: Map<string, WaiverPlace>
  readonly documents: Set<AcceptableDocument>
  /** The first fault of each kind. */
  readonly faults: Map<WaiverFault['kind'], WaiverFault>
}

/** Holds findings against waivers. Look at all documents first, then settle: whether a fingerprint is unique shows only then. */
export class WaiverRun {
  readonly #books: readonly (BookInForce & { readonly index: WaiverIndex })[]
  readonly #records = new Map<Waiver, WaiverRecord>()
  readonly #matches = new Map<SettledFinding, readonly Waiver[]>()
  readonly #today: string | undefined

  constructor(books: readonly (BookInForce & { readonly index: WaiverIndex })[], today: string | undefined) {
    this.#books = books
    this.#today = today
    for (const { index, book } of books) {
      for (const waiver of book.waivers) {
        const nothing = { findings: 0, places: new Map(), documents: new Set<AcceptableDocument>() }
        this.#records.set(waiver, { waiver, index, ...nothing, faults: new Map() })
      }
    }
  }

  get records(): Iterable<WaiverRecord> {
    return this.#records.values()
  }

  /** Notes which waivers cover the findings of a document. */
  look(document: AcceptableDocument): void {
    const books = this.#books.filter(({ documents }) => documents.has(document.uri))
    if (books.length === 0) return
    for (const finding of [...document.findings, ...(document.assessed?.findings ?? [])]) {
      if (!books.some(({ index }) => index.knows(finding.ruleId))) continue
      const place = placeOfFinding(finding, document.uri)
      const found = books.flatMap(({ index }) => index.find(place))
      if (found.length === 0) continue
      this.#matches.set(finding, found)
      for (const waiver of found) this.#note(waiver, finding, document)
    }
  }

  #note(waiver: Waiver, finding: SettledFinding, document: AcceptableDocument): void {
    const record = this.#records.get(waiver)
    if (!record) return
    const key = keyOfPlace(finding)
    const documents = record.places.get(key)?.documents ?? new Set()
    record.places.set(key, { finding, documents: documents.add(document) })
    record.findings = record.places.size
    record.documents.add(document)
  }

  /** Settles which place a waiver is for whose file is gone, where several have its fingerprint and names tell. */
  settle(): void {
    for (const record of this.#records.values()) {
      if (!isAmbiguous(record)) continue
      const { waiver, index, places, documents } = record
      const { file } = waiver.scope
      const home = file && homeOf(file, places.values(), (uri) => index.nameOf(uri))
      if (!home) continue
      places.clear()
      places.set(keyOfPlace(home.finding), home)
      record.findings = 1
      documents.clear()
      for (const document of home.documents) documents.add(document)
    }
  }

  /** Who has accepted a finding by a waiver that is good for it; undefined when nobody has. */
  suppression(finding: SettledFinding, { policy }: AcceptableDocument): Suppression | undefined {
    const settings = policy.waivers ?? DEFAULT_WAIVER_SETTINGS
    let accepted: Suppression | undefined
    for (const waiver of this.#matches.get(finding) ?? []) {
      const isGood = this.#isGood(waiver, finding, settings)
      if (isGood && !accepted) accepted = suppressionOf(waiver)
    }
    return accepted
  }

  #isGood(waiver: Waiver, finding: SettledFinding, settings: WaiverSettings): boolean {
    const record = this.#records.get(waiver)
    if (!record || isAmbiguous(record)) return false
    if (record.index.isGone(waiver) && !record.places.has(keyOfPlace(finding))) return false
    const { severity } = finding
    const fault = waiverFault(waiver, severity, settings, this.#today)
    if (fault && !record.faults.has(fault.kind)) record.faults.set(fault.kind, fault)
    return fault === undefined
  }
}

/** A fingerprint is unique in a document alone: without one that is named, a waiver is good for one place. */
export function isAmbiguous({ waiver, index, places }: WaiverRecord): boolean {
  const { fingerprint, file } = waiver.scope
  return fingerprint !== undefined && (file === undefined || index.isGone(waiver)) && places.size > 1
}

function suppressionOf(waiver: Waiver): Suppression {
  const { reason, owner, expires, ticket, approver, created, uri, span } = waiver
  return { kind: 'waiver', reason, owner, expires, ticket, approver, created, uri, span }
}

function placeOfFinding(finding: SettledFinding, document: string): WaivedPlace {
  const { ruleId, fingerprint, parts, operations, at } = finding
  const { uri } = nodeOf(at).file
  const files = uri === document ? [uri] : [uri, document]
  return { ruleId, fingerprint, parts, operations, path: pathOf(finding), files }
}

/** The same for what a rule could not decide. */
export function placeOfUndecided(
  undecided: { readonly ruleId: string; readonly operations: readonly string[]; readonly at: At },
  document: string,
): WaivedPlace {
  const { ruleId, operations, at } = undecided
  const { file, path } = nodeOf(at)
  return { ruleId, fingerprint: undefined, operations, path, files: [file.uri, document] }
}

function keyOfPlace(finding: SettledFinding): string {
  return JSON.stringify([nodeOf(finding.at).file.uri, finding.fingerprint, pathOf(finding)])
}

function pathOf({ at, foreign }: SettledFinding): readonly string[] {
  if (!foreign) return nodeOf(at).path
  return foreign.pointer === '' ? [] : keysOf(foreign.pointer)
}
