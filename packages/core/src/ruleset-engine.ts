import type { Host } from './host.ts'
import type { ConfigurationError, PolicyNotice } from './policy/policy.ts'
import type { Severity } from './policy/rule.ts'
import type { Problem } from './problem.ts'
import type { Path, Position, SourceFile, Span } from './source/types.ts'

/**
 * Runs rulesets that are written for another tool. Faces bring one along, because it needs libraries that core does
 * not know. It reaches the world through the host that it is given.
 */
export interface RulesetEngine {
  /** Reads rulesets with all that they extend, and checks them. */
  load(request: RulesetRequest): Promise<LoadedRulesets | { readonly errors: readonly ConfigurationError[] }>
  /** The function `schema`, for rules that select a concept. */
  schemaFunction?(): Promise<SchemaFunction>
}

/** Holds values against JSON Schema. */
export interface SchemaFunction {
  /** What is wrong with a value that messages call by the name of the property; paths lead on from the value. */
  judge(
    value: unknown,
    property: string | undefined,
    options: unknown,
  ): readonly { readonly message: string; readonly path: Path }[]
  /** What is wrong with the options. */
  fault(options: unknown): string | undefined
}

export interface RulesetRequest {
  readonly rulesets: readonly RulesetReference[]
  readonly host: Host
  /** URI of the folder, ending in `/`, outside of which nothing is read that nobody named. */
  readonly root: string
  /** The host for what nobody named: it reads nothing outside of a folder, and holds URLs against the policy. */
  within(folder: string): Host
  /** URI of a folder, ending in `/`. */
  readonly workingDirectory: string
  /** Hosts from which rulesets and `$ref` may be read. */
  readonly hosts: readonly string[]
  /** Whether code may run that nobody named on the command line. */
  readonly allowScripts: boolean
  /** What people are told who want such code to run, as a sentence. */
  readonly scriptAdvice: string
}

/** A ruleset by its address, or written down where the policy is. */
export type RulesetReference =
  | {
      /** A URI, or the name of an npm package as seen from `base`. */
      readonly name: string
      /** URI of the folder that `name` is relative to, ending in `/`. */
      readonly base: string
      /** `named`: on the command line, which is consent for its code. */
      readonly by: 'named' | 'extended' | 'discovered'
      /** Where it is asked for, when in a file. */
      readonly at?: { readonly file: SourceFile; readonly path: Path }
    }
  | { readonly definition: Readonly<Record<string, unknown>>; readonly file: SourceFile; readonly path: Path }

export interface LoadedRulesets {
  /** URIs of the rulesets and of what they extend, in order; built-in ones as `spectral:oas`. */
  readonly sources: readonly string[]
  /** Of everything that can change a result. */
  readonly digest: string
  /**
   * True where the rulesets could not be read at all: nobody knows which rules they have, so that a name that is not known
   * may be one of theirs. A problem says so of each.
   */
  readonly isUnread?: boolean
  /** For the places of notices and problems. */
  readonly files: readonly SourceFile[]
  /** Code that was run, by URI, as it was run: it is read from the disk, whatever host was given. */
  readonly scripts?: ReadonlyMap<string, string>
  readonly rules: readonly ForeignRule[]
  /** Rules that were lost: their code may not run, a format is not known. */
  readonly problems: readonly Problem[]
  judge(document: ForeignDocument, options: ForeignOptions): Promise<ForeignResult>
  /**
   * Takes over what the same rulesets have noted about a document elsewhere, as if they had judged it here. What is no
   * such thing is passed over.
   */
  recall?(trace: unknown): void
  /** After the last document: what can be told only of the whole run, such as a `given` that matched nothing. */
  finish(): readonly PolicyNotice[]
}

export interface ForeignRule {
  readonly id: string
  readonly severity: Severity
  readonly description: string | undefined
  readonly message: string | undefined
  readonly documentationUrl: string | undefined
  readonly given: readonly string[]
  readonly then?: readonly {
    readonly field?: string | undefined
    /** Name of the function. */
    readonly function: string
    readonly options?: unknown
  }[]
  /** Names of formats; empty for all. */
  readonly formats: readonly string[]
  readonly tags: readonly string[]
  /** URI of the ruleset that defines it last, `spectral:oas` for a built-in one. */
  readonly source: string
  readonly at: { readonly uri: string; readonly span: Span } | undefined
}

/** One document to be judged. */
export interface ForeignDocument {
  readonly uri: string
  readonly text: string
  /** As core read it; undefined when it could not be read. */
  readonly file: SourceFile | undefined
}

export interface ForeignOptions {
  /** Reads another file or URL for `$ref`; a clause that tells why not otherwise, and whether there is none. */
  read(
    uri: string,
  ): Promise<
    | { readonly text: string; readonly file?: SourceFile }
    | { readonly because: string; readonly missing?: boolean }
  >
  /** Milliseconds from any fixed point. */
  now(): number
  /** Milliseconds that one call of a function may take. */
  readonly budgetMs: number
  /** Time of the clock after which calls get next to none. */
  readonly deadline?: number | undefined
  /** Rules that are off: they need not run, and what becomes of them is no problem. */
  readonly off?: ReadonlySet<string>
  readonly signal?: { readonly aborted: boolean } | undefined
}

export interface ForeignResult {
  readonly findings: readonly ForeignFinding[]
  readonly problems: readonly Problem[]
  readonly rules: readonly ForeignTally[]
  /** Names of the formats that the document has, as the rulesets know them: `oas3`, `oas3_1`. */
  readonly formats: readonly string[]
  /** Expressions that had to be evaluated by the library instead of by the automaton, each with the reason. */
  readonly fallbacks: readonly { readonly expression: string; readonly because: string }[]
  /** How many expressions were evaluated. */
  readonly expressions: number
  /** What `finish` has to know of it, as plain data; undefined where there is nothing. */
  readonly trace?: unknown
}

/** What rulesets say of a document that they do not look at. */
export const NOTHING_FOREIGN: ForeignResult = {
  findings: [],
  problems: [],
  rules: [],
  formats: [],
  fallbacks: [],
  expressions: 0,
}

export interface ForeignFinding {
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  /** URI of the file at fault. */
  readonly uri: string
  /** From the root of that file. */
  readonly path: Path
  /** 1-based, end exclusive, in UTF-16 units. */
  readonly range: { readonly start: Position; readonly end: Position }
  readonly documentationUrl: string | undefined
}

export interface ForeignTally {
  readonly id: string
  /** Targets that the functions of the rule were called for. */
  readonly judged: number
  /** Targets of which nobody can tell; a problem says why. */
  readonly undecided?: number
  readonly ms: number
  /** Present when the formats of the rule exclude the document. */
  readonly excluded?: readonly string[]
  readonly stopped?: 'failed' | 'timeout'
}
