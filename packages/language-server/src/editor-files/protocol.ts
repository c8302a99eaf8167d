/** Asks the editor something; rejects where it does not answer. */
export type Ask = <Result>(method: string, params: object) => Promise<Result>

/** Parameters of `specward/read`, `specward/stat` and `specward/list`, which an editor answers that was asked for files. */
export interface FileParams {
  /** URI of a file or folder, also of a virtual file system. */
  readonly uri: string
}

/** Why an editor could not read a file. */
export type FileError = 'not-found' | 'is-folder' | 'too-large' | 'unreadable'

/** Answer to `specward/read`. */
export type ReadAnswer =
  | { readonly text: string }
  /** The bytes of what is no valid UTF-8, or begins with a byte order mark. */
  | { readonly base64: string }
  | { readonly error: FileError; readonly detail: string }

/** What stands at a URI. */
export type FileKind = 'file' | 'folder' | 'other' | 'missing'

/** Answer to `specward/stat`. */
export interface StatAnswer {
  readonly kind: FileKind
}

/** Something in a folder. */
export interface ListedEntry {
  readonly name: string
  /** `other` for what is neither, and for links to folders, so that a walk cannot go in circles. */
  readonly kind: Exclude<FileKind, 'missing'>
}

/** Answer to `specward/list`; empty for a folder that cannot be listed. */
export interface ListAnswer {
  readonly entries: readonly ListedEntry[]
}
