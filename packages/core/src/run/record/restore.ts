import type { AssessmentBasis } from '../../assess/api.ts'
import type { DocumentResult } from '../../assess/document-result.ts'
import type { ToldExposure } from '../../assess/exposure.ts'
import { recordedFacets } from '../../assess/facets.ts'
import { offRules } from '../../assess/off-rules.ts'
import type { AssessPlan } from '../../assess/plan.ts'
import type { Undecided } from '../../evaluate/types.ts'
import { addTo } from '../../group.ts'
import { isObject, own } from '../../json.ts'
import type { Place } from '../../policy/at.ts'
import type { PolicyNotice } from '../../policy/policy.ts'
import type { Fix } from '../../policy/rule.ts'
import type { Task } from '../../policy/task.ts'
import type { Problem } from '../../problem.ts'
import type { SettledFinding } from '../../settle/types.ts'
import { unread } from '../../settle/unread.ts'
import { EditRefused } from '../../source/edit-refused.ts'
import type { SourceFile, TreeEdit } from '../../source/types.ts'
import { FORMATS } from '../../spec/format.ts'
import type { Reviewed } from '../reviewed.ts'
import type {
  Content,
  RecordedAssessment,
  RecordedDocument,
  RecordedExposure,
  RecordedFinding,
  RecordedFix,
  RecordedPlace,
  RecordedProblem,
  RecordedUndecided,
} from './content.ts'
import { rememberRendering } from './renderings.ts'
import { RestoredNode } from './restored-node.ts'
import { list, optional, text } from './shape.ts'
import { Unfit, Words } from './words.ts'

export interface RestoreOptions {
  readonly task: Task
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  readonly assessing: AssessPlan | undefined
  /** Files as they were when the record was made, by URI. */
  fileOf(uri: string): SourceFile | undefined
  /** Lower-case hexadecimal SHA-256. */
  sha256(text: string): string
}

/**
 * What a review of a document has left behind, from plain data. Nothing is parsed for it.
 *
 * @throws Unfit where the data do not fit the files or themselves
 */
export function restored(content: Content, options: RestoreOptions): Reviewed {
  return new Restorer(content, options).reviewed()
}

class Restorer {
  readonly #content: Content
  readonly #options: RestoreOptions
  readonly #files: readonly SourceFile[]
  readonly #nodes: (RestoredNode | undefined)[] = []
  readonly #secrets: readonly string[]
  readonly #words: Words
  readonly #groups: readonly (readonly string[])[]

  constructor(content: Content, options: RestoreOptions) {
    this.#content = content
    this.#options = options
    const folders = [options.workingDirectory, options.task.root] as const
    this.#words = new Words(folders, [])
    this.#files = content.files.map(({ uri, isRead }) => {
      const name = this.#words.readUri(uri)
      return isRead ? present(options.fileOf(name)) : unread(name)
    })
    this.#secrets = content.secrets.map((place) => this.#secret(place))
    this.#words = new Words(folders, this.#secrets)
    const labels = content.labels.map((label) => this.#words.read(label))
    this.#groups = content.groups.map((group) => group.map((index) => present(labels[index])))
  }

  reviewed(): Reviewed {
    const { files, skipped, document, problems, isIncomplete, traces } = this.#content
    const { uri } = this.#options.task.document
    const read = this.#files.filter((_, index) => files[index]?.isRead)
    return {
      uri,
      document: document && this.#document(document),
      skipped: skipped && { uri, ...skipped, ...this.#optional('detail', skipped.detail) },
      problems: problems.map((each) => this.#problem(each)),
      isIncomplete,
      files: new Map(read.map((file) => [file.uri, file])),
      graphs: new Map(),
      left: { isDated: false, traces: [...traces] },
    }
  }

  #document(document: RecordedDocument): DocumentResult {
    const { format, digest, operations, findings, undecided, rules, files, assessed, attested } = document
    const { task } = this.#options
    const basis = assessed && this.#assessed(assessed, files ?? [])
    return {
      uri: task.document.uri,
      format,
      digest,
      operations,
      policy: task.policy,
      findings: findings.map((each) => this.#finding(each)),
      undecided: undecided.map((each) => this.#undecided(each)),
      rules: this.#tallies(rules),
      files: files?.map((index) => present(this.#files[index]).uri),
      expressions: document.expressions,
      ...(basis ? { assessed: basis } : {}),
      ...(attested ? { attested: attested.map((each) => this.#notice(each)) } : {}),
    }
  }

  #finding(finding: RecordedFinding): SettledFinding {
    const { severity, at, cause, related, fix, secrets, foreign, fingerprint, parts } = finding
    const kind = present(this.#content.kinds[finding.kind])
    const { ruleId, category, references, documentation } = kind
    const place = this.#place(at)
    return {
      ruleId,
      category,
      severity,
      message: this.#text(finding.message),
      at: foreign ? place.node : place,
      node: this.#node(finding.node),
      operations: this.#group(finding.operations),
      identity: this.#text(finding.identity),
      discriminator: finding.discriminator === undefined ? undefined : this.#text(finding.discriminator),
      cause: cause && this.#place(cause),
      related: related.map(([at, message]) => ({ at: this.#place(at), message: this.#text(message) })),
      fix: fix && this.#fix(fix),
      references,
      ...(documentation === undefined ? {} : { documentation: this.#words.readUri(documentation) }),
      secrets: secrets?.map((index) => present(this.#secrets[index])),
      ...(foreign ? { foreign: this.#foreign(foreign) } : {}),
      span: place.span,
      fingerprint,
      ...(parts ? { parts } : {}),
    }
  }

  #foreign({ pointer, range, documentationUrl }: NonNullable<RecordedFinding['foreign']>) {
    const [startLine, startColumn, endLine, endColumn] = range
    return {
      pointer: this.#text(pointer),
      range: {
        start: { line: startLine, column: startColumn },
        end: { line: endLine, column: endColumn },
      },
      documentationUrl: documentationUrl === undefined ? undefined : this.#text(documentationUrl),
    }
  }

  #fix({ title, kind, edits, texts }: RecordedFix): Fix {
    const made = edits.map(([node, json]) => ({ node: this.#node(node), edit: this.#edit(json) }))
    const byFile = new Map<SourceFile, TreeEdit[]>()
    for (const { node, edit } of made) addTo(byFile, node.file, edit)
    for (const [index, tree] of [...byFile.values()].entries()) {
      const rendering = texts[index]
      if (rendering === undefined) continue
      const told =
        typeof rendering === 'string'
          ? new EditRefused(rendering, tree[0])
          : rendering.map(([start, end, text]) => ({ span: { start, end }, text: this.#text(text) }))
      rememberRendering(tree, told)
    }
    return { title: this.#text(title), kind, edits: made }
  }

  #edit(json: string): TreeEdit {
    const edit: unknown = parsed(this.#text(json))
    if (!isTreeEdit(edit)) throw new Unfit()
    return edit
  }

  #undecided({ ruleId, at, because, operations }: RecordedUndecided): Undecided {
    return { ruleId, at: this.#place(at), because: this.#text(because), operations: this.#group(operations) }
  }

  #tallies(rules: RecordedDocument['rules']): RecordedDocument['rules'] {
    return rules.map((tally) =>
      tally.excludes ? { ...tally, excludes: tally.excludes.map((uri) => this.#words.readUri(uri)) } : tally,
    )
  }

  #problem({ code, severity, message, uri, span }: RecordedProblem): Problem {
    return {
      code,
      severity,
      message: this.#text(message),
      ...(uri === undefined ? {} : { uri: this.#words.readUri(uri) }),
      ...(span ? { span } : {}),
    }
  }

  #notice({ code, severity, message, uri, span }: NonNullable<RecordedDocument['attested']>[number]) {
    const told: PolicyNotice = {
      code,
      severity,
      message: this.#text(message),
      uri: uri === undefined ? undefined : this.#words.readUri(uri),
      ...(span ? { span } : {}),
    }
    return told
  }

  #assessed(assessed: RecordedAssessment, files: readonly number[]): AssessmentBasis | undefined {
    const { task, assessing, sha256 } = this.#options
    const format = FORMATS.find((each) => each === assessed.format)
    if (!assessing || !format) throw new Unfit()
    const parts = assessed.facets.map(
      ({ name, parts }) =>
        [name, parts.map(([part, digest]) => ({ name: this.#text(part), digest }))] as const,
    )
    const own = files.map((index) => present(this.#files[index]))
    return {
      format,
      title: this.#text(assessed.title),
      apiVersion: this.#text(assessed.apiVersion),
      exposures: () => assessed.exposures.map((each) => this.#exposure(each)),
      facets: recordedFacets(new Map(parts), sha256),
      unread: assessed.unread.map((each) => this.#problem(each)),
      off: offRules(assessing.rules.keys(), task.policy, own),
      findings: assessed.findings.map((each) => this.#finding(each)),
      undecided: assessed.undecided.map((each) => this.#undecided(each)),
      rules: this.#tallies(assessed.rules),
    }
  }

  #exposure(exposure: RecordedExposure): ToldExposure {
    const { label, tags, deprecated, span, kind, callers, because, intended, requires, servers } = exposure
    const text = (each: string) => this.#text(each)
    const node = this.#node(exposure.node)
    if (span) node.standsAt({ ...(span.key ? { key: span.key } : {}), value: span.value })
    const field = ({ name, kind, where }: ToldExposure['takes'][number]) => ({
      name: text(name),
      kind,
      where,
    })
    return {
      operation: { label: text(label), tags: tags.map(text), deprecated, node },
      kind,
      callers,
      because: text(because),
      intended: intended && { by: intended.by, reason: text(intended.reason) },
      requires: requires.map((each) => each.map(text)),
      servers: servers.map(({ url, encrypted }) => ({ url: text(url), encrypted })),
      takes: exposure.takes.map(field),
      returns: exposure.returns.map(field),
      changesData: exposure.changesData,
    }
  }

  #secret(place: Content['secrets'][number]): string {
    const text =
      'file' in place ? present(this.#files[place.file]).text : present(this.#node(place.node).string)
    if (place.end > text.length) throw new Unfit()
    return text.slice(place.start, place.end)
  }

  #place([index, start, end]: RecordedPlace): Place {
    const node = this.#node(index)
    if (start > end || end > node.file.text.length) throw new Unfit()
    return { node, span: { start, end } }
  }

  /** The nodes above are made first, from the root down. */
  #node(index: number): RestoredNode {
    const way: number[] = []
    let up = index
    while (up >= 0 && !this.#nodes[up]) {
      const above = present(this.#content.nodes[up])[0]
      // whoever writes a table writes what is above first
      if (above >= up) throw new Unfit()
      way.push(up)
      up = above
    }
    let node = up >= 0 ? this.#nodes[up] : undefined
    const file = node?.file ?? present(this.#files[-1 - up])
    for (let next = way.pop(); next !== undefined; next = way.pop()) {
      const key = this.#words.read(present(this.#content.nodes[next])[1])
      node = new RestoredNode(file, node, key)
      this.#nodes[next] = node
    }
    return present(node)
  }

  #group(index: number): readonly string[] {
    return present(this.#groups[index])
  }

  #text(text: string): string {
    return this.#words.read(text)
  }

  #optional<K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> {
    return (text === undefined ? {} : { [key]: this.#text(text) }) as Partial<Record<K, string>>
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Unfit()
  return value
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Unfit()
  }
}

const OPERATIONS: ReadonlySet<unknown> = new Set(['set', 'remove', 'rename', 'insert'])

/** Values nest no deeper than whatever writes them can follow. */
const DEEPEST = 500

function isTreeEdit(value: unknown): value is TreeEdit {
  if (!isObject(value) || !OPERATIONS.has(own(value, 'op')) || !list(text)(own(value, 'path'))) return false
  if (!optional(text)(own(value, 'key')) || !optional(text)(own(value, 'to'))) return false
  return !isDeeper(value, DEEPEST)
}

function isDeeper(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
