import type { Host, ReadError, ReadResult } from '../host.ts'
import { decodeSource } from './decode.ts'
import { type Limits, MEGABYTE, USUAL_LIMITS } from './limits.ts'
import type { SourceMemory } from './memory.ts'
import { parseSource } from './parse.ts'
import { mayHoldTooMuch } from './size.ts'
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
  /** What files may ask of the machine. */
  readonly limits: Limits
  /** The same with other limits: what they do not concern is read once all the same. */
  within(limits: Limits): Loader
}

/** @param memory what was read before: texts that are the same or almost the same are not read as a whole */
export function createLoader(host: Host, memory?: SourceMemory): Loader {
  const shared = { host, memory, files: new Map(), contents: new Map(), digests: new Map() }
  return loaderWithin(USUAL_LIMITS, shared)
}

/** What loaders with different limits have in common. */
interface Shared {
  readonly host: Host
  readonly memory: SourceMemory | undefined
  /** By URI, and then by the limits that concern a file. */
  readonly files: Map<string, Map<string, Promise<Loaded>>>
  readonly contents: Map<string, string | Uint8Array>
  readonly digests: Map<string, string>
}

function loaderWithin(limits: Limits, shared: Shared): Loader {
  const { host, files, contents, digests } = shared
  const key = keyOf(limits)
  return {
    limits,
    within: (others) => loaderWithin(others, shared),
    load(uri) {
      const known = files.get(uri) ?? new Map<string, Promise<Loaded>>()
      files.set(uri, known)
      const loading = known.get(key) ?? read(uri, limits, shared)
      known.set(key, loading)
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

function keyOf({ fileSize, nesting, aliases }: Limits): string {
  return [fileSize, nesting, aliases].join()
}

async function read(uri: string, limits: Limits, { host, memory, contents }: Shared): Promise<Loaded> {
  const result = await host.read(uri)
  if ('error' in result) return result
  const excess = excessOf(result, limits)
  if (excess !== undefined) return { error: 'too-large', detail: excess }
  contents.set(uri, 'text' in result ? result.text : result.bytes)
  const isUsual = keyOf(limits) === keyOf(USUAL_LIMITS)
  const parse = (name: string, text: string): Promise<SourceFile> =>
    memory && isUsual ? memory.parse(name, text) : parseSource(name, text, limits)
  return {
    file: await ('text' in result ? parse(uri, result.text) : decodeSource(uri, result.bytes, parse)),
  }
}

/** Why a file is not read; undefined where it may be. */
function excessOf(result: Exclude<ReadResult, { error: unknown }>, { fileSize }: Limits): string | undefined {
  const size = 'text' in result ? result.text.length : result.bytes.byteLength
  if (size > fileSize * MEGABYTE) return `it is larger than ${fileSize} MB`
  return mayHoldTooMuch(result, fileSize) ? `it holds too many values for a file of ${fileSize} MB` : undefined
}
