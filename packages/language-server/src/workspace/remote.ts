import { type Host, hostBy, type ReadOptions, type ReadResult } from '@specward/core'

/** How long it counts that something could not be read from the network, in milliseconds. */
const RETRY = 60_000

interface Known {
  readonly result: Promise<ReadResult>
  /** When it was asked for, by the clock of the host. */
  readonly at: number
}

/**
 * Reads from the network once what descriptions and rulesets refer to there, not at each edit; nothing at all in a
 * workspace that is not trusted.
 */
export class Remote {
  readonly #host: Host
  readonly #known = new Map<string, Known>()
  /** False where the editor has said that the workspace is not trusted. */
  isAllowed = true

  constructor(host: Host) {
    this.#host = host
  }

  /** Has everything read anew. */
  forget(): void {
    this.#known.clear()
  }

  /** @param uri of a file or a URL: files are read as they are */
  async read(uri: string, options?: ReadOptions): Promise<ReadResult> {
    if (!/^https?:/i.test(uri)) return this.#host.read(uri)
    if (!this.isAllowed) {
      return { error: 'not-trusted', detail: 'the workspace is not trusted' }
    }
    // what may be private for one is not shown to another
    const key = options?.mayBePrivate ? `private ${uri}` : uri
    const known = this.#known.get(key)
    if (known && (this.#host.now() - known.at < RETRY || !('error' in (await known.result))))
      return known.result
    const result = this.#host.read(uri, options)
    this.#known.set(key, { result, at: this.#host.now() })
    return result
  }

  /** The host, with this in place of how it reads. */
  get host(): Host {
    return hostBy(this.#host, { read: (uri, options) => this.read(uri, options) })
  }
}
