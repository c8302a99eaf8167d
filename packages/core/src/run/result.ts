import type { AttestationRun } from '../assess/attestation-run.ts'
import type { DocumentResult } from '../assess/document-result.ts'
import type { Host, ReadResult } from '../host.ts'
import { lazy } from '../lazy.ts'
import type { Task } from '../policy/task.ts'
import type { Assessment } from '../report/assessment.ts'
import { redactionOf } from '../report/assessment-build.ts'
import { type BaselineDocument, baselineDocuments } from '../report/baseline.ts'
import type { Report } from '../report/report.ts'
import type { RuleInfo } from '../report/rule-info.ts'
import { rulesetRules } from '../report/ruleset-rules.ts'
import type { WaiverStatus } from '../settle/accept-types.ts'
import { relativeName } from '../settle/file-name.ts'
import type { Memory } from './incremental/memory.ts'
import type { Outcome } from './outcome.ts'
import type { RunTools } from './tools.ts'

export interface LintResult {
  readonly report: Report
  /**
   * Text of a file by its name in the report, as it was judged, with the secrets that were found overwritten;
   * undefined when it was not read. Good for showing alone: lines and columns are those of the file.
   */
  sources(file: string): string | undefined
  /** A text of a description without the secrets that were found in it. */
  withoutSecrets(text: string): string
  /** What is known of a rule that a ruleset defines; undefined for ours. */
  ruleInfo(ruleId: string): RuleInfo | undefined
  /** The documents that were judged, each with its policy and what the rules of it did. */
  readonly documents: readonly JudgedDocument[]
  /** What was found, as a baseline in a folder (a URI ending in `/`) tells it. */
  baseline(folder: string): readonly BaselineDocument[]
  /** The configurations that documents are judged by; undefined stands for none. */
  readonly configurations: readonly (string | undefined)[]
  /** What became of each waiver, in the order of files and entries. */
  readonly waivers: readonly WaiverStatus[]
  /** Where it was asked for: the results of controls, of the descriptions of APIs alone. */
  readonly assessment?: Assessment
  /** Judges the same once more, with other texts in place of those that stand in files; see {@link Again}. */
  again(other: Again): Promise<LintResult>
  /** Name of a file in the report. */
  nameOf(uri: string): string
  /** What stands in a file by its URI, as it is read now. */
  read(uri: string): Promise<ReadResult>
  /** The file in which an answer about a document (by URI) belongs; undefined without a catalogue. */
  attestationFile(document: string): ReturnType<AttestationRun['fileFor']> | undefined
}

/** What is other when the same is judged once more. */
export interface Again {
  /** What stands in for files, by URI. */
  readonly texts: ReadonlyMap<string, ReadResult>
  /** URIs of the documents that are judged; undefined: those of the run. */
  readonly documents?: readonly string[] | undefined
  /** In place of that of the request; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean } | undefined
  /** For one run after the other with texts that differ little; that of the request is not touched. */
  readonly memory?: Memory | undefined
}

export interface JudgedDocument
  extends Pick<
    DocumentResult,
    'uri' | 'policy' | 'rules' | 'findings' | 'files' | 'assessed' | 'understood'
  > {
  /** URI of the configuration in force; undefined when there is none. */
  readonly config?: string | undefined
  /** URI of the folder, ending in `/`, outside of which nothing was read for it. */
  readonly root: string
}

/** What a run ends with, before it can be asked. */
export interface Ended {
  readonly tasks: readonly Task[]
  readonly report: Report
  readonly assessment: Assessment | undefined
  readonly waivers: readonly WaiverStatus[]
  /** Compared. */
  readonly documents: readonly DocumentResult[]
  readonly again: LintResult['again']
}

/** Apart from the rest, so that a face that keeps them keeps no text for it. */
function doors(host: Host, workingDirectory: string): Pick<LintResult, 'nameOf' | 'read'> {
  return { nameOf: (uri) => relativeName(workingDirectory, uri), read: (uri) => host.read(uri) }
}

export function resultOf(
  { tasks, report, assessment, waivers, documents, again }: Ended,
  { request: { workingDirectory }, host, attestations }: RunTools,
  { files, incomplete }: Pick<Outcome, 'files' | 'incomplete'>,
): LintResult {
  const names = lazy(
    () => new Map([...files].map(([uri, file]) => [relativeName(workingDirectory, uri), file])),
  )
  const redaction = redactionOf(documents)
  const foreign = lazy(() => rulesetRules(tasks.map(({ policy }) => policy)))
  const configs = new Map(tasks.map(({ document, config }) => [document.uri, config]))
  const roots = new Map(tasks.map(({ document, root }) => [document.uri, root]))
  return {
    report,
    sources: (name) => {
      const file = names().get(name)
      return file && redaction.source(file.uri, file.text)
    },
    // bound, for it may outlive the result and must not keep the files
    withoutSecrets: redaction.message.bind(redaction),
    ruleInfo: (id) => foreign().get(id),
    documents: documents.map((each) => ({
      ...each,
      config: configs.get(each.uri),
      root: roots.get(each.uri) ?? workingDirectory,
    })),
    baseline: (folder) => baselineDocuments(documents, incomplete, folder, redaction),
    configurations: [...new Set(configs.values())],
    waivers,
    again,
    ...doors(host, workingDirectory),
    attestationFile: (document) => attestations?.fileFor(document),
    ...(assessment ? { assessment } : {}),
  }
}
