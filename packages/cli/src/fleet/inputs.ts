import type { DocumentRecord, Host, RecordedInput } from '@specward/core'

/** What is known of files by now: each is read once, however many records name it. */
export class Inputs {
  readonly #host: Host
  readonly #workingDirectory: string
  readonly #known = new Map<string, Promise<string>>()

  /** @param workingDirectory URI of a folder, ending in `/` */
  constructor(host: Host, workingDirectory: string) {
    this.#host = host
    this.#workingDirectory = workingDirectory
  }

  /** Absolute URI of the first file below the working directory that is not what a record was made of. */
  async changed({ inputs }: DocumentRecord): Promise<string | undefined> {
    for (const input of inputs) {
      // below the folder of the project: only core knows which that is, and looks at it anyway
      if (input.uri.startsWith('~/')) continue
      const uri = new URL(input.uri, this.#workingDirectory).href
      if ((await this.stateOf(uri)) !== wordOf(input)) return uri
    }
    return undefined
  }

  /** SHA-256 of a file, or why it cannot be read; for comparing alone. Absolute URIs. */
  stateOf(uri: string): Promise<string> {
    const known = this.#known.get(uri) ?? this.#read(uri)
    this.#known.set(uri, known)
    return known
  }

  /** Bytes of a file; 0 for one that cannot be read. */
  async sizeOf(uri: string): Promise<number> {
    const result = await this.#host.read(uri)
    if ('error' in result) return 0
    return 'text' in result ? result.text.length : result.bytes.byteLength
  }

  async #read(uri: string): Promise<string> {
    const result = await this.#host.read(uri)
    if ('error' in result) return result.error
    return this.#host.sha256('text' in result ? result.text : result.bytes)
  }
}

function wordOf(input: RecordedInput): string {
  return 'error' in input ? input.error : input.sha256
}
