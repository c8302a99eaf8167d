import { ParsedFile } from './file.ts'
import { reparse } from './incremental/reparse.ts'
import { USUAL_LIMITS } from './limits.ts'
import { parseSource, parseStopped } from './parse.ts'
import type { SourceFile } from './types.ts'

/** Files that are remembered; of more, those that nobody has asked for longest are forgotten. */
const MOST_FILES = 64

interface Remembered {
  /** As it was given, perhaps with a byte order mark. */
  readonly text: string
  readonly file: SourceFile
  /** The last that could be read without problems: what is read next mostly differs little from it. */
  readonly good: ParsedFile | undefined
}

/**
 * Files that were read, for programs that read the same ones again and again while somebody works on them. A text that has
 * not changed is not read again, and one that has changed a little is read in part (`reparse`).
 */
export class SourceMemory {
  readonly #files = new Map<string, Remembered>()

  /** What `parseSource` answers, with the objects of an earlier answer wherever nothing has changed. */
  async parse(uri: string, text: string): Promise<SourceFile> {
    const known = this.#files.get(uri)
    const file = known?.text === text ? known.file : await this.#read(uri, text, known?.good)
    const good = file instanceof ParsedFile && file.isPlain ? file : known?.good
    this.#files.delete(uri)
    this.#files.set(uri, { text, file, good })
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= MOST_FILES) break
      this.#files.delete(oldest)
    }
    return file
  }

  async #read(uri: string, text: string, good: ParsedFile | undefined): Promise<SourceFile> {
    const content = text.startsWith('\uFEFF') ? text.slice(1) : text
    const read = good && (await reparse(good, content))
    if (!read) return parseSource(uri, text, USUAL_LIMITS)
    return 'file' in read ? read.file : parseStopped(uri, content, read.stop)
  }
}
