import type { Problem } from '../problem.ts'
import { findDuplicateKeys } from './duplicates.ts'
import type { Change } from './incremental/change.ts'
import { LineTable } from './lines.ts'
import { Mentions, type Needle } from './mentions.ts'
import { Navigator } from './navigate.ts'
import type { Tape } from './tape.ts'
import type { DuplicateKey, Language, NodeSpan, Path, Position, SourceFile, Span } from './types.ts'

export interface Reading {
  readonly uri: string
  readonly text: string
  readonly language: Language
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Makes the index of the text; undefined when it could not be read. */
  readonly tape: () => Tape | undefined
  /** False when the number of entries shows that no key is repeated. */
  readonly mayRepeatKeys: (tape: Tape) => boolean
  /** True when only the patient parser could read the text. */
  readonly lenient?: boolean
  /** True when every part of the text means the same wherever it stands: no anchors, aliases, tags, directives. */
  readonly isPlain?: boolean
  /** Where lines start, when that is known already. */
  readonly lines?: LineTable | undefined
  /** What is known already of what stands in the text. */
  readonly mentions?: Mentions | undefined
}

/** A source file whose index, lines and duplicate keys are worked out when somebody asks. */
export class ParsedFile implements SourceFile {
  readonly uri: string
  readonly text: string
  readonly language: Language
  readonly value: unknown
  readonly problems: readonly Problem[]
  readonly lenient: boolean
  /** See {@link Reading.isPlain}. */
  readonly isPlain: boolean
  readonly #tape: () => Tape | undefined
  readonly #mayRepeatKeys: (tape: Tape) => boolean
  readonly #mentions: Mentions
  #navigator: Navigator | null | undefined
  #lines: LineTable | undefined
  #duplicates: readonly DuplicateKey[] | undefined

  constructor(reading: Reading) {
    this.uri = reading.uri
    this.text = reading.text
    this.language = reading.language
    this.value = reading.value
    this.problems = reading.problems
    this.lenient = reading.lenient === true
    this.isPlain = reading.isPlain === true
    this.#lines = reading.lines
    this.#mentions = reading.mentions ?? new Mentions(reading.text)
    this.#tape = reading.tape
    this.#mayRepeatKeys = reading.mayRepeatKeys
  }

  /** The index of the text with its look-ups; undefined when the text could not be read. */
  get navigator(): Navigator | undefined {
    if (this.#navigator === undefined) {
      const tape = this.#tape()
      this.#navigator = tape ? new Navigator(tape, this.text) : null
    }
    return this.#navigator ?? undefined
  }

  get duplicateKeys(): readonly DuplicateKey[] {
    this.#duplicates ??= this.#findDuplicates()
    return this.#duplicates
  }

  /** Keys that stand twice in mappings around or in a part of the text. */
  duplicateKeysIn(part: Span): readonly DuplicateKey[] {
    const { navigator } = this
    return navigator ? findDuplicateKeys(navigator.tape, this.text, undefined, part) : []
  }

  locate(path: Path): NodeSpan | undefined {
    return this.navigator?.locate(path)
  }

  position(offset: number): Position {
    this.#lines ??= new LineTable(this.text)
    return this.#lines.position(offset)
  }

  /**
   * The same text with a part of its value: the places are those in the whole.
   * @param parts where repeated keys are looked for
   */
  withValue(value: unknown, parts: readonly Path[]): ParsedFile {
    const file = new ParsedFile({
      ...this,
      value,
      tape: () => this.navigator?.tape,
      mayRepeatKeys: () => false,
      mentions: this.#mentions,
    })
    file.#navigator = this.navigator
    this.position(0)
    file.#lines = this.#lines
    file.#duplicates = this.#findDuplicatesIn(parts)
    return file
  }

  #findDuplicatesIn(parts: readonly Path[]): readonly DuplicateKey[] {
    const { navigator } = this
    if (!navigator) return []
    return parts.flatMap((path) => {
      const place = navigator.find(path)
      return place ? findDuplicateKeys(navigator.tape, this.text, { entry: place.value, path }) : []
    })
  }

  /** Where lines start in the text that a change makes of this one, as far as that is known of this one. */
  linesAfter(text: string, change: Change): LineTable | undefined {
    return this.#lines?.after(text, change)
  }

  mentions(needle: Needle): boolean {
    return this.#mentions.has(needle)
  }

  /** What is known to stand in the text that a change makes of this one. */
  mentionsAfter(text: string, change: Change): Mentions {
    return this.#mentions.after(text, change)
  }

  #findDuplicates(): readonly DuplicateKey[] {
    const tape = this.value === undefined ? undefined : this.navigator?.tape
    return tape && this.#mayRepeatKeys(tape) ? findDuplicateKeys(tape, this.text) : []
  }
}

/** A file that could not be read, with the reasons. */
export function unreadable(
  uri: string,
  text: string,
  language: Language,
  problems: readonly Problem[],
): ParsedFile {
  const nothing = { tape: () => undefined, mayRepeatKeys: () => false }
  return new ParsedFile({ uri, text, language, value: undefined, problems, ...nothing })
}

/**
 * The index of the text of a file that `parseSource` read; undefined when it could not be read. `lenient` is true when
 * the text is not quite YAML and was read all the same.
 */
export function textIndex(file: SourceFile): { readonly tape: Tape; readonly lenient: boolean } | undefined {
  if (!(file instanceof ParsedFile)) return undefined
  const tape = file.navigator?.tape
  return tape && { tape, lenient: file.lenient }
}

/** Whether something stands in the text of a file. */
export function mentions(file: SourceFile, needle: Needle): boolean {
  return file instanceof ParsedFile ? file.mentions(needle) : new Mentions(file.text).has(needle)
}

/** True for a place that only an alias or a merge key leads to: its text stands elsewhere. */
export function isBorrowed(file: SourceFile, path: Path): boolean {
  if (!(file instanceof ParsedFile)) return false
  const { navigator } = file
  const place = navigator?.find(path)
  return place !== undefined && (place.shared || navigator?.target(place.value) !== place.value)
}

/** True for a key that its mapping has through a merge key alone. */
export function isMerged(file: SourceFile, path: Path): boolean {
  if (!(file instanceof ParsedFile)) return false
  const { navigator } = file
  const place = navigator?.find(path)
  if (!navigator || place?.key === undefined) return false
  return place.key < place.holder || place.key >= (navigator.tape.next[place.holder] ?? 0)
}
