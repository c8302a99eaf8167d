import { ParsedFile } from './file.ts'
import type { Navigator } from './navigate.ts'
import type { DuplicateKey, NodeSpan, Path } from './types.ts'

/** What is known of a file only once it is parsed. */
const PARSED = ['language', 'value', 'problems', 'lenient', 'isPlain'] as const

/**
 * A file of which the text is at hand and nothing else. It is parsed when somebody looks into it; lines and columns are
 * told without that.
 */
export class DormantFile extends ParsedFile {
  readonly #parse: (uri: string, text: string) => ParsedFile
  #parsed: ParsedFile | undefined
  /** What was let go and is perhaps in use elsewhere still. */
  #last: WeakRef<ParsedFile> | undefined

  /** @param text without a byte order mark */
  constructor(uri: string, text: string, parse: (uri: string, text: string) => ParsedFile) {
    const nothing = { value: undefined, problems: [], tape: () => undefined, mayRepeatKeys: () => false }
    super({ uri, text, language: 'yaml', ...nothing })
    this.#parse = parse
    for (const name of PARSED) {
      Object.defineProperty(this, name, { get: () => this.#awake()[name], enumerable: true })
    }
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

  #awake(): ParsedFile {
    this.#parsed ??= this.#last?.deref() ?? this.#parse(this.uri, this.text)
    return this.#parsed
  }
}
