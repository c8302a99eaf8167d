import { ParsedFile } from './file.ts'
import type { Change } from './incremental/change.ts'
import type { LineTable } from './lines.ts'
import { Mentions, type Needle } from './mentions.ts'
import type { Navigator } from './navigate.ts'
import type { ShelvedText } from './shelf.ts'
import type { DuplicateKey, NodeSpan, Path, Position, SourceFile } from './types.ts'

/** What is known of a file only once it is parsed. */
const PARSED = ['language', 'value', 'problems', 'lenient', 'isPlain'] as const

/**
 * A file of which the text is at hand or folded, and nothing else. It is parsed when somebody looks into it; lines and
 * columns are told without that.
 */
export class DormantFile extends ParsedFile {
  readonly #shelved: ShelvedText
  readonly #parse: (uri: string, text: string) => ParsedFile
  readonly #mentioned = new Map<Needle, boolean>()
  #parsed: ParsedFile | undefined
  /** What was let go and is perhaps in use elsewhere still. */
  #last: WeakRef<ParsedFile> | undefined

  /** @param shelved without a byte order mark */
  constructor(uri: string, shelved: ShelvedText, parse: (uri: string, text: string) => ParsedFile) {
    const nothing = { value: undefined, problems: [], tape: () => undefined, mayRepeatKeys: () => false }
    super({ uri, text: '', language: 'yaml', ...nothing })
    this.#shelved = shelved
    this.#parse = parse
    Object.defineProperty(this, 'text', { get: () => this.#shelved.text, enumerable: true })
    for (const name of PARSED) {
      Object.defineProperty(this, name, { get: () => this.#awake()[name], enumerable: true })
    }
  }

  /** Characters of the text, which need not be at hand for that. */
  get length(): number {
    return this.#shelved.length
  }

  get isAwake(): boolean {
    this.#parsed ??= this.#last?.deref()
    return this.#parsed !== undefined
  }

  /** Hands over what parsing has made of the text. */
  wake(parsed: ParsedFile): void {
    this.#parsed ??= parsed
  }

  /** Lets go of all but the text. */
  sleep(): void {
    if (this.#parsed) this.#last = new WeakRef(this.#parsed)
    this.#parsed = undefined
  }

  override get navigator(): Navigator | undefined {
    return this.#awake().navigator
  }

  override get duplicateKeys(): readonly DuplicateKey[] {
    return this.#awake().duplicateKeys
  }

  override locate(path: Path): NodeSpan | undefined {
    return this.#awake().locate(path)
  }

  override position(offset: number): Position {
    return this.#shelved.lines.position(offset)
  }

  override mentions(needle: Needle): boolean {
    const known = this.#mentioned.get(needle)
    if (known !== undefined) return known
    const has = new Mentions(this.text).has(needle)
    this.#mentioned.set(needle, has)
    return has
  }

  override withValue(value: unknown, parts: readonly Path[]): ParsedFile {
    return this.#awake().withValue(value, parts)
  }

  override linesAfter(text: string, change: Change): LineTable | undefined {
    return this.#awake().linesAfter(text, change)
  }

  override mentionsAfter(text: string, change: Change): Mentions {
    return this.#awake().mentionsAfter(text, change)
  }

  #awake(): ParsedFile {
    this.#parsed ??= this.#last?.deref() ?? this.#parse(this.uri, this.text)
    return this.#parsed
  }
}

/** Characters of the text of a file, which need not be at hand for that. */
export function lengthOf(file: SourceFile): number {
  return file instanceof DormantFile ? file.length : file.text.length
}
