import { isObject } from '../json.ts'
import { locateAt, nodeOf } from '../policy/at.ts'
import { noticeAt } from '../policy/notice.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { At } from '../policy/rule.ts'
import { DEFAULT_WAIVER_SETTINGS, forbids } from '../policy/waiver-settings.ts'
import { isBorrowed } from '../source/file.ts'
import type { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { AcceptableDocument } from './accept-types.ts'
import type { Coverage } from './coverage.ts'
import { relativeName } from './file-name.ts'
import { FoundElsewhere } from './found-elsewhere.ts'
import type { Remark } from './remarks.ts'
import type { SettledFinding, Suppression } from './types.ts'

/** Remarks of one file for one rule at one place: they are good or not together. */
interface Alike {
  readonly first: Remark
  /** Pointers of what it could be for. */
  readonly places: Set<string>
  /** Whether one of them is where its object is written. */
  isAtHome: boolean
}

/** Remarks of one file, by what they are for and by rule. */
interface OfFile {
  readonly file: SourceFile
  readonly byTarget: ReadonlyMap<number | object, ReadonlyMap<string, Alike>>
}

/** Holds findings against what descriptions say about them. */
export class RemarkRun {
  readonly #files = new Map<string, OfFile>()
  readonly #alike = new Map<Remark, Alike>()
  readonly #open = new Map<AcceptableDocument, Map<string, ReadonlySet<Alike>>>()
  readonly #remarks: readonly Remark[]
  readonly #elsewhere: FoundElsewhere

  constructor(remarks: readonly Remark[], files: ReadonlyMap<string, SourceFile>) {
    this.#remarks = remarks
    this.#elsewhere = new FoundElsewhere(new Set(remarks.map(({ rule }) => rule)))
    const byFile = new Map<string, Map<number | object, Map<string, Alike>>>()
    for (const remark of remarks) {
      const byTarget = byFile.get(remark.uri) ?? new Map<number | object, Map<string, Alike>>()
      byFile.set(remark.uri, byTarget)
      const byRule = byTarget.get(remark.target) ?? new Map<string, Alike>()
      byTarget.set(remark.target, byRule)
      const alike = byRule.get(remark.rule) ?? { first: remark, places: new Set(), isAtHome: false }
      byRule.set(remark.rule, alike)
      this.#alike.set(remark, alike)
    }
    for (const [uri, byTarget] of byFile) {
      const file = files.get(uri)
      if (file) this.#files.set(uri, { file, byTarget })
    }
  }

  /** Notes which remarks are for the findings of a document. */
  look({ findings, assessed }: AcceptableDocument): void {
    for (const finding of [...findings, ...(assessed?.findings ?? [])]) {
      const found = this.#of(finding)
      if (found.length === 0) {
        this.#elsewhere.note(finding)
        continue
      }
      const place = finding.foreign?.pointer ?? nodeOf(finding.at).pointer
      const isAtHome = isWritten(finding)
      for (const each of found) {
        each.places.add(place)
        each.isAtHome ||= isAtHome
      }
    }
  }

  /**
   * What the description says to a finding; undefined where it says nothing, or may not. Look at all documents first:
   * whether a comment is for one place shows only then.
   */
  suppression(finding: SettledFinding, { policy }: AcceptableDocument): Suppression | undefined {
    const { ruleId } = finding
    const remark = this.#of(finding).find((each) => isFor(each, finding))?.first
    const { forbid, forbidInline } = policy.waivers ?? DEFAULT_WAIVER_SETTINGS
    if (!remark || forbids(forbid, ruleId) || forbids(forbidInline, ruleId)) return undefined
    const { reason, uri, span } = remark
    return { kind: 'inline', reason, uri, span }
  }

  /** What is to be told about remarks: those that the policy forbids, and those that are for nothing. */
  async notices(coverage: Coverage, workingDirectory: string): Promise<readonly PolicyNotice[]> {
    const told: PolicyNotice[] = []
    for (const remark of this.#remarks) {
      const documents = coverage.documentsWith(remark.uri)
      const notice =
        forbidden(remark, documents) ??
        this.#ambiguous(remark) ??
        (await this.#unused(remark, documents, coverage, workingDirectory))
      if (notice) told.push(notice)
    }
    return told
  }

  #ambiguous(remark: Remark): PolicyNotice | undefined {
    const alike = this.#alike.get(remark)
    if (!alike || !isAmbiguous(alike)) return undefined
    const isLine = typeof remark.target === 'number'
    const text = `This remark suppresses nothing: ${isLine ? 'on its line' : 'where its object is repeated by aliases'}, \`${remark.rule}\` finds something at ${alike.places.size} places. ${isLine ? 'Give each a line of its own, or put `x-specward-ignore` into the object that is meant.' : 'Write it where it is meant, or a waiver: `specward waive`.'}`
    return noticeAt(remark, 'ignore-ambiguous', 'error', text)
  }

  async #unused(
    remark: Remark,
    documents: readonly AcceptableDocument[],
    coverage: Coverage,
    workingDirectory: string,
  ): Promise<PolicyNotice | undefined> {
    const alike = this.#alike.get(remark)
    if (!alike || alike.places.size > 0) return undefined
    const uris = documents.map(({ uri }) => uri)
    if (!coverage.isJudged(uris, documents, remark.rule)) return undefined
    if (documents.some((document) => this.#openIn(document, remark.rule, coverage).has(alike)))
      return undefined
    // what no document is judged as may be part of others
    if (!coverage.isRequested(remark.uri) && !(await coverage.isWhole(workingDirectory))) return undefined
    const isError = documents.some(
      ({ policy }) => (policy.waivers ?? DEFAULT_WAIVER_SETTINGS).stale === 'error',
    )
    const text = this.#elsewhere.advice(remark, (uri) => relativeName(workingDirectory, uri))
    return noticeAt(remark, 'ignore-unused', isError ? 'error' : 'warn', text)
  }

  /** Remarks for what a rule could not decide in a document. */
  #openIn(document: AcceptableDocument, ruleId: string, coverage: Coverage): ReadonlySet<Alike> {
    const byRule = this.#open.get(document) ?? new Map<string, ReadonlySet<Alike>>()
    this.#open.set(document, byRule)
    const known = byRule.get(ruleId)
    if (known) return known
    const undecided = coverage.undecided(document, ruleId)
    const open = new Set(undecided.flatMap(({ at }) => this.#find(ruleId, at)))
    byRule.set(ruleId, open)
    return open
  }

  #of({ ruleId, at, foreign }: SettledFinding): readonly Alike[] {
    return this.#find(ruleId, at, foreign?.range.start.line)
  }

  #find(ruleId: string, at: At, foreignLine?: number): readonly Alike[] {
    const node = nodeOf(at)
    const known = this.#files.get(node.file.uri)
    if (!known) return []
    return targetsOf(node, at, known.file, foreignLine).flatMap(
      (target) => known.byTarget.get(target)?.get(ruleId) ?? [],
    )
  }
}

/** A remark is for one place: not for all that somebody puts on its line, nor for all that borrows its object. */
function isAmbiguous({ first, places, isAtHome }: Alike): boolean {
  return places.size > 1 && (typeof first.target === 'number' || !isAtHome)
}

function isFor(alike: Alike, finding: SettledFinding): boolean {
  if (alike.places.size === 1) return true
  return typeof alike.first.target === 'object' && isWritten(finding)
}

function isWritten({ at }: SettledFinding): boolean {
  const { file, path } = nodeOf(at)
  return !isBorrowed(file, path)
}

/**
 * What a remark has to stand at to be for a finding: the line that the finding points to, that of the key there, and
 * the object that it is about; of what is no object, the one that holds it. An item of a list is also the business of
 * the object that holds the list: a security requirement has no room for an extension.
 */
export function targetsOf(
  node: Node,
  at: At,
  file: SourceFile,
  foreignLine: number | undefined,
): readonly (number | object)[] {
  const key = node.span?.key
  const targets: (number | object)[] = [
    foreignLine ?? file.position(locateAt(at).span.start).line,
    ...(key ? [file.position(key.start).line] : []),
  ]
  let holder: Node | undefined = node
  if (isObject(node.value)) {
    targets.push(node.value)
    if (!node.parent?.isList) return targets
    holder = node.parent
  }
  while (holder && !isObject(holder.value)) holder = holder.parent
  if (holder && isObject(holder.value)) targets.push(holder.value)
  return targets
}

function forbidden(remark: Remark, documents: readonly AcceptableDocument[]): PolicyNotice | undefined {
  const all = documents.map(({ policy }) => policy.waivers ?? DEFAULT_WAIVER_SETTINGS)
  const name = `By the policy, what \`${remark.rule}\` finds cannot be accepted`
  if (all.some(({ forbid }) => forbids(forbid, remark.rule))) {
    const text = `${name} (\`waivers.forbid\`), so this remark suppresses nothing. Mend it and remove the remark.`
    return noticeAt(remark, 'ignore-forbidden', 'error', text)
  }
  if (!all.some(({ forbidInline }) => forbids(forbidInline, remark.rule))) return undefined
  const text = `${name} in a description (\`waivers.forbidInline\`), so this remark suppresses nothing. It takes a waiver: \`specward waive\`.`
  return noticeAt(remark, 'ignore-forbidden', 'error', text)
}
