import type { RuleTally, Undecided } from '../evaluate/types.ts'
import { addTo } from '../group.ts'
import type { AcceptableDocument, AcceptRun } from './accept-types.ts'

interface ByRule {
  readonly tallies: Map<string, RuleTally[]>
  readonly undecided: Map<string, Undecided[]>
  readonly byOperation: Map<string, Map<string, Undecided[]>>
}

/** Whether a run has seen enough to say that something is no longer needed. */
export class Coverage {
  readonly #run: AcceptRun
  readonly #documents: readonly AcceptableDocument[]
  readonly #with = new Map<string, readonly AcceptableDocument[]>()
  readonly #in = new Map<ReadonlySet<string>, readonly AcceptableDocument[]>()
  readonly #whole = new Map<string, Promise<boolean>>()
  readonly #byRule = new Map<AcceptableDocument, ByRule>()

  constructor(documents: readonly AcceptableDocument[], run: AcceptRun) {
    this.#documents = documents
    this.#run = run
  }

  /** Whether a file was to be judged as a document. */
  isRequested(uri: string): boolean {
    return this.#run.requested.has(uri)
  }

  /** Judged documents that a file is part of. */
  documentsWith(uri: string): readonly AcceptableDocument[] {
    const known = this.#with.get(uri)
    if (known) return known
    const found = this.#documents.filter((each) => each.uri === uri || each.files?.includes(uri))
    this.#with.set(uri, found)
    return found
  }

  documentsIn(uris: ReadonlySet<string>): readonly AcceptableDocument[] {
    const known = this.#in.get(uris)
    if (known) return known
    const found = this.#documents.filter(({ uri }) => uris.has(uri))
    this.#in.set(uris, found)
    return found
  }

  /** Whether all API descriptions in a folder and below were judged, with nothing left; asked only where it matters. */
  isWhole(folder: string): Promise<boolean> {
    const known = this.#whole.get(folder) ?? this.#looksWhole(folder)
    this.#whole.set(folder, known)
    return known
  }

  async #looksWhole(folder: string): Promise<boolean> {
    const { requested, incomplete } = this.#run
    const all = await this.#run.descriptions?.(folder)
    return all?.every((uri) => requested.has(uri) && !incomplete.has(uri)) === true
  }

  /** Whether nothing of some documents was left unjudged, and a rule ran in any of them. */
  isJudged(requested: Iterable<string>, documents: readonly AcceptableDocument[], ruleId: string): boolean {
    for (const uri of requested) if (this.#run.incomplete.has(uri)) return false
    const tallies = documents.flatMap((each) => this.#of(each).tallies.get(ruleId) ?? [])
    return tallies.length > 0 && tallies.every(({ stopped }) => stopped === undefined)
  }

  /** What a rule could not decide in a document. */
  undecided(document: AcceptableDocument, ruleId: string): readonly Undecided[] {
    return this.#of(document).undecided.get(ruleId) ?? []
  }

  /** The same about an operation. */
  undecidedAbout(document: AcceptableDocument, ruleId: string, label: string): readonly Undecided[] {
    const { byOperation } = this.#of(document)
    const known = byOperation.get(ruleId) ?? new Map<string, Undecided[]>()
    if (!byOperation.has(ruleId)) {
      byOperation.set(ruleId, known)
      for (const each of this.undecided(document, ruleId)) {
        for (const operation of each.operations) addTo(known, operation, each)
      }
    }
    return known.get(label) ?? []
  }

  #of(document: AcceptableDocument): ByRule {
    const known = this.#byRule.get(document)
    if (known) return known
    const made: ByRule = { tallies: new Map(), undecided: new Map(), byOperation: new Map() }
    for (const each of document.rules) addTo(made.tallies, each.id, each)
    for (const each of document.undecided) addTo(made.undecided, each.ruleId, each)
    this.#byRule.set(document, made)
    return made
  }
}
