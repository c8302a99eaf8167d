import { hostBy, type ReadResult } from '@specward/core'
import type { ServerOptions } from '../options.ts'
import type { Ask, ListAnswer, ListedEntry, ReadAnswer, StatAnswer } from './protocol.ts'
import { walk } from './walk.ts'

/**
 * Reads through the editor what stands on no disk: virtual file systems, such as a repository that is opened from where
 * it is hosted, and where there is no disk at all (in a browser) every file. Nothing outside of the folders of the
 * workspace is asked for.
 */
export class EditorFiles {
  /** Whether the editor has said that it answers. */
  isAnswered = false
  /** URIs of the workspace folders, each ending in `/`. */
  folders: () => readonly string[] = () => []
  /** Told what people should know of a search. */
  onTold: (message: string) => void = () => {}
  readonly #ask: Ask
  readonly #given: ServerOptions

  constructor(given: ServerOptions, ask: Ask) {
    this.#given = given
    this.#ask = ask
  }

  /** The options of the server, with files of the editor among those that they reach. */
  get options(): ServerOptions {
    const { host, descriptions, policyFiles, isDiskless } = this.#given
    const reads = descriptions !== undefined || isDiskless === true
    const real = host.real?.bind(host)
    return {
      ...this.#given,
      host: hostBy(host, {
        read: (uri, how) => (this.#isOurs(uri) ? this.#read(uri) : host.read(uri, how)),
        exists: (uri) => (this.#isOurs(uri) ? this.#exists(uri) : host.exists(uri)),
        // where links of a virtual file system lead, only that knows
        ...(real ? { real: async (uri) => (this.#isOurs(uri) ? uri : real(uri)) } : {}),
      }),
      ...(reads
        ? {
            descriptions: async (folder) =>
              this.#isOurs(folder)
                ? this.#below(folder, 'descriptions')
                : ((await descriptions?.(folder)) ?? []),
            policyFiles: async (folder) =>
              this.#isOurs(folder) ? this.#below(folder, 'policies') : ((await policyFiles?.(folder)) ?? []),
          }
        : {}),
    }
  }

  /** What is in a folder; empty where that cannot be said. */
  async list(uri: string): Promise<readonly ListedEntry[]> {
    const { entries } = await this.#ask<ListAnswer>('specward/list', { uri })
    return entries
  }

  #isOurs(uri: string): boolean {
    if (/^(?:https?|untitled):/i.test(uri)) return false
    return this.#given.isDiskless === true || !/^file:/i.test(uri)
  }

  /** Whether something is in a folder of the workspace; a name that only decoding turns into a way upwards is not. */
  #isInside(uri: string): boolean {
    const name = decoded(uri)
    if (/[/\\]\.\.(?:[/\\]|$)/.test(name)) return false
    return this.folders().some((folder) => name.startsWith(decoded(folder)))
  }

  async #read(uri: string): Promise<ReadResult> {
    if (!this.#isInside(uri)) return { error: 'outside-root', detail: 'it is in no folder of the workspace' }
    if (!this.isAnswered) return { error: 'unreadable', detail: 'this editor does not say what is in it' }
    try {
      const answer = await this.#ask<ReadAnswer>('specward/read', { uri })
      if ('error' in answer) return answer
      return { bytes: 'text' in answer ? new TextEncoder().encode(answer.text) : bytesOf(answer.base64) }
    } catch (error) {
      return { error: 'unreadable', detail: error instanceof Error ? error.message : String(error) }
    }
  }

  async #exists(uri: string): Promise<boolean> {
    if (!this.#isInside(uri) || !this.isAnswered) return false
    // a virtual file system shows no `.git`, and what is opened of one is a project of its own
    if (this.folders().some((folder) => uri === `${folder}.git`)) return true
    return this.#ask<StatAnswer>('specward/stat', { uri }).then(
      ({ kind }) => kind !== 'missing',
      () => false,
    )
  }

  #below(folder: string, what: 'descriptions' | 'policies'): Promise<readonly string[]> {
    if (!this.isAnswered) return Promise.resolve([])
    const { ignoreFile } = this.#given
    return walk(folder, what, {
      list: (uri) => this.list(uri),
      read: async (uri) => {
        const result = await this.#read(uri)
        return 'bytes' in result ? result.bytes : undefined
      },
      ignoreFile,
      tell: (message) => this.onTold(message),
    })
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
