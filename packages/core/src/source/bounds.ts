import { type Host, hostBy, type ReadError, type ReadResult } from '../host.ts'

/** What whoever asks for a file or URL is held to. */
export interface Bounds {
  /** URI of the folder, ending in `/`, outside of which no file is read, also not through links. */
  readonly root?: string | undefined
  /** Whether a URL may lead to an address of a private network. */
  readonly mayBePrivate?: boolean | undefined
  /** What is known of URLs from before. */
  readonly lock?: RefLock | undefined
}

/** Digests of what was fetched when somebody last looked at it. */
export interface RefLock {
  /** URI of `specward.lock`, be it there or not. */
  readonly uri: string
  /** Lower-case hexadecimal SHA-256 by URL; undefined where there is no such file. */
  readonly digests: ReadonlyMap<string, string> | undefined
}

export interface Breach {
  readonly error: ReadError
  readonly detail: string
}

/** How many URLs one run reads. */
export const FETCH_LIMIT = 1000

/** Something that was read from a URL which `specward.lock` is about, or that could not be. */
export interface Fetch {
  readonly url: string
  /** URI of the lock file. */
  readonly lock: string
  /** Lower-case hexadecimal SHA-256; undefined where nothing was delivered. */
  readonly digest: string | undefined
  /** Why nothing was. */
  readonly detail: string | undefined
}

/** Holds what was read against bounds. */
export interface Guard {
  /** The host, with a limit on what is fetched. */
  readonly host: Host
  /**
   * Whether there is a file, as far as that may be told: what lies outside of all folders (URIs ending in `/`) is never
   * there, and what a link leads out of them always is.
   */
  existsIn(uri: string, folders: readonly string[]): Promise<boolean>
  /** Undefined where what was read, or what stands in its way, may be told. */
  breachOf(
    uri: string,
    read: Where,
    digest: () => string | undefined,
    bounds: Bounds,
  ): Promise<Breach | undefined>
}

interface Where {
  readonly at?: string | undefined
  readonly error?: ReadError
  readonly detail?: string
}

export function isUrl(uri: string): boolean {
  return /^https?:/i.test(uri)
}

/** True for what stands in the folder that git keeps for itself, below a root, however a file system may spell it. */
export function isInRepositoryFolder(uri: string, root: string): boolean {
  const below = decoded(uri).slice(decoded(root).length)
  return below
    .split(/[/\\]/)
    .some((segment) => /^(?:\.git|git~\d)[. ]*(?::.*)?$/i.test(segment.normalize('NFKC')))
}

/**
 * One for each run: it counts.
 * @param onFetch told of all that is fetched, which is then held against no lock file
 */
export function createGuard(host: Host, onFetch?: (fetch: Fetch) => void): Guard {
  const fetched = new Set<string>()
  const roots = new Map<string, Promise<string>>()
  const realRoot = (root: string): Promise<string> => {
    const known = roots.get(root) ?? host.real?.(root) ?? Promise.resolve(root)
    roots.set(root, known)
    return known
  }
  return {
    host: hostBy(host, {
      async read(uri, options) {
        if (!isUrl(uri)) return host.read(uri)
        if (fetched.size >= FETCH_LIMIT && !fetched.has(uri)) return tooMany()
        fetched.add(uri)
        return host.read(uri, options)
      },
    }),
    async existsIn(uri, folders) {
      const folder = folders.find((each) => decoded(uri).startsWith(decoded(each)))
      if (folder === undefined) return false
      const at = await host.real?.(uri)
      if (at !== undefined && !at.startsWith(withSlash(await realRoot(folder)))) return true
      return host.exists(uri)
    },
    async breachOf(uri, read, digest, { root, lock }) {
      if (isUrl(uri)) {
        if (!lock) return undefined
        const { error, detail } = read
        if (onFetch) onFetch({ url: uri, lock: lock.uri, digest: error ? undefined : digest(), detail })
        return onFetch || error ? undefined : lockBreach(uri, digest, lock)
      }
      if (root === undefined || read.at === undefined) return undefined
      const home = withSlash(await realRoot(root))
      return read.at.startsWith(home) && !isInRepositoryFolder(read.at, home) ? undefined : OUTSIDE
    },
  }
}

/** What whoever knows nothing of bounds is held to, whatever it reads. */
export interface HostBounds extends Pick<Bounds, 'root' | 'lock'> {
  /** Hosts that may have an address of a private network. */
  readonly privateHosts: readonly string[]
}

/** The host of those who know nothing of bounds, with these put on all that they read. */
export function boundedHost(guard: Guard, { privateHosts, ...bounds }: HostBounds): Host {
  const { host } = guard
  return hostBy(host, {
    async read(uri): Promise<ReadResult> {
      const result = await host.read(uri, {
        mayBePrivate: isUrl(uri) && privateHosts.includes(new URL(uri).host),
      })
      const digest = () =>
        'error' in result ? undefined : host.sha256('text' in result ? result.text : result.bytes)
      return (await guard.breachOf(uri, result, digest, bounds)) ?? result
    },
  })
}

const OUTSIDE: Breach = {
  error: 'outside-root',
  detail: 'it is a link that leads outside of the project',
}

function lockBreach(uri: string, digest: () => string | undefined, { digests }: RefLock): Breach | undefined {
  if (!digests) return undefined
  const locked = digests.get(uri)
  if (locked === undefined) {
    return {
      error: 'not-locked',
      detail: 'specward.lock does not have it. Look at what it holds, then run `specward lock`',
    }
  }
  if (locked === digest()) return undefined
  return {
    error: 'digest-mismatch',
    detail:
      'its content is not the one that specward.lock has the digest of. Look at what has changed, then run `specward lock`',
  }
}

function tooMany(): ReadResult {
  return { error: 'too-many-fetches', detail: `one run reads no more than ${FETCH_LIMIT} URLs` }
}

function withSlash(uri: string): string {
  return uri.endsWith('/') ? uri : `${uri}/`
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
