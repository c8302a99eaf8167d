import { createHash } from 'node:crypto'
import type { Host } from '@specward/core'

/**
 * Reads a disk in memory.
 * @param disk texts by URI
 * @param reads gets the URIs that are read, in order
 */
export function diskOf(disk: ReadonlyMap<string, string>, reads: string[]): Host {
  return {
    async read(uri) {
      reads.push(uri)
      const text = disk.get(uri)
      return text === undefined
        ? { error: 'not-found', detail: 'no such file or directory' }
        : { bytes: new TextEncoder().encode(text) }
    },
    exists: async (uri) => disk.has(uri),
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    now: () => performance.now(),
  }
}
