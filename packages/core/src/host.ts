/**
 * The door through which core reaches the world. Core itself knows no file system, network, clock or process.
 * All names are absolute URIs (`file:///...`, `https://...`, or of a virtual file system: `vscode-vfs://...`).
 */
export interface Host {
  /** Reads a file or URL. Must not throw: what cannot be read is told by `error`. */
  read(uri: string, options?: ReadOptions): Promise<ReadResult>
  /** Where a file or folder stands once links are followed; without it, links are taken to lead nowhere else. */
  real?(uri: string): Promise<string>
  /** True when a file or folder of that name exists. Used to find `.git` and `specward.yaml`. */
  exists(uri: string): Promise<boolean>
  /** Lower-case hexadecimal SHA-256 of bytes, or of the UTF-8 form of a text. */
  sha256(content: string | Uint8Array): string
  /** Milliseconds from any fixed point; used for budgets and `--timing`, never for results. */
  now(): number
  /**
   * Runs work that may never end, such as a regular expression that somebody else wrote. False when it was ended after
   * so many milliseconds. Without it, such work runs unwatched.
   */
  watch?(milliseconds: number, work: () => void): boolean
  /**
   * Makes a text take less room for the time in which nobody looks at it, and returns what brings it back, to the
   * character and as often as it is asked for. Without it, the texts of all files of a run stay as they are.
   */
  fold?(text: string): () => string
}

export interface ReadOptions {
  /** Whether a URL may lead to an address of a private network. */
  readonly mayBePrivate?: boolean | undefined
}

/**
 * `not-trusted`: the face reads nothing from there, because nobody has said that the workspace is to be trusted.
 * `no-network`: it has no network.
 */
export type ReadError =
  | 'not-found'
  | 'is-folder'
  | 'unreadable'
  | 'too-large'
  | 'outside-root'
  | 'not-trusted'
  | 'private-address'
  | 'too-many-fetches'
  | 'not-locked'
  | 'digest-mismatch'
  | 'no-network'

/** `at`: URI of the place where a file stands, or would stand, once links are followed. */
export type ReadResult =
  | { readonly bytes: Uint8Array; readonly at?: string | undefined }
  /** For open editor buffers. */
  | { readonly text: string; readonly at?: string | undefined }
  | { readonly error: ReadError; readonly detail: string; readonly at?: string | undefined }

/**
 * A host that does something in another way and all else as the one that it is made from, which may be an instance of a
 * class. Whoever reads in another way hands on the options, and whoever delivers a file says where it stands (`at`).
 */
export function hostBy(host: Host, other: Partial<Host>): Host {
  const [watch, real, fold] = [host.watch?.bind(host), host.real?.bind(host), host.fold?.bind(host)]
  return {
    read: (uri, options) => host.read(uri, options),
    exists: (uri) => host.exists(uri),
    sha256: (content) => host.sha256(content),
    now: () => host.now(),
    ...(watch ? { watch } : {}),
    ...(real ? { real } : {}),
    ...(fold ? { fold } : {}),
    ...other,
  }
}
