import type { AssessmentBasis } from '../../assess/api.ts'
import type { DocumentResult } from '../../assess/document-result.ts'
import type { ToldExposure } from '../../assess/exposure.ts'
import { recordedFacets } from '../../assess/facets.ts'
import { offRules } from '../../assess/off-rules.ts'
import type { AssessPlan } from '../../assess/plan.ts'
import type { Undecided } from '../../evaluate/types.ts'
import { addTo } from '../../group.ts'
import type { PolicyNotice } from '../../policy/policy.ts'
import type { Fix } from '../../policy/rule.ts'
import type { Task } from '../../policy/task.ts'
import type { Problem } from '../../problem.ts'
import type { SettledFinding } from '../../settle/types.ts'
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
  RecordedProblem,
  RecordedUndecided,
} from './content.ts'
import { Lookup, present } from './lookup.ts'
import { rememberRendering } from './renderings.ts'
import { treeEditOf } from './tree-edit.ts'
import { Unfit } from './words.ts'

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
  readonly #lookup: Lookup

  constructor(content: Content, options: RestoreOptions) {
    this.#content = content
    this.#options = options
    this.#lookup = new Lookup(content, [options.workingDirectory, options.task.root], options)
  }

  reviewed(): Reviewed {
    const { skipped, document, problems, isIncomplete, isUntouched, refersTo, traces } = this.#content
    const { uri } = this.#options.task.document
    return {
      uri,
      document: document && this.#document(document),
      skipped: skipped && { uri, reason: skipped.reason, ...this.#detail(skipped.detail) },
      problems: problems.map((each) => this.#problem(each)),
      isIncomplete,
      isUntouched,
      files: new Map(this.#lookup.read.map((file) => [file.uri, file])),
      left: {
        isDated: false,
        traces: [...traces],
        ...(refersTo ? { refersTo: refersTo.map((each) => this.#lookup.uri(each)) } : {}),
      },
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
      files: files?.map((index) => this.#lookup.file(index).uri),
      expressions: document.expressions,
      ...(basis ? { assessed: basis } : {}),
      ...(attested ? { attested: attested.map((each) => this.#notice(each)) } : {}),
    }
  }

  #finding(finding: RecordedFinding): SettledFinding {
    const { severity, at, cause, related, fix, secrets, foreign, fingerprint, parts } = finding
    const kind = present(this.#content.kinds[finding.kind])
    const { ruleId, category, references, documentation } = kind
    const place = this.#lookup.place(at)
    return {
      ruleId,
      category,
      severity,
      message: this.#lookup.text(finding.message),
      at: foreign ? place.node : place,
      node: this.#lookup.node(finding.node),
      operations: this.#lookup.group(finding.operations),
      identity: this.#lookup.text(finding.identity),
      discriminator:
        finding.discriminator === undefined ? undefined : this.#lookup.text(finding.discriminator),
      cause: cause && this.#lookup.place(cause),
      related: related.map(([at, message]) => ({
        at: this.#lookup.place(at),
        message: this.#lookup.text(message),
      })),
      fix: fix && this.#fix(fix),
      references,
      ...(documentation === undefined ? {} : { documentation: this.#lookup.uri(documentation) }),
      secrets: secrets?.map((index) => this.#lookup.secret(index)),
      ...(foreign ? { foreign: this.#foreign(foreign) } : {}),
      span: place.span,
      fingerprint,
      ...(parts ? { parts } : {}),
    }
  }

  #foreign({ pointer, range, documentationUrl }: NonNullable<RecordedFinding['foreign']>) {
    const [startLine, startColumn, endLine, endColumn] = range
    return {
      pointer: this.#lookup.text(pointer),
      range: {
        start: { line: startLine, column: startColumn },
        end: { line: endLine, column: endColumn },
      },
      documentationUrl: documentationUrl === undefined ? undefined : this.#lookup.text(documentationUrl),
    }
  }

  #fix({ title, kind, edits, texts }: RecordedFix): Fix {
    const made = edits.map(([node, json]) => ({
      node: this.#lookup.node(node),
      edit: treeEditOf(this.#lookup.text(json)),
    }))
    const byFile = new Map<SourceFile, TreeEdit[]>()
    for (const { node, edit } of made) addTo(byFile, node.file, edit)
    for (const [index, tree] of [...byFile.values()].entries()) {
      const rendering = texts[index]
      if (rendering === undefined) continue
      const told =
        typeof rendering === 'string'
          ? new EditRefused(rendering, tree[0])
          : rendering.map(([start, end, text]) => ({ span: { start, end }, text: this.#lookup.text(text) }))
      rememberRendering(tree, told)
    }
    return { title: this.#lookup.text(title), kind, edits: made }
  }

  #undecided({ ruleId, at, because, operations }: RecordedUndecided): Undecided {
    return {
      ruleId,
      at: this.#lookup.place(at),
      because: this.#lookup.text(because),
      operations: this.#lookup.group(operations),
    }
  }

  #tallies(rules: RecordedDocument['rules']): RecordedDocument['rules'] {
    return rules.map((tally) =>
      tally.excludes ? { ...tally, excludes: tally.excludes.map((uri) => this.#lookup.uri(uri)) } : tally,
    )
  }

  #problem({ code, severity, message, uri, span }: RecordedProblem): Problem {
    return {
      code,
      severity,
      message: this.#lookup.text(message),
      ...(uri === undefined ? {} : { uri: this.#lookup.uri(uri) }),
      ...(span ? { span } : {}),
    }
  }

  #notice({ code, severity, message, uri, span }: NonNullable<RecordedDocument['attested']>[number]) {
    const told: PolicyNotice = {
      code,
      severity,
      message: this.#lookup.text(message),
      uri: uri === undefined ? undefined : this.#lookup.uri(uri),
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
        [name, parts.map(([part, digest]) => ({ name: this.#lookup.text(part), digest }))] as const,
    )
    const exposures = assessed.exposures.map((each) => this.#exposure(each))
    const own = files.map((index) => this.#lookup.file(index))
    return {
      format,
      title: this.#lookup.text(assessed.title),
      apiVersion: this.#lookup.text(assessed.apiVersion),
      exposures: () => exposures,
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
    const text = (each: string) => this.#lookup.text(each)
    const node = this.#lookup.node(exposure.node)
    if (span) node.standsAt({ ...(span.key ? { key: span.key } : {}), value: span.value })
    const field = ({ name, kind, where }: ToldExposure['takes'][number]) => ({
      name: text(name),
      kind,
      where: text(where),
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

  #detail(detail: string | undefined): { readonly detail?: string } {
    return detail === undefined ? {} : { detail: this.#lookup.text(detail) }
  }
}
