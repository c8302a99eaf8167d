import type { Host, ReadError } from '../host.ts'
import { type Bounds, createGuard, type Fetch, type Guard, isUrl } from './bounds.ts'
import { decodeSource } from './decode.ts'
import type { SourceMemory } from './memory.ts'
import { parseSource } from './parse.ts'
import type { SourceFile } from './types.ts'

export type Loaded = { readonly file: SourceFile } | { readonly error: ReadError; readonly detail: string }

/** Reads and parses files through the host, each once. */
export interface Loader {
  /** @param bounds what is held against it; nothing where somebody asked for this very file */
  load(uri: string, bounds?: Bounds): Promise<Loaded>
  exists(uri: string): Promise<boolean>
  /** Holds what others read against the same bounds, and counts it. */
  readonly guard: Guard
  /** URIs of all that was asked for. */
  readonly asked: Iterable<string>
  /** Lower-case hexadecimal SHA-256 of what was read, byte for byte; undefined when nothing was. */
  digest(uri: string): string | undefined
}

/** What was read, and where it stands once links are followed. */
type Read = Loaded & { readonly at?: string | undefined }

/**
 * @param memory what was read before: texts that are the same or almost the same are not read as a whole
 * @param onFetch told of all that is fetched, which is then held against no lock file
 */
export function createLoader(host: Host, memory?: SourceMemory, onFetch?: (fetch: Fetch) => void): Loader {
  const guard = createGuard(host, onFetch)
  const files = new Map<string, Promise<Read>>()
  const asked = new Set<string>()
  const contents = new Map<string, string | Uint8Array>()
  const digests = new Map<string, string>()
  const parse = memory ? (uri: string, text: string) => memory.parse(uri, text) : parseSource
  async function read(uri: string, mayBePrivate: boolean): Promise<Read> {
    const result = await guard.host.read(uri, { mayBePrivate })
    if ('error' in result) return result
    contents.set(uri, 'text' in result ? result.text : result.bytes)
    const file = await ('text' in result ? parse(uri, result.text) : decodeSource(uri, result.bytes, parse))
    return { file, at: result.at }
  }
  function readOnce(uri: string, mayBePrivate: boolean): Promise<Read> {
    // what may be private for one is not read for another
    const key = mayBePrivate ? `private ${uri}` : uri
    const reading = files.get(key) ?? read(uri, mayBePrivate)
    files.set(key, reading)
    asked.add(uri)
    return reading
  }
  function digest(uri: string): string | undefined {
    const content = contents.get(uri)
    if (content !== undefined) {
      digests.set(uri, host.sha256(content))
      contents.delete(uri)
    }
    return digests.get(uri)
  }
  return {
    async load(uri, bounds) {
      const mayBePrivate = bounds?.mayBePrivate === true && isUrl(uri)
      const known = await readOnce(uri, mayBePrivate)
      return (bounds && (await guard.breachOf(uri, known, () => digest(uri), bounds))) ?? known
    },
    exists: (uri) => host.exists(uri),
    guard,
    asked,
    digest,
  }
}
