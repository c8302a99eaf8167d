import type { Host, ReadError, ReadResult } from '../host.ts'
import { type Bounds, createGuard, type Fetch, type Guard, isUrl } from './bounds.ts'
import { decodeSource } from './decode.ts'
import { DormantFile } from './dormant.ts'
import { ParsedFile } from './file.ts'
import { FIXED_LIMITS, type Limits, MEGABYTE, USUAL_LIMITS } from './limits.ts'
import type { SourceMemory } from './memory.ts'
import { parseAtOnce, parseSource } from './parse.ts'
import { Shelf } from './shelf.ts'
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
  /** The same as `load` without parsing: whoever looks into the file does that, after `loadReaders`. */
  peek?(uri: string, bounds?: Bounds): Promise<Loaded>
  /**
   * Lets go of all but the text of a file. Nobody may hold on to anything of its value: what is parsed again later is
   * made of other objects.
   *
   * @returns the file that stands for it from now on
   */
  rest?(uri: string, bounds?: Bounds): Promise<SourceFile | undefined>
  /** Forgets a file and all that is known of it: whoever asks for it again gets what stands there then. */
  forget?(uri: string): void
  /** What files may ask of the machine. */
  readonly limits: Limits
  /** The same with other limits: what they do not concern is read once all the same. */
  within(limits: Limits): Loader
}

/** A loader that delivers by another one, within whatever limits. */
export function loadingBy(
  loader: Loader,
  load: (uri: string, bounds: Bounds | undefined, loader: Loader) => Promise<Loaded>,
): Loader {
  return {
    ...loader,
    load: (uri, bounds) => load(uri, bounds, loader),
    within: (limits) => loadingBy(loader.within(limits), load),
  }
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
  /** Texts of files that are not parsed. */
  readonly shelf: Shelf
}

/**
 * @param memory what was read before: texts that are the same or almost the same are not read as a whole
 * @param onFetch told of all that is fetched, which is then held against no lock file
 */
export function createLoader(host: Host, memory?: SourceMemory, onFetch?: (fetch: Fetch) => void): Loader {
  const guard = createGuard(host, onFetch)
  const read = { files: new Map(), contents: new Map(), digests: new Map() }
  const shared = { host, guard, memory, ...read, shelf: new Shelf(host.fold?.bind(host)) }
  return loaderWithin(FIXED_LIMITS, shared)
}

function loaderWithin(limits: Limits, shared: Shared): Loader {
  const { host, guard, files, memory, shelf } = shared
  const isUsual = keyOf(limits) === keyOf(USUAL_LIMITS)
  const parse = (uri: string, text: string): Promise<SourceFile> =>
    memory && isUsual ? memory.parse(uri, text) : parseSource(uri, text, limits)
  const leave = async (uri: string, text: string): Promise<SourceFile> => dormant(uri, text, limits, shelf)
  const slotOf = (uri: string, bounds: Bounds | undefined): Slot =>
    new Slot(uri, bounds?.mayBePrivate === true && isUrl(uri), limits, shared)
  async function within(known: Read, uri: string, bounds: Bounds | undefined): Promise<Loaded> {
    return (bounds && (await guard.breachOf(uri, known, () => digestOf(uri, shared), bounds))) ?? known
  }
  return {
    async load(uri, bounds) {
      const known = await slotOf(uri, bounds).read(parse)
      if ('file' in known && known.file instanceof DormantFile) await awaken(known.file, limits)
      return within(known, uri, bounds)
    },
    peek: async (uri, bounds) => within(await slotOf(uri, bounds).read(leave), uri, bounds),
    async rest(uri, bounds) {
      const slot = slotOf(uri, bounds)
      const known = await slot.known
      if (!known || 'error' in known) return undefined
      digestOf(uri, shared)
      const file = asleep(known.file, limits, shelf)
      if (file !== known.file) slot.known = Promise.resolve({ ...known, file })
      return file
    },
    forget(uri) {
      for (const known of [files, shared.contents, shared.digests]) known.delete(uri)
    },
    exists: (uri) => host.exists(uri),
    guard,
    asked: { [Symbol.iterator]: () => files.keys() },
    digest: (uri) => digestOf(uri, shared),
    limits,
    within: (others) => loaderWithin(others, shared),
  }
}

type Parse = (uri: string, text: string) => Promise<SourceFile>

/** Where a file is kept that was read in one way: within limits, and as what may be private or not. */
class Slot {
  readonly #uri: string
  readonly #mayBePrivate: boolean
  readonly #limits: Limits
  readonly #shared: Shared

  constructor(uri: string, mayBePrivate: boolean, limits: Limits, shared: Shared) {
    this.#uri = uri
    this.#mayBePrivate = mayBePrivate
    this.#limits = limits
    this.#shared = shared
  }

  get known(): Promise<Read> | undefined {
    return this.#shared.files.get(this.#uri)?.get(this.#key)
  }

  set known(reading: Promise<Read>) {
    const { files } = this.#shared
    const ways = files.get(this.#uri) ?? new Map<string, Promise<Read>>()
    files.set(this.#uri, ways)
    ways.set(this.#key, reading)
  }

  /** Reads what was not read yet. */
  read(parse: Parse): Promise<Read> {
    const reading =
      this.known ?? read(this.#uri, this.#mayBePrivate, { parse, limits: this.#limits }, this.#shared)
    this.known = reading
    return reading
  }

  /** What may be private for one is not read for another. */
  get #key(): string {
    return `${keyOf(this.#limits)}${this.#mayBePrivate ? ' private' : ''}`
  }
}

/** What of the limits concerns a single file. */
function keyOf({ fileSize, nesting, aliases }: Limits): string {
  return [fileSize, nesting, aliases].join()
}

async function read(
  uri: string,
  mayBePrivate: boolean,
  { parse, limits }: { readonly parse: Parse; readonly limits: Limits },
  { guard, contents }: Shared,
): Promise<Read> {
  const result = await guard.host.read(uri, { mayBePrivate })
  if ('error' in result) return result
  const excess = excessOf(result, limits)
  if (excess !== undefined) return { error: 'too-large', detail: excess }
  contents.set(uri, 'text' in result ? result.text : result.bytes)
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

function dormant(uri: string, text: string, limits: Limits, shelf: Shelf): DormantFile {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  return new DormantFile(uri, shelf.put(content), (name, whole) => parseAtOnce(name, whole, limits))
}

/** Parses with whatever parser the text takes, which may have to be loaded. */
async function awaken(file: DormantFile, limits: Limits): Promise<void> {
  if (file.isAwake) return
  const parsed = await parseSource(file.uri, file.text, limits)
  if (parsed instanceof ParsedFile) file.wake(parsed)
}

/** What could not be decoded stays as it is: its text tells not why. */
function asleep(file: SourceFile, limits: Limits, shelf: Shelf): SourceFile {
  if (file instanceof DormantFile) file.sleep()
  if (file instanceof DormantFile || file.value === undefined) return file
  return dormant(file.uri, file.text, limits, shelf)
}
