import { type Host, hostBy, type ReadResult } from '@specward/core'
import { keyOf } from '../files.ts'

interface Seen {
  readonly uri: string
  /** The digest of what was read, or why nothing was; or whether it exists. */
  print: string
}

/**
 * Remembers what was seen of the disk, for editors that do not tell when it changes: whoever looks again learns which
 * files are others now.
 */
export class Disk {
  readonly #disk: Host
  readonly #whenChanged: (uris: readonly string[]) => void
  readonly #read = new Map<string, Seen>()
  readonly #found = new Map<string, Seen>()
  /** Whether there is somebody who does not tell. */
  isWatched = false

  /** @param whenChanged told of files that are not what they were when they were seen last */
  constructor(disk: Host, whenChanged: (uris: readonly string[]) => void) {
    this.#disk = disk
    this.#whenChanged = whenChanged
  }

  /** The same host, which notes what is seen through it. */
  get host(): Host {
    const disk = this.#disk
    return hostBy(disk, {
      read: async (uri, options) => {
        const result = await disk.read(uri, options)
        if (this.isWatched) this.#note(this.#read, uri, this.#printOf(result))
        return result
      },
      exists: async (uri) => {
        const exists = await disk.exists(uri)
        if (this.isWatched) this.#note(this.#found, uri, String(exists))
        return exists
      },
    })
  }

  /** Looks at files again, by their keys; what was never seen may be anything, and counts as changed. */
  async look(keys: Iterable<string>): Promise<void> {
    const [unseen, seen]: [string[], Promise<unknown>[]] = [[], []]
    const { host } = this
    for (const key of keys) {
      // what comes from the network is kept as it was
      if (/^https?:/i.test(key)) continue
      const [read, found] = [this.#read.get(key), this.#found.get(key)]
      if (read) seen.push(host.read(read.uri))
      if (found) seen.push(host.exists(found.uri))
      if (read || found) continue
      unseen.push(key)
      seen.push(host.read(key))
    }
    if (unseen.length > 0) this.#whenChanged(unseen)
    await Promise.all(seen)
  }

  #note(seen: Map<string, Seen>, uri: string, print: string): void {
    const key = keyOf(uri)
    const before = seen.get(key)
    seen.set(key, { uri, print })
    if (before && before.print !== print) this.#whenChanged([uri])
  }

  #printOf(result: ReadResult): string {
    if ('error' in result) return result.error
    return this.#disk.sha256('text' in result ? result.text : result.bytes)
  }
}
