import type { BaseRequest } from '../against/types.ts'
import type { Catalogue } from '../assess/catalogue.ts'
import type { AssessRequest } from '../assess/plan.ts'
import type { ConformanceChecker } from '../conformance.ts'
import type { Registry, Severity } from '../policy/rule.ts'
import type { Problem } from '../problem.ts'
import type { RulesetEngine } from '../ruleset-engine.ts'
import type { Fetch } from '../source/bounds.ts'
import type { Memory } from './incremental/memory.ts'
import type { DocumentRecords } from './record/document-record.ts'

export interface LintRequest {
  readonly documents: readonly DocumentRequest[]
  readonly registry: Registry
  /** Version of the tool, for the report. */
  readonly version: string
  /** URI of a folder, ending in `/`: file names in the report are relative to it. */
  readonly workingDirectory: string
  /** URI of a configuration that replaces the nearest `specward.yaml`. */
  readonly config?: string | undefined
  /** Presets in place of those that the configuration extends. */
  readonly presets?: readonly string[] | undefined
  readonly failOn?: Severity | 'never' | undefined
  /** Today's date, `2027-01-31`: whether exceptions and what is announced have ended. Undefined: that is not checked. */
  readonly today?: string | undefined
  /** Adds milliseconds per stage and rule to the report. */
  readonly timing?: boolean | undefined
  /** What the face could not do, such as a glob that matches nothing. */
  readonly problems?: readonly Problem[] | undefined
  /** Files and folders (ending in `/`) that the face passed over, for the report. */
  readonly skipped?: readonly SkippedFile[] | undefined
  /**
   * Makes it a problem when none of the documents is an API description: a gate that looked at nothing is not
   * passed. A text is the message of that problem.
   */
  readonly requireDocument?: boolean | string | undefined
  /**
   * URIs of files that were changed, added or deleted: of the documents, only those are judged that are one of them,
   * refer to one, or are judged by a policy or under waivers that are made from one. The others are skipped. Undefined: all are judged.
   */
  readonly changed?: ReadonlySet<string> | undefined
  /** Told before each document is judged how many of how many are done. For display only. */
  readonly progress?: ((done: number, total: number, uri: string) => void) | undefined
  /** Tells whether descriptions conform to their specification; without it, what needs that stays undecided. */
  readonly conformance?: ConformanceChecker | undefined
  /**
   * Runs rulesets of Spectral: those named here, those that the policy extends, and the nearest `.spectral.yaml` (or
   * `.yml`, `.json`, `.js`, `.mjs`) where none is named. Without it there are none.
   */
  readonly rulesetEngine?: (() => Promise<RulesetEngine>) | undefined
  /**
   * Rulesets of the command line, by URI, as `spectral:oas`, or by the name of an npm package. Without presets and
   * configuration beside them, they are all that is run.
   */
  readonly rulesets?: readonly string[] | undefined
  /** Whether code may run that belongs to rulesets which nobody named. */
  readonly allowScripts?: boolean | undefined
  /** What people are told who want such code to run, as a sentence. Undefined: the option of the command line. */
  readonly scriptAdvice?: string | undefined
  /**
   * What the findings are held against: those that it knows do not fail the run. Undefined: the baselines
   * (`specward.baseline.json`) beside the configurations and in the working directory. `none`: nothing.
   */
  readonly base?: BaseRequest | 'none' | undefined
  /** Takes no notice of waivers and of remarks in descriptions: what somebody has accepted counts. For tests of a policy. */
  readonly acceptsNothing?: boolean | undefined
  /**
   * URIs of all API descriptions in a folder (a URI ending in `/`) and below. Asked for where a waiver that names no
   * file covers nothing: without it, such a waiver is never called stale.
   */
  readonly descriptions?: ((folder: string) => Promise<readonly string[]>) | undefined
  /**
   * Asks for an assessment beside the report, which stays as it is to the byte. Rules that speak for a control and are
   * in none of the presets in use are run for it. Needs `today`.
   */
  readonly assess?: AssessRequest | undefined
  /**
   * Reads the catalogue of controls. With it, the answers in files of attestations are held against the descriptions;
   * it is called only where there is such a file.
   */
  readonly catalogue?: (() => Promise<Catalogue>) | undefined
  /** Keeps what was understood of each description in the result, for faces that show more of it than findings. */
  readonly keep?: boolean | undefined
  /** What earlier runs over the same files have left behind, to be quicker; the result is the same without it. */
  readonly memory?: Memory | undefined
  /** Takes over what judging documents has left behind elsewhere, and tells what it leaves behind here; the report is the same without it. */
  readonly records?: DocumentRecords | undefined
  /** Called every few milliseconds of judging, and waited for: lets a program do other work, such as to abort the signal. */
  readonly pause?: (() => Promise<void>) | undefined
  /** Told of all that is fetched under a lock file (`specward.lock`), which nothing is held against then. */
  readonly fetched?: ((fetch: Fetch) => void) | undefined
  /** Checked between slices of work; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

export interface DocumentRequest {
  readonly uri: string
  /** True when somebody asked for this very file: if it is not an API description, that is a problem. Otherwise it is skipped and counted. */
  readonly named: boolean
}

/** A file or folder that was not judged because it is none of what was looked for. */
export interface SkippedFile {
  readonly uri: string
  /** A few words that are the same for all files of the kind: `not an API description`. */
  readonly reason: string
  /** What decided that: `.gitignore:3`. */
  readonly detail?: string | undefined
}
