import type { Diagnostic } from 'vscode-languageserver'

/** Diagnostics by the key of their file. */
export type FileDiagnostics = ReadonlyMap<string, readonly Diagnostic[]>

/** What the judging of one file has to say, about that file and about others. */
export interface Told {
  /** How people call the file. */
  readonly name: string
  /** How the editor, or else the disk, writes the URIs of the files, by key. */
  readonly uris: ReadonlyMap<string, string>
  readonly findings: FileDiagnostics
  /** Problems, notices, faults of the configuration. */
  readonly others: FileDiagnostics
  /** What is told in the file itself only while somebody looks at it, because it stands elsewhere as well. */
  readonly whenOpen: readonly Diagnostic[]
}

export const NOTHING: Told = {
  name: '',
  uris: new Map(),
  findings: new Map(),
  others: new Map(),
  whenOpen: [],
}
