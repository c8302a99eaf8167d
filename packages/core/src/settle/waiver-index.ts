import { matchesLabel } from '../model/label.ts'
import { folderOf } from '../policy/folders.ts'
import { matchesGlob } from '../policy/glob.ts'
import { coversPath } from '../policy/scope.ts'
import { isLiteral, type Waiver, type WaiverBook } from '../policy/waivers.ts'
import { toPointer } from '../source/node.ts'
import type { Path } from '../source/types.ts'
import { relativeName } from './file-name.ts'

/** What a waiver is held against: a finding, or what a rule could not decide. */
export interface WaivedPlace {
  readonly ruleId: string
  /** Undefined for what has none: then scopes with a fingerprint are held against the rest alone. */
  readonly fingerprint: string | undefined
  /** Of a finding that tells of several things, what each alone is known by. */
  readonly parts?: readonly string[] | undefined
  readonly operations: readonly string[]
  readonly path: Path
  /** URIs of the file that it stands in and of the document that it belongs to. */
  readonly files: readonly string[]
}

/** Waivers of one rule, by the most telling part of their scope. */
interface OfRule {
  readonly byFingerprint: Map<string, Waiver[]>
  readonly byPointer: Map<string, Waiver[]>
  readonly byOperation: Map<string, Waiver[]>
  readonly byFile: Map<string, Waiver[]>
  readonly others: Waiver[]
}

/** Finds the waivers of a file that cover a finding, without going through all of them. */
export class WaiverIndex {
  readonly book: WaiverBook
  /** Folder that globs are relative to. */
  readonly base: string
  readonly #rules = new Map<string, OfRule>()
  readonly #names = new Map<string, string>()
  readonly #globs = new Map<string, Map<string, boolean>>()
  readonly #labels = new Map<string, Map<string, boolean>>()
  readonly #places = new Map<readonly unknown[], readonly WaivedPlace[]>()
  readonly #open = new Map<readonly unknown[], Map<string, boolean>>()
  /** Waivers whose file is nowhere: those with a fingerprint are good for a finding elsewhere. */
  readonly #gone: ReadonlySet<Waiver>

  constructor(book: WaiverBook, gone: ReadonlySet<Waiver>) {
    this.book = book
    this.base = folderOf(book.file.uri)
    this.#gone = gone
    for (const waiver of book.waivers) this.#add(waiver)
  }

  /** Whether the file of a waiver is nowhere, and its finding may be elsewhere. */
  isGone(waiver: Waiver): boolean {
    return waiver.scope.fingerprint !== undefined && this.#gone.has(waiver)
  }

  /** Whether the file of a waiver is nowhere. */
  isNowhere(waiver: Waiver): boolean {
    return this.#gone.has(waiver)
  }

  /** Whether there is a waiver for a rule. */
  knows(ruleId: string): boolean {
    return this.#rules.has(ruleId)
  }

  /** Waivers that cover a finding, in the order of the text. */
  find(place: WaivedPlace): readonly Waiver[] {
    const rule = this.#rules.get(place.ruleId)
    if (!rule) return []
    const found = new Set<Waiver>(rule.others)
    const [part] = piecesOf(place)
    for (const print of [place.fingerprint, part]) {
      for (const each of rule.byFingerprint.get(print ?? '') ?? []) found.add(each)
    }
    if (rule.byPointer.size > 0) {
      for (let length = 1; length <= place.path.length; length++) {
        for (const each of rule.byPointer.get(toPointer(place.path.slice(0, length))) ?? []) found.add(each)
      }
    }
    for (const label of place.operations) {
      for (const each of rule.byOperation.get(label) ?? []) found.add(each)
    }
    if (rule.byFile.size > 0) {
      for (const uri of place.files)
        for (const each of rule.byFile.get(this.nameOf(uri)) ?? []) found.add(each)
    }
    return [...found].filter((each) => this.covers(each, place)).sort((a, b) => a.index - b.index)
  }

  /** Whether a waiver covers a finding: every part of its scope does. A finding in several operations needs all of them. */
  covers(waiver: Waiver, place: WaivedPlace): boolean {
    const { fingerprint, pointer, operation, file } = waiver.scope
    if (fingerprint !== undefined && place.fingerprint !== undefined && !isKnownBy(waiver, place))
      return false
    if (pointer && !coversPath({ pointers: [pointer] }, place.path)) return false
    if (operation !== undefined) {
      const { operations } = place
      if (operations.length === 0) return false
      if (!operations.every((label) => this.#isLabel(operation, label))) return false
    }
    if (file === undefined || this.isGone(waiver)) return true
    return place.files.some((uri) => this.isFile(file, uri))
  }

  /** Whether a waiver covers, but for its fingerprint, one of several things that a rule could not decide. */
  coversAny<Thing>(
    waiver: Waiver,
    things: readonly Thing[],
    placeOf: (thing: Thing) => WaivedPlace,
  ): boolean {
    if (things.length === 0) return false
    const answers = this.#open.get(things) ?? new Map<string, boolean>()
    this.#open.set(things, answers)
    const { pointer, operation, file } = waiver.scope
    const key = JSON.stringify([pointer, operation, this.isGone(waiver) ? null : file])
    const places = this.#places.get(things) ?? things.map(placeOf)
    this.#places.set(things, places)
    const known = answers.get(key) ?? places.some((place) => this.covers(waiver, place))
    answers.set(key, known)
    return known
  }

  /** Whether a name or glob is for a file. */
  isFile(glob: string, uri: string): boolean {
    return remembered(this.#globs, glob, uri, () => {
      const name = this.nameOf(uri)
      return glob === name || matchesGlob(glob, name)
    })
  }

  nameOf(uri: string): string {
    const known = this.#names.get(uri)
    if (known !== undefined) return known
    const name = relativeName(this.base, uri)
    this.#names.set(uri, name)
    return name
  }

  #isLabel(pattern: string, label: string): boolean {
    return remembered(this.#labels, pattern, label, () => matchesLabel(pattern, label))
  }

  #add(waiver: Waiver): void {
    const { fingerprint, pointer, operation, file } = waiver.scope
    const rule: OfRule = this.#rules.get(waiver.rule) ?? {
      byFingerprint: new Map(),
      byPointer: new Map(),
      byOperation: new Map(),
      byFile: new Map(),
      others: [],
    }
    this.#rules.set(waiver.rule, rule)
    if (fingerprint !== undefined) {
      for (const print of new Set([fingerprint, ...(waiver.scope.parts ?? [])]))
        addTo(rule.byFingerprint, print, waiver)
    } else if (pointer && !pointer.includes('*')) addTo(rule.byPointer, toPointer(pointer), waiver)
    else if (operation !== undefined && isLiteral(operation)) addTo(rule.byOperation, operation, waiver)
    else if (file !== undefined && isLiteral(file)) addTo(rule.byFile, file, waiver)
    else rule.others.push(waiver)
  }
}

/** What a finding tells of, each by what it alone is known by. */
function piecesOf({ fingerprint, parts }: WaivedPlace): readonly string[] {
  return parts ?? (fingerprint === undefined ? [] : [fingerprint])
}

/** Whether a waiver is for a finding as a whole, or for everything that the finding still tells of. */
function isKnownBy({ scope }: Waiver, place: WaivedPlace): boolean {
  if (scope.fingerprint === place.fingerprint) return true
  const { parts } = scope
  return parts !== undefined && piecesOf(place).every((part) => parts.includes(part))
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

function remembered(
  memory: Map<string, Map<string, boolean>>,
  pattern: string,
  text: string,
  work: () => boolean,
): boolean {
  const known = memory.get(pattern) ?? new Map<string, boolean>()
  memory.set(pattern, known)
  const answer = known.get(text) ?? work()
  known.set(text, answer)
  return answer
}
