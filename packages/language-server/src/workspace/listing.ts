import { keyOf } from '../files.ts'
import type { Settings } from '../settings.ts'
import { isAmong } from './globs.ts'

type Descriptions = (folder: string) => Promise<readonly string[]>

/** The API descriptions in the folders of the workspace. Looks for them once, and again when it is told to forget. */
export class Listing {
  readonly #find: Descriptions | undefined
  readonly #found = new Map<string, Promise<readonly string[]>>()

  /** @param find URIs of the files in a folder and below that may be API descriptions; undefined: nobody can tell */
  constructor(find: Descriptions | undefined) {
    this.#find = find
  }

  /** As core asks for them: those in a folder and below, whatever the settings. */
  get below(): Descriptions | undefined {
    return this.#find && ((folder) => this.#below(folder))
  }

  forget(): void {
    this.#found.clear()
  }

  /** URIs of those that the settings of their folder do not leave out, each once. */
  async all(
    folders: readonly string[],
    settings: (folder: string) => Settings,
    folderOf: (uri: string) => string,
  ): Promise<readonly string[]> {
    const all = new Map<string, string>()
    for (const folder of folders) {
      for (const uri of await this.#below(folder)) {
        const own = folderOf(uri)
        if (isChosen(uri, own, settings(own))) all.set(keyOf(uri), uri)
      }
    }
    return [...all.values()]
  }

  async #below(folder: string): Promise<readonly string[]> {
    const known = this.#found.get(folder) ?? this.#find?.(folder) ?? []
    const found = Promise.resolve(known).catch(() => [])
    this.#found.set(folder, found)
    return found
  }
}

/**
 * Whether the settings let a file be an API description.
 * @param folder URI of its workspace folder, ending in `/`; of files in none, nothing is known
 */
export function isChosen(uri: string, folder: string, { files }: Settings): boolean {
  const [key, base] = [keyOf(uri), keyOf(folder)]
  // in keys, nothing but the percent sign is escaped
  return !key.startsWith(base) || isAmong(key.slice(base.length).replaceAll('%25', '%'), files)
}
