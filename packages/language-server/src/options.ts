import type { ConformanceChecker, Host, RulesetEngine } from '@specward/core'
import type { IgnoreFile } from './editor-files/walk.ts'

export interface ServerOptions {
  /** Reads what is not open in the editor, also from the network: features read by that of their desk. */
  readonly host: Host
  /** Tells whether descriptions conform to their specification. */
  readonly conformance?: ConformanceChecker
  /** Runs rulesets of Spectral; asked for where there is one. Without it there are none. */
  readonly rulesetEngine?: () => Promise<RulesetEngine>
  /** Version of Specward. */
  readonly version: string
  /** The date of today, `2027-03-31`, by which recorded exceptions end. */
  readonly today?: () => string
  /** URI of a folder, ending in `/`, for documents outside of every workspace folder. */
  readonly workingDirectory: string
  /** URIs of the files in a folder (a URI ending in `/`) and below that may be API descriptions. Without it, only what is open is judged. */
  readonly descriptions?: (folder: string) => Promise<readonly string[]>
  /** The same for files of policies: they are checked, whether or not a description is judged by them. */
  readonly policyFiles?: (folder: string) => Promise<readonly string[]>
  /** A file of the package, such as `rulesets/docs/no-anonymous-write.md`; undefined when there is none. */
  readonly packageFile?: (name: string) => Promise<string | undefined>
  /** True where there is no disk, as in a browser: then every file is read through the editor, which has to say `readsFiles`. */
  readonly isDiskless?: boolean
  /** Reads a `.gitignore` of a file system that only the editor can read; without it, what these leave out is reviewed. */
  readonly ignoreFile?: (text: string) => IgnoreFile
  /** URI at which an editor can open a file of the package; undefined when there is none. */
  readonly packageUri?: (name: string) => Promise<string | undefined>
}
