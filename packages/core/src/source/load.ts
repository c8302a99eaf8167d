import type { Host, ReadError } from '../host.ts'
import { type Bounds, createGuard, type Fetch, type Guard, isUrl } from './bounds.ts'
import { decodeSource } from './decode.ts'
import { DormantFile } from './dormant.ts'
import { ParsedFile } from './file.ts'
import type { SourceMemory } from './memory.ts'
import { parseAtOnce, parseSource } from './parse.ts'
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
  /** The same as `load` without parsing: whoever looks into the file does that, after `loadReaders`. */
  peek?(uri: string, bounds?: Bounds): Promise<Loaded>
  /**
   * Lets go of all but the text of a file. Nobody may hold on to anything of its value: what is parsed again later is
   * made of other objects.
   *
   * @returns the file that stands for it from now on
   */
  rest?(uri: string): Promise<SourceFile | undefined>
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
  async function read(uri: string, mayBePrivate: boolean, reader: typeof parse): Promise<Read> {
    const result = await guard.host.read(uri, { mayBePrivate })
    if ('error' in result) return result
    contents.set(uri, 'text' in result ? result.text : result.bytes)
    const file = await ('text' in result ? reader(uri, result.text) : decodeSource(uri, result.bytes, reader))
    return { file, at: result.at }
  }
  async function readOnce(uri: string, bounds: Bounds | undefined, reader: typeof parse): Promise<Loaded> {
    const mayBePrivate = bounds?.mayBePrivate === true && isUrl(uri)
    const key = keyOf(uri, mayBePrivate)
    const reading = files.get(key) ?? read(uri, mayBePrivate, reader)
    files.set(key, reading)
    asked.add(uri)
    const known = await reading
    return (bounds && (await guard.breachOf(uri, known, () => digest(uri), bounds))) ?? known
  }
  function digest(uri: string): string | undefined {
    const content = contents.get(uri)
    if (content !== undefined) {
      digests.set(uri, host.sha256(content))
      contents.delete(uri)
    }
    return digests.get(uri)
  }
  async function putToRest(uri: string, key: string): Promise<SourceFile | undefined> {
    const loaded = await files.get(key)
    if (!loaded || 'error' in loaded) return undefined
    digest(uri)
    const file = asleep(loaded.file)
    if (file !== loaded.file) files.set(key, Promise.resolve({ ...loaded, file }))
    return file
  }
  return {
    async load(uri, bounds) {
      const loaded = await readOnce(uri, bounds, parse)
      if ('file' in loaded && loaded.file instanceof DormantFile) await awaken(loaded.file)
      return loaded
    },
    peek: (uri, bounds) => readOnce(uri, bounds, async (name, text) => dormant(name, text)),
    async rest(uri) {
      const [read, privately] = [keyOf(uri, false), keyOf(uri, true)]
      return (await putToRest(uri, read)) ?? (await putToRest(uri, privately))
    },
    exists: (uri) => host.exists(uri),
    guard,
    asked,
    digest,
  }
}

/** What may be private for one is not read for another. */
function keyOf(uri: string, mayBePrivate: boolean): string {
  return mayBePrivate ? `private ${uri}` : uri
}

function dormant(uri: string, text: string): DormantFile {
  return new DormantFile(uri, text.startsWith('\uFEFF') ? text.slice(1) : text, parseAtOnce)
}

/** Parses with whatever parser the text takes, which may have to be loaded. */
async function awaken(file: DormantFile): Promise<void> {
  if (file.isAwake) return
  const parsed = await parseSource(file.uri, file.text)
  if (parsed instanceof ParsedFile) file.wake(parsed)
}

/** What could not be decoded stays as it is: its text tells not why. */
function asleep(file: SourceFile): SourceFile {
  if (file instanceof DormantFile) file.sleep()
  if (file instanceof DormantFile || file.value === undefined) return file
  return dormant(file.uri, file.text)
}
