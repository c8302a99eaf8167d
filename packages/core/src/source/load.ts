import type { Host, ReadError } from '../host.ts'
import { decodeSource } from './decode.ts'
import type { SourceMemory } from './memory.ts'
import { parseSource } from './parse.ts'
import type { SourceFile } from './types.ts'

export type Loaded = { readonly file: SourceFile } | { readonly error: ReadError; readonly detail: string }

/** Reads and parses files through the host, each once. */
export interface Loader {
  load(uri: string): Promise<Loaded>
  exists(uri: string): Promise<boolean>
  /** URIs of all that was asked for. */
  readonly asked: Iterable<string>
  /** Lower-case hexadecimal SHA-256 of what was read, byte for byte; undefined when nothing was. */
  digest(uri: string): string | undefined
}

/** @param memory what was read before: texts that are the same or almost the same are not read as a whole */
export function createLoader(host: Host, memory?: SourceMemory): Loader {
  const files = new Map<string, Promise<Loaded>>()
  const contents = new Map<string, string | Uint8Array>()
  const digests = new Map<string, string>()
  const parse = memory ? (uri: string, text: string) => memory.parse(uri, text) : parseSource
  async function read(uri: string): Promise<Loaded> {
    const result = await host.read(uri)
    if ('error' in result) return result
    contents.set(uri, 'text' in result ? result.text : result.bytes)
    return {
      file: await ('text' in result ? parse(uri, result.text) : decodeSource(uri, result.bytes, parse)),
    }
  }
  return {
    load(uri) {
      const known = files.get(uri)
      if (known) return known
      const loading = read(uri)
      files.set(uri, loading)
      return loading
    },
    exists: (uri) => host.exists(uri),
    asked: { [Symbol.iterator]: () => files.keys() },
    digest(uri) {
      const content = contents.get(uri)
      if (content !== undefined) {
        digests.set(uri, host.sha256(content))
        contents.delete(uri)
      }
      return digests.get(uri)
    },
  }
}
