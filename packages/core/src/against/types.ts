import type { DocumentResult } from '../assess/document-result.ts'
import type { Host } from '../host.ts'
import type { PolicyNotice } from '../policy/policy.ts'
import type { Severity } from '../policy/rule.ts'
import type { Task } from '../policy/task.ts'
import type { Problem } from '../problem.ts'
import type { Graph } from '../resolve/graph.ts'
import type { Loader } from '../source/load.ts'
import type { SourceFile } from '../source/types.ts'

/** What a run is compared with. Findings that it knows do not fail the run. */
export type BaseRequest = TreeBase | RecordBase

/** The files as they were: of another commit. */
export interface TreeBase {
  readonly kind: 'git'
  /** As people call it: `main`. */
  readonly name: string
  readonly commit: string
  /**
   * Reads files as they were, by the URIs that they have now. Of what is installed, only what is the same for sure is
   * there.
   */
  readonly host: Host
  /** The same with all that is installed, as it is now. */
  readonly policyHost: Host
  /** Whether an installed file is what it was; undefined for one that is not installed. */
  installed(uri: string): Promise<'same' | 'different' | 'unknown' | undefined>
  /** False for what no commit can hold: URLs, and files outside of the repository. */
  holds(uri: string): boolean
  /** URIs of the files that the base has and that are there no longer, sorted. */
  gone(): Promise<readonly string[]>
  /**
   * What the base would have been asked to judge by the same request and may be a description, sorted by URI.
   * @param judged URIs of what is left out
   */
  left(judged: ReadonlySet<string>): Promise<readonly LeftDocument[]>
}

/** One of the two states that are compared. */
export type State = 'now' | 'base'

/** How a document is judged for a comparison: by which files, and by whose policy. */
export interface Version {
  readonly files: State
  readonly policy: State
}

/** A file of the base that may be a description. */
export interface LeftDocument {
  readonly uri: string
  /** What became of it, where it was moved and that can be told. */
  readonly movedTo: string | undefined
}

/** A baseline, or a report of an earlier run. */
export interface RecordBase {
  readonly kind: 'record'
  readonly uri: string
}

/** What of a run a comparison needs. */
export interface Ran {
  readonly documents: readonly DocumentResult[]
  readonly problems: readonly Problem[]
  /** Documents of which something could not be judged. */
  readonly incomplete: ReadonlySet<string>
  /** Every file that was read, by URI. */
  readonly files: ReadonlyMap<string, SourceFile>
}

/** A run, and how more of its kind are done. */
export interface Comparable {
  readonly workingDirectory: string
  readonly failOn: Severity | 'never' | undefined
  readonly tasks: readonly Task[]
  readonly ran: Ran
  readonly files: Map<string, SourceFile>
  readonly host: Host
  readonly loader: Loader
  plan(documents: readonly Task['document'][], host: Host, loader: Loader): Promise<readonly Task[]>
  /** Judges a document anew, whatever records there are: by a policy that nobody has, or by texts of no file. */
  judge(task: Task, host: Host, loader: Loader): Promise<Ran>
  /** Judges a document in one of the versions that records are made of. */
  review(task: Task, version: Version): Promise<Ran>
  /** Told before `review` is asked for several. */
  expect(tasks: readonly Task[], version: Version): void
  /** What references lead to in a document; undefined for what is no description. */
  graphOf(task: Task, files: State): Promise<Graph | undefined>
  /** SHA-256 of a file in the base; undefined where it cannot be read. */
  digestThen(uri: string): Promise<string | undefined>
  /**
   * A task with rules on that are off, at a severity or that of the presets; undefined where there are no such rules.
   * What else is in the task stays as it is.
   */
  withRules(task: Task, rules: ReadonlyMap<string, Severity | undefined>): Task | undefined
  /** The documents of a run with what waivers and remarks accept. Rejects with a `ConfigurationFailure`. */
  accept(tasks: readonly Task[], ran: Ran, loader: Loader): Promise<readonly DocumentResult[]>
  /** URIs of all API descriptions in a folder and below; undefined where nobody can tell. */
  readonly descriptions?: ((folder: string) => Promise<readonly string[]>) | undefined
  /** The answers of people about documents. Rejects with a `ConfigurationFailure`. */
  answers(tasks: readonly Task[], loader: Loader): Promise<readonly Answer[]>
}

/** A person's answer to a control. */
export interface Answer {
  /** URI of the description that it is about. */
  readonly document: string
  readonly control: string
  /** Labels; undefined: all operations that the control is about. */
  readonly operations: readonly string[] | undefined
}

export interface Comparison {
  /** With what is known marked, and with what a softer policy hides. */
  readonly documents: readonly DocumentResult[]
  readonly notices: readonly PolicyNotice[]
  /** Undefined where there is nothing to compare with. */
  readonly base: ComparedWith | undefined
}

/** What a run was compared with. */
export interface ComparedWith {
  readonly kind: 'git' | 'report' | 'baseline'
  /** As people call it: `main`, `specward.baseline.json`. */
  readonly name: string
  readonly commit?: string
  /** Findings that it knows and that are there no longer. */
  readonly fixed: number
  /** With a commit: findings that somebody has accepted and that nobody had accepted there. */
  readonly accepted?: number
}
