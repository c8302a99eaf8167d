import type { Host, ReadError } from '../host.ts'
import { decodeSource } from './decode.ts'
import { DormantFile } from './dormant.ts'
import { ParsedFile } from './file.ts'
import type { SourceMemory } from './memory.ts'
import { parseAtOnce, parseSource } from './parse.ts'
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
  /** The same as `load` without parsing: whoever looks into the file does that, after `loadReaders`. */
  peek?(uri: string): Promise<Loaded>
  /**
   * Lets go of all but the text of a file. Nobody may hold on to anything of its value: what is parsed again later is
   * made of other objects.
   *
   * @returns the file that stands for it from now on
   */
  rest?(uri: string): Promise<SourceFile | undefined>
}

/** @param memory what was read before: texts that are the same or almost the same are not read as a whole */
export function createLoader(host: Host, memory?: SourceMemory): Loader {
  const files = new Map<string, Promise<Loaded>>()
  const contents = new Map<string, string | Uint8Array>()
  const digests = new Map<string, string>()
  const parse = memory ? (uri: string, text: string) => memory.parse(uri, text) : parseSource
  async function read(uri: string, reader: typeof parse): Promise<Loaded> {
    const result = await host.read(uri)
    if ('error' in result) return result
    contents.set(uri, 'text' in result ? result.text : result.bytes)
    return {
      file: await ('text' in result ? reader(uri, result.text) : decodeSource(uri, result.bytes, reader)),
    }
  }
  function readOnce(uri: string, reader: typeof parse): Promise<Loaded> {
    const reading = files.get(uri) ?? read(uri, reader)
    files.set(uri, reading)
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
    async load(uri) {
      const loaded = await readOnce(uri, parse)
      if ('file' in loaded && loaded.file instanceof DormantFile) await awaken(loaded.file)
      return loaded
    },
    peek: (uri) => readOnce(uri, async (name, text) => dormant(name, text)),
    async rest(uri) {
      const loaded = await files.get(uri)
      if (!loaded || 'error' in loaded) return undefined
      digest(uri)
      const file = asleep(loaded.file)
      if (file !== loaded.file) files.set(uri, Promise.resolve({ file }))
      return file
    },
    exists: (uri) => host.exists(uri),
    asked: { [Symbol.iterator]: () => files.keys() },
    digest,
  }
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
