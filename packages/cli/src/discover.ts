import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mayBeApi, type Problem, policyFileKind, type SkippedFile } from '@specward/core'
import { list, SKIPPED_FOLDERS, slashed } from './folders.ts'
import { enter, type IgnoreScope, ignoredBy, startIn } from './ignore-scope.ts'
import type { Entry, Io } from './io.ts'

/** What a search for API descriptions came upon. */
export interface Discovery {
  /** Absolute paths of the files that may be API descriptions, sorted. */
  readonly files: readonly string[]
  readonly skipped: readonly SkippedFile[]
  /** Folders that could not be listed. */
  readonly problems: readonly Problem[]
  /** How many files of the right ending there were. */
  readonly searched: number
}

export interface DiscoverOptions {
  /** What an argument with `!` leaves out, by absolute path with `/`. */
  readonly isExcluded: (path: string) => boolean
  /** Absolute paths of reports and files of shards: those of an earlier run are passed over in silence. */
  readonly outputs?: ReadonlySet<string> | undefined
  /** Looks for tests of the policy instead of descriptions. */
  readonly tests?: boolean | undefined
  /** Looks for configurations and the records beside them instead. */
  readonly policies?: boolean | undefined
  /** Told now and then how many files were looked at so far. */
  readonly progress?: ((searched: number) => void) | undefined
}

export type DiscoveryDisk = Pick<Io, 'cwd' | 'kind' | 'entries' | 'text' | 'chunks' | 'host'>

/** Endings of the files that can hold a description. */
const DESCRIPTION = /\.(?:ya?ml|json)$/i

const CONFIGURATION =
  /^(?:specward(?:\.waivers|\.attestations)?\.ya?ml|specward\.baseline\.json|\.spectral\.(?:ya?ml|json))$/

/** Why a file is passed over that can be no description. */
export const NO_DESCRIPTION = 'not an API description'

/** A description that is there to test the policy. */
const POLICY_TEST = /\.policy-test\.(?:ya?ml|json)$/i

/** Folders that are listed at the same time. */
const AT_ONCE = 64

/** Files between two reports of progress. */
const PROGRESS_STEP = 256

interface Folder {
  readonly path: string
  /** From the top of the repository, ending in `/`; '' at the top. */
  readonly name: string
  readonly scope: IgnoreScope | undefined
}

/**
 * Looks for API descriptions in a folder and below it, but not in `node_modules`, hidden folders and what
 * `.gitignore` files leave out. Links to folders are not followed.
 */
export async function discover(
  start: string,
  disk: DiscoveryDisk,
  options: DiscoverOptions,
): Promise<Discovery> {
  const search = new Search(disk, options)
  let level: readonly Folder[] = [{ path: start, ...(await startIn(start, disk)) }]
  while (level.length > 0) {
    const below: Folder[] = []
    for (let at = 0; at < level.length; at += AT_ONCE) {
      const found = await Promise.all(level.slice(at, at + AT_ONCE).map((folder) => search.enter(folder)))
      below.push(...found.flat())
    }
    level = below
  }
  return search.result()
}

class Search {
  readonly #disk: DiscoveryDisk
  readonly #options: DiscoverOptions
  readonly #host
  readonly #files: string[] = []
  readonly #skipped: SkippedFile[] = []
  readonly #problems: Problem[] = []
  #searched = 0

  constructor(disk: DiscoveryDisk, options: DiscoverOptions) {
    this.#disk = disk
    this.#options = options
    this.#host = disk.host({ cwd: disk.cwd })
  }

  result(): Discovery {
    return {
      files: this.#files.sort(),
      skipped: this.#skipped,
      problems: this.#problems,
      searched: this.#searched,
    }
  }

  /** Goes through one folder; returns those below it that are to be searched. */
  async enter(folder: Folder): Promise<readonly Folder[]> {
    const entries = await list(folder.path, this.#disk, this.#problems)
    const own = entries.find((entry) => entry.name === '.gitignore' && entry.kind === 'file' && !entry.isLink)
    const file = join(folder.path, '.gitignore')
    const scope = own ? await enter(folder.scope, folder.name, file, '.gitignore', this.#disk) : folder.scope
    const below: Folder[] = []
    for (const entry of entries) {
      const path = join(folder.path, entry.name)
      if (entry.kind === 'folder') {
        const name = `${folder.name}${entry.name}/`
        if (this.#mayEnter(entry, path, name, scope)) below.push({ path, name, scope })
      } else if (this.#isOfInterest(entry.name)) {
        await this.#lookAt(entry, path, folder.name + entry.name, scope)
      }
    }
    return below
  }

  #isOfInterest(name: string): boolean {
    if (this.#options.tests) return POLICY_TEST.test(name)
    if (this.#options.policies) return policyFileKind(name) !== undefined
    return DESCRIPTION.test(name) && !CONFIGURATION.test(name)
  }

  #mayEnter(entry: Entry, path: string, name: string, scope: IgnoreScope | undefined): boolean {
    if (SKIPPED_FOLDERS.has(entry.name) || this.#options.isExcluded(`${slashed(path)}/`)) return false
    if (this.#isIgnored(`${path}/`, name, scope)) return false
    if (!entry.name.startsWith('.')) return true
    this.#skip(`${path}/`, 'hidden')
    return false
  }

  async #lookAt(entry: Entry, path: string, name: string, scope: IgnoreScope | undefined): Promise<void> {
    if (this.#options.isExcluded(slashed(path)) || this.#isReport(path)) return
    if (this.#isIgnored(path, name, scope)) return
    if (this.#searched++ % PROGRESS_STEP === 0) this.#options.progress?.(this.#searched)
    if (entry.kind !== 'file') this.#skip(path, 'no regular file')
    else if (this.#options.tests || this.#options.policies) this.#files.push(path)
    else if (POLICY_TEST.test(path)) this.#skip(path, 'a test of the policy')
    else if (entry.isLink) await this.#lookBehind(path)
    else if (this.#mayHoldApi(path)) this.#files.push(path)
    else this.#skip(path, NO_DESCRIPTION)
  }

  /** A file that cannot be read might be one; saying so is left to the judging. */
  #mayHoldApi(path: string): boolean {
    try {
      return mayBeApi(this.#disk.chunks(path))
    } catch {
      return true
    }
  }

  #isReport(path: string): boolean {
    if (!this.#options.outputs?.has(path)) return false
    try {
      const [start] = this.#disk.chunks(path)
      return /^\{"specward-shard":|"name":\s*"specward"/i.test(new TextDecoder().decode(start))
    } catch {
      return false
    }
  }

  /** A link: read by the rules for what lies in the project. */
  async #lookBehind(path: string): Promise<void> {
    const result = await this.#host.read(pathToFileURL(path).href)
    if ('error' in result && result.error === 'outside-root') {
      this.#skip(path, 'a link that leads outside of the project')
    } else if ('bytes' in result && !mayBeApi([result.bytes])) this.#skip(path, NO_DESCRIPTION)
    else this.#files.push(path)
  }

  #isIgnored(path: string, name: string, scope: IgnoreScope | undefined): boolean {
    const by = ignoredBy(name, scope)
    if (!by) return false
    const file = slashed(relative(this.#disk.cwd, by.file))
    this.#skip(path, `ignored by ${by.kind}`, `${file}:${by.line}`)
    return true
  }

  #skip(path: string, reason: string, detail?: string): void {
    this.#skipped.push({ uri: pathToFileURL(path).href, reason, detail })
  }
}
