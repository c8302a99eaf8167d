import {
  type DocumentRecord,
  type Host,
  hostBy,
  type ReadResult,
  type RecordedInput,
  type WantedRecord,
} from '@specward/core'

/** Bytes of files that are kept for whoever reads them next. */
const MOST_KEPT = 32 * 1024 * 1024

/** A file for which a record does not hold. */
export interface Changed {
  /** Absolute; as the record has it where the document may not refer to it. */
  readonly uri: string
  readonly mayRead: boolean
}

/** What is known of files by now: each is read once, however many records name it. */
export class Inputs {
  /** The host with what was read handed on, once: who judges reads the same files right after. */
  readonly host: Host
  readonly #host: Host
  readonly #workingDirectory: string
  readonly #known = new Map<string, Promise<string>>()
  readonly #kept = new Map<string, ReadResult>()
  readonly #digests = new WeakMap<Uint8Array, string>()
  readonly #most: number
  #bytes = 0

  /**
   * @param workingDirectory URI of a folder, ending in `/`
   * @param most bytes that are kept; more is read again
   */
  constructor(host: Host, workingDirectory: string, most: number = MOST_KEPT) {
    this.#host = host
    this.#workingDirectory = workingDirectory
    this.#most = most
    this.host = hostBy(host, {
      read: async (uri, options) => this.#handedOn(uri) ?? host.read(uri, options),
      sha256: (content) =>
        (typeof content === 'string' ? undefined : this.#digests.get(content)) ?? host.sha256(content),
    })
  }

  /**
   * The first file that is not what a record was made of, or that the document may not refer to, which nobody looks at. What
   * is not below the working directory is left out.
   */
  async changed({ inputs }: DocumentRecord, wanted: WantedRecord): Promise<Changed | undefined> {
    for (const input of inputs) {
      // below the folder of the project: only core knows which that is, and looks at it anyway
      if (input.uri.startsWith('~/')) continue
      if (!wanted.mayRead(input)) return { uri: input.uri, mayRead: false }
      const uri = new URL(input.uri, this.#workingDirectory).href
      if ((await this.stateOf(uri)) !== wordOf(input)) return { uri, mayRead: true }
    }
    return undefined
  }

  /** SHA-256 of a file, or why it cannot be read; for comparing alone. Absolute URIs. */
  stateOf(uri: string): Promise<string> {
    const known = this.#known.get(uri) ?? this.#read(uri)
    this.#known.set(uri, known)
    return known
  }

  /** Bytes of a file; 0 for one that cannot be read. */
  async sizeOf(uri: string): Promise<number> {
    const result = await this.#host.read(uri)
    if ('error' in result) return 0
    return 'text' in result ? result.text.length : result.bytes.byteLength
  }

  async #read(uri: string): Promise<string> {
    const result = await this.#host.read(uri)
    if ('error' in result) return result.error
    if ('text' in result) return this.#host.sha256(result.text)
    const digest = this.#host.sha256(result.bytes)
    const { byteLength } = result.bytes
    // what a server answers depends on what it is asked with
    if (uri.startsWith('file:') && this.#bytes + byteLength <= this.#most) {
      this.#digests.set(result.bytes, digest)
      this.#kept.set(uri, result)
      this.#bytes += byteLength
    }
    return digest
  }

  #handedOn(uri: string): ReadResult | undefined {
    const result = this.#kept.get(uri)
    if (!result || !('bytes' in result)) return undefined
    this.#kept.delete(uri)
    this.#bytes -= result.bytes.byteLength
    return result
  }
}

function wordOf(input: RecordedInput): string {
  return 'error' in input ? input.error : input.sha256
}
