import type { Host, ReadResult } from '@specward/core'

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
  async read(uri: string): Promise<ReadResult> {
    if (!/^https?:/i.test(uri)) return this.#host.read(uri)
    if (!this.isAllowed) {
      return { error: 'not-trusted', detail: 'the workspace is not trusted' }
    }
    const known = this.#known.get(uri)
    if (known && (this.#host.now() - known.at < RETRY || !('error' in (await known.result))))
      return known.result
    const result = this.#host.read(uri)
    this.#known.set(uri, { result, at: this.#host.now() })
    return result
  }

  /** The host, with this in place of how it reads. */
  get host(): Host {
    const host = this.#host
    const watch = host.watch?.bind(host)
    return {
      read: (uri) => this.read(uri),
      exists: (uri) => host.exists(uri),
      sha256: (content) => host.sha256(content),
      now: () => host.now(),
      ...(watch ? { watch } : {}),
    }
  }
}
