import type { Host, LintResult, Understood } from '@specward/core'
import type { CancellationToken, ClientCapabilities, Connection, Diagnostic } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { ServerOptions } from './options.ts'
import type { Settings } from './settings.ts'

/** What the features of the server work with. */
export interface Desk {
  readonly options: ServerOptions
  readonly connection: Connection
  /** What the editor can do; empty before it has said so. */
  readonly client: ClientCapabilities
  /** Commands that the editor itself carries out, as it said when it started: `specward.showExposure`. */
  readonly clientCommands: readonly string[]
  /** Settings that are in force for a file, or for the workspace as a whole. */
  settings(uri?: string): Settings
  /** URIs of the workspace folders, each ending in `/`. */
  readonly folders: readonly string[]
  /** The workspace folder that a file is in, else the working directory of the server; ends in `/`. */
  folderOf(uri: string): string
  /** Whether the workspace is trusted: rulesets may run code, and references may be read from the network. */
  readonly isTrusted: boolean
  /** Reads what is open from the editor, all else from the disk, and from the network only what trust allows. */
  readonly host: Host
  /** A document that is open in the editor, by any spelling of its URI. */
  document(uri: string): TextDocument | undefined
  /** Text of a file as the editor has it, else as the disk has it; undefined when there is none. */
  text(uri: string): Promise<string | undefined>
  /**
   * Reviews of the API descriptions that reach a file, of their texts as they are now: waits for those in the making.
   * Empty where no description reaches it. A file that several descriptions share has several.
   *
   * @throws ResponseError when the request is cancelled
   */
  reviews(uri: string, token?: CancellationToken): Promise<readonly Review[]>
  /** The reviews that are finished and kept, of the whole workspace, without waiting for anything. */
  readonly kept: readonly Review[]
  /** What is shown for a file now, without waiting. */
  shown(uri: string): readonly Diagnostic[]
  /** Calls back whenever reviews have been made anew or dropped. */
  onReviewed(listener: () => void): void
}

/** What one run over an API description and all files that it refers to has brought to light. */
export interface Review {
  /** URI of the description, as the editor writes it where it is open. */
  readonly uri: string
  readonly result: LintResult
  /** Undefined where the text could not be read as an API description, and for reviews of what is not open. */
  readonly understood: Understood | undefined
  /** URI of a file that the report names. */
  uriOf(file: string): string
  /** URIs of all files that the description consists of. */
  readonly files: readonly string[]
  /** True while a text is broken: the review is of the last one that could be read. */
  readonly isOutdated: boolean
  /** Milliseconds that it took. */
  readonly ms: number
}
