import type { AssessmentBasis } from '../../assess/api.ts'
import { FACETS } from '../../assess/catalogue.ts'
import type { DocumentResult } from '../../assess/document-result.ts'
import type { ToldExposure } from '../../assess/exposure.ts'
import type { RuleTally, Undecided } from '../../evaluate/types.ts'
import { addTo } from '../../group.ts'
import type { PolicyNotice } from '../../policy/policy.ts'
import type { Fix } from '../../policy/rule.ts'
import type { Problem } from '../../problem.ts'
import type { SettledFinding } from '../../settle/types.ts'
import { renderEdits } from '../../source/edit.ts'
import { EditRefused } from '../../source/edit-refused.ts'
import type { SourceFile, TreeEdit } from '../../source/types.ts'
import type { Reviewed } from '../reviewed.ts'
import type {
  Content,
  RecordedAssessment,
  RecordedDocument,
  RecordedExposure,
  RecordedFinding,
  RecordedFix,
  RecordedNotice,
  RecordedProblem,
  RecordedRendering,
  RecordedUndecided,
} from './content.ts'
import { secretsOf } from './secrets.ts'
import { Tables } from './tables.ts'
import { Unfit, Words } from './words.ts'

export interface WriteOptions {
  /** URIs ending in `/`: the working directory and the folder that the document may refer to. */
  readonly folders: readonly [string, string]
  /** Whether the edits of fixes are rendered, so that nobody has to parse the files for them. */
  readonly rendersFixes: boolean
  /** Milliseconds of each stage. */
  readonly stages?: Readonly<Record<string, number>> | undefined
}

/**
 * What a review of one document has left behind, as plain data.
 *
 * @returns undefined where it cannot be told without telling a secret, or as data
 */
export function contentOf(reviewed: Reviewed, options: WriteOptions): Content | undefined {
  const { document } = reviewed
  const all = [...(document?.findings ?? []), ...(document?.assessed?.findings ?? [])]
  const secrets = secretsOf(all)
  if (!secrets) return undefined
  const texts = secrets.map(({ text }) => text)
  const words = new Words(options.folders, texts)
  const writer = new Writer(words, new Tables(words, reviewed.files.values()), texts, options)
  try {
    return writer.content(reviewed, secrets)
  } catch {
    // whatever it is: the document is kept as it is, or judged again
    return undefined
  }
}

class Writer {
  readonly #words: Words
  readonly #tables: Tables
  readonly #secrets: ReadonlyMap<string, number>
  readonly #options: WriteOptions

  constructor(words: Words, tables: Tables, secrets: readonly string[], options: WriteOptions) {
    this.#words = words
    this.#tables = tables
    this.#secrets = new Map(secrets.map((text, index) => [text, index]))
    this.#options = options
  }

  content(reviewed: Reviewed, secrets: NonNullable<ReturnType<typeof secretsOf>>): Content {
    const { document, skipped, problems, isIncomplete, isUntouched, left } = reviewed
    const told = {
      problems: problems.map((each) => this.#problem(each)),
      isIncomplete,
      isUntouched,
      refersTo: left.refersTo?.map((uri) => this.#words.writeUri(uri)),
      skipped: skipped && { reason: skipped.reason, detail: this.#optional(skipped.detail) },
      document: document && this.#document(document),
      traces: left.traces,
      stages: Object.entries(this.#options.stages ?? {}),
      secrets: secrets.map((place) => ({
        ...('file' in place ? { file: this.#file(place.file.uri) } : { node: this.#tables.node(place.node) }),
        start: place.start,
        end: place.end,
      })),
    }
    return { ...this.#tables.content, ...told }
  }

  #document(document: DocumentResult): RecordedDocument {
    const { format, digest, operations, findings, undecided, rules, files, expressions } = document
    return {
      format,
      digest,
      operations,
      findings: findings.map((each) => this.#finding(each)),
      undecided: undecided.map((each) => this.#undecided(each)),
      rules: rules.map((each) => this.#tally(each)),
      files: files?.map((uri) => this.#file(uri)),
      expressions,
      assessed: document.assessed && this.#assessed(document.assessed),
      attested: document.attested?.map((each) => this.#notice(each)),
    }
  }

  #finding(finding: SettledFinding): RecordedFinding {
    const { severity, at, span, operations, identity, discriminator, cause, related, foreign } = finding
    const tables = this.#tables
    const node = foreign ? tables.node('node' in at ? at.node : at) : undefined
    return {
      kind: tables.kind(finding),
      severity,
      message: this.#text(finding.message),
      at: node === undefined ? tables.place(at) : [node, span.start, span.end],
      node: tables.node(finding.node),
      operations: tables.group(operations),
      identity: this.#text(identity),
      discriminator: this.#optional(discriminator),
      cause: cause && tables.place(cause),
      related: related.map((each) => [tables.place(each.at), this.#text(each.message)] as const),
      fix: finding.fix && this.#fix(finding.fix),
      secrets: finding.secrets?.map((secret) => known(this.#secrets.get(secret))),
      foreign: foreign && {
        pointer: this.#text(foreign.pointer),
        range: [
          foreign.range.start.line,
          foreign.range.start.column,
          foreign.range.end.line,
          foreign.range.end.column,
        ],
        documentationUrl: this.#optional(foreign.documentationUrl),
      },
      fingerprint: finding.fingerprint,
      parts: finding.parts,
    }
  }

  #fix({ title, kind, edits }: Fix): RecordedFix {
    const byFile = new Map<SourceFile, TreeEdit[]>()
    for (const { node, edit } of edits) addTo(byFile, node.file, edit)
    const { rendersFixes } = this.#options
    return {
      title: this.#text(title),
      kind,
      edits: edits.map(({ node, edit }) => [this.#tables.node(node), this.#text(jsonOf(edit))]),
      texts: rendersFixes ? [...byFile].map(([file, tree]) => this.#rendering(file, tree)) : [],
    }
  }

  #rendering(file: SourceFile, edits: readonly TreeEdit[]): RecordedRendering {
    try {
      return renderEdits(file, edits).map(
        ({ span, text }) => [span.start, span.end, this.#text(text)] as const,
      )
    } catch (error) {
      if (error instanceof EditRefused) return error.reason
      throw error
    }
  }

  #undecided({ ruleId, at, because, operations }: Undecided): RecordedUndecided {
    const tables = this.#tables
    return {
      ruleId,
      at: tables.place(at),
      because: this.#text(because),
      operations: tables.group(operations),
    }
  }

  #tally(tally: RuleTally): RuleTally {
    const { excludes } = tally
    return excludes ? { ...tally, excludes: excludes.map((uri) => this.#words.writeUri(uri)) } : tally
  }

  #problem({ code, severity, message, uri, span }: Problem): RecordedProblem {
    return { code, severity, message: this.#text(message), uri: uri && this.#words.writeUri(uri), span }
  }

  #notice({ code, severity, message, uri, span }: PolicyNotice): RecordedNotice {
    return { code, severity, message: this.#text(message), uri: uri && this.#words.writeUri(uri), span }
  }

  #assessed(assessed: AssessmentBasis): RecordedAssessment {
    const { format, title, apiVersion, facets, unread, findings, undecided, rules, exposures } = assessed
    return {
      format,
      title: this.#text(title),
      apiVersion: this.#text(apiVersion),
      facets: FACETS.map((name) => ({
        name,
        parts: facets.parts(name).map((part) => [this.#text(part.name), part.digest] as const),
      })),
      unread: unread.map((each) => this.#problem(each)),
      findings: findings.map((each) => this.#finding(each)),
      undecided: undecided.map((each) => this.#undecided(each)),
      rules: rules.map((each) => this.#tally(each)),
      exposures: exposures().map((each) => this.#exposure(each)),
    }
  }

  #exposure(exposure: ToldExposure): RecordedExposure {
    const { operation, kind, callers, because, intended, requires, servers, changesData } = exposure
    const { takes, returns } = exposure
    const text = (each: string) => this.#text(each)
    const field = ({ name, kind, where }: ToldExposure['takes'][number]) => ({
      name: text(name),
      kind,
      where: text(where),
    })
    return {
      label: text(operation.label),
      tags: operation.tags.map(text),
      deprecated: operation.deprecated,
      node: this.#tables.node(operation.node),
      span: operation.node.span,
      kind,
      callers,
      because: text(because),
      intended: intended && { by: intended.by, reason: text(intended.reason) },
      requires: requires.map((each) => each.map(text)),
      servers: servers.map(({ url, encrypted }) => ({ url: text(url), encrypted })),
      takes: takes.map(field),
      returns: returns.map(field),
      changesData,
    }
  }

  #file(uri: string): number {
    return known(this.#tables.file(uri))
  }

  #text(text: string): string {
    return this.#words.write(text)
  }

  #optional(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.#words.write(text)
  }
}

/** A fix may write a value that holds itself, or that nests too deep to be told. */
function jsonOf(edit: TreeEdit): string {
  try {
    return JSON.stringify(edit)
  } catch {
    throw new Unfit()
  }
}

function known(index: number | undefined): number {
  if (index === undefined) throw new Unfit()
  return index
}
