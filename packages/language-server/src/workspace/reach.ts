import type { Host } from '@specward/core'
import { isLocal, keyOf } from '../files.ts'

/** Files that are followed from one description, so that a search ends. */
const MOST_FILES = 5000

const REFERENCE = /\$ref["']?\s*:\s*(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s"'#,}\]][^\s#,}\]]*))/g

/**
 * Which files a description may consist of, by a look at its text alone: much faster than judging it, and a guess.
 * It sees a reference wherever the word stands, also in an example.
 */
export class Reach {
  readonly #host: Host
  /** URIs that a file refers to, by its key. */
  readonly #targets = new Map<string, Promise<readonly string[]>>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Files have changed. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#targets.delete(key)
  }

  /** Whether a description may refer to a file, over others as well. */
  async reaches(description: string, key: string): Promise<boolean> {
    const seen = new Set([keyOf(description)])
    const open = [description]
    for (let next = open.pop(); next !== undefined && seen.size < MOST_FILES; next = open.pop()) {
      for (const target of await this.#targetsOf(next)) {
        const reached = keyOf(target)
        if (reached === key) return true
        if (seen.has(reached)) continue
        seen.add(reached)
        open.push(target)
      }
    }
    return false
  }

  #targetsOf(uri: string): Promise<readonly string[]> {
    const known = this.#targets.get(keyOf(uri)) ?? this.#read(uri)
    this.#targets.set(keyOf(uri), known)
    return known
  }

  async #read(uri: string): Promise<readonly string[]> {
    const read = await this.#host.read(uri)
    if ('error' in read) return []
    const text = 'text' in read ? read.text : new TextDecoder().decode(read.bytes)
    const targets = new Set<string>()
    for (const [, double, single, plain] of text.matchAll(REFERENCE)) {
      const [file = ''] = (double ?? single ?? plain ?? '').split('#')
      if (file === '' || !URL.canParse(file, uri)) continue
      const target = new URL(file, uri).href
      if (isLocal(target, uri)) targets.add(target)
    }
    return [...targets]
  }
}
