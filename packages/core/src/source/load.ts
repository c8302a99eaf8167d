import type { Host, ReadError, ReadResult } from '../host.ts'
import { type Bounds, createGuard, type Fetch, type Guard, isUrl } from './bounds.ts'
import { decodeSource } from './decode.ts'
import { type Limits, MEGABYTE, USUAL_LIMITS } from './limits.ts'
import type { SourceMemory } from './memory.ts'
import { parseSource } from './parse.ts'
import { mayHoldTooMuch } from './size.ts'
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
  /** What files may ask of the machine. */
  readonly limits: Limits
  /** The same with other limits: what they do not concern is read once all the same. */
  within(limits: Limits): Loader
}

/** What was read, and where it stands once links are followed. */
type Read = Loaded & { readonly at?: string | undefined }

/** What loaders with different limits have in common. */
interface Shared {
  readonly host: Host
  readonly guard: Guard
  readonly memory: SourceMemory | undefined
  /** By URI, and then by what decides how it is read. */
  readonly files: Map<string, Map<string, Promise<Read>>>
  readonly contents: Map<string, string | Uint8Array>
  readonly digests: Map<string, string>
}

/**
 * @param memory what was read before: texts that are the same or almost the same are not read as a whole
 * @param onFetch told of all that is fetched, which is then held against no lock file
 */
export function createLoader(host: Host, memory?: SourceMemory, onFetch?: (fetch: Fetch) => void): Loader {
  const guard = createGuard(host, onFetch)
  const shared = { host, guard, memory, files: new Map(), contents: new Map(), digests: new Map() }
  return loaderWithin(USUAL_LIMITS, shared)
}

function loaderWithin(limits: Limits, shared: Shared): Loader {
  const { host, guard, files } = shared
  return {
    async load(uri, bounds) {
      const mayBePrivate = bounds?.mayBePrivate === true && isUrl(uri)
      const known = await readOnce(uri, mayBePrivate, limits, shared)
      return (bounds && (await guard.breachOf(uri, known, () => digestOf(uri, shared), bounds))) ?? known
    },
    exists: (uri) => host.exists(uri),
    guard,
    asked: { [Symbol.iterator]: () => files.keys() },
    digest: (uri) => digestOf(uri, shared),
    limits,
    within: (others) => loaderWithin(others, shared),
  }
}

function readOnce(uri: string, mayBePrivate: boolean, limits: Limits, shared: Shared): Promise<Read> {
  const known = shared.files.get(uri) ?? new Map<string, Promise<Read>>()
  shared.files.set(uri, known)
  // what may be private for one is not read for another
  const key = `${keyOf(limits)}${mayBePrivate ? ' private' : ''}`
  const reading = known.get(key) ?? read(uri, mayBePrivate, limits, shared)
  known.set(key, reading)
  return reading
}

/** What of the limits concerns a single file. */
function keyOf({ fileSize, nesting, aliases }: Limits): string {
  return [fileSize, nesting, aliases].join()
}

async function read(
  uri: string,
  mayBePrivate: boolean,
  limits: Limits,
  { guard, memory, contents }: Shared,
): Promise<Read> {
  const result = await guard.host.read(uri, { mayBePrivate })
  if ('error' in result) return result
  const excess = excessOf(result, limits)
  if (excess !== undefined) return { error: 'too-large', detail: excess }
  contents.set(uri, 'text' in result ? result.text : result.bytes)
  const isUsual = keyOf(limits) === keyOf(USUAL_LIMITS)
  const parse = (name: string, text: string): Promise<SourceFile> =>
    memory && isUsual ? memory.parse(name, text) : parseSource(name, text, limits)
  const file = await ('text' in result ? parse(uri, result.text) : decodeSource(uri, result.bytes, parse))
  return { file, at: result.at }
}

/** Why a file is not read; undefined where it may be. */
function excessOf(result: Exclude<ReadResult, { error: unknown }>, { fileSize }: Limits): string | undefined {
  const size = 'text' in result ? result.text.length : result.bytes.byteLength
  if (size > fileSize * MEGABYTE) return `it is larger than ${fileSize} MB`
  return mayHoldTooMuch(result, fileSize)
    ? `it holds too many values for a file of ${fileSize} MB`
    : undefined
}

function digestOf(uri: string, { host, contents, digests }: Shared): string | undefined {
  const content = contents.get(uri)
  if (content !== undefined) {
    digests.set(uri, host.sha256(content))
    contents.delete(uri)
  }
  return digests.get(uri)
}
