import { KIND, keyName, type Tape } from '@specward/core'
import { readBlock } from './blocks.ts'
import { gapFault } from './gaps.ts'
import type { Judge, Verdict } from './inspect.ts'
import { isOddName } from './judge-json.ts'
import { isOddNumber, isUsualBlock, readKey } from './scalars.ts'
import type { Unusual } from './types.ts'

/** Characters that one of the parsers refuses, or takes for a line break. */
const ODD = /[^\t\n\r -~\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/
/** Half of a character. Without the flag `u`, which makes it slow. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const LONE_RETURN = /\r(?!\n)/
/** The parser of Spectral takes a first word for a marker and a rest. Further down it is rare, and need not be told apart. */
const GLUED_MARKER = /(?:^|\n)---[^ \r\n]/
const SPACE = 32
const COLON = 58

/** What is odd about a YAML text wherever it stands. */
export function oddText(text: string): Unusual | undefined {
  if (text.includes('\r') && LONE_RETURN.test(text)) return 'carriage return'
  if (text.startsWith(' ') || GLUED_MARKER.test(text)) return 'root'
  return ODD.test(text) || HALF.test(text) ? 'character' : undefined
}

/** Judges a text that js-yaml accepts. Together, the scalars and the gaps between them are the whole text. */
export function judgeYaml(tape: Tape, text: string): Judge {
  return new YamlJudge(tape, text)
}

class YamlJudge implements Judge {
  readonly #tape: Tape
  readonly #text: string
  readonly #tabs: boolean
  readonly #returns: boolean
  /** End of the last scalar. */
  #cursor = 0
  /** A line break that is not before the scalar that was looked at last. */
  #lineBreak: number

  constructor(tape: Tape, text: string) {
    this.#tape = tape
    this.#text = text
    this.#tabs = text.includes('\t')
    this.#returns = text.includes('\r')
    this.#lineBreak = text.indexOf('\n')
  }

  key(entry: number): Verdict {
    const kind = this.#tape.kind[entry]
    if (kind === KIND.empty || kind === KIND.alias || kind === KIND.mergeKey) return 'key'
    const unusual = this.#advance(entry)
    if (unusual !== undefined) return unusual
    const [start, end] = this.#span(entry)
    if (this.#breaks(start, end)) return 'key'
    const read = kind === KIND.plain ? readKey(this.#text, start, end) : 'string'
    if (read === undefined) return 'key'
    if (isOddName(keyName(this.#tape, this.#text, entry), true)) return 'key'
    let at = end
    while (this.#text.charCodeAt(at) === SPACE) at += 1
    if (this.#text.charCodeAt(at) !== COLON) return 'colon on a line of its own'
    return read === 'string' ? undefined : read
  }

  scalar(entry: number, holder: number): Verdict {
    const kind = this.#tape.kind[entry]
    if (kind === KIND.empty) return this.#empty(entry, holder)
    if (kind === KIND.alias) return 'alias, anchor, tag or marker'
    const unusual = this.#advance(entry)
    if (unusual !== undefined) return unusual
    const [start, end] = this.#span(entry)
    if (kind === KIND.plain && isOddNumber(this.#text, start, end)) return 'number'
    if (kind === KIND.literal || kind === KIND.folded) return this.#block(entry, holder)
    return this.#breaks(start, end) ? this.#foldFault(start, end, kind) : undefined
  }

  /** What is around it says where it stands: the gap goes on behind what was read last. */
  #empty(entry: number, holder: number): Unusual | undefined {
    const kind = this.#tape.kind[holder]
    if (kind === KIND.blockMapping) return undefined
    // After a last item without a value, the parser of Spectral may take those of an outer list for items of this one.
    const last = (this.#tape.next[entry] ?? 0) >= (this.#tape.next[holder] ?? 0)
    return kind === KIND.blockList && !last ? undefined : 'empty node'
  }

  #block(entry: number, holder: number): Verdict {
    const [start, end] = this.#span(entry)
    if (
      isUsualBlock(this.#text, start, end) &&
      !(this.#tabs && this.#text.slice(start, end).includes('\t'))
    ) {
      return undefined
    }
    if (this.#returns) return 'block scalar'
    const outer = this.#tape.start[holder] ?? 0
    const column = outer - this.#text.lastIndexOf('\n', outer - 1) - 1
    const block = readBlock(this.#text, start, column)
    // Both have to agree on what comes next.
    const rest = this.#text.slice(end, block?.end)
    return block === undefined || block.end < end || /[^ \n]/.test(rest)
      ? 'block scalar'
      : { value: block.value }
  }

  collection(entry: number): Unusual | undefined {
    const braces =
      this.#tape.kind[entry] !== KIND.flowMapping || this.#text[this.#tape.start[entry] ?? 0] === '{'
    return braces ? undefined : 'pair without braces'
  }

  end(): Unusual | undefined {
    return gapFault(this.#text, this.#cursor, this.#text.length)
  }

  #span(entry: number): readonly [number, number] {
    return [this.#tape.start[entry] ?? 0, this.#tape.end[entry] ?? 0]
  }

  #advance(entry: number): Unusual | undefined {
    const [start, end] = this.#span(entry)
    const unusual = gapFault(this.#text, this.#cursor, start)
    this.#cursor = end
    return unusual
  }

  #breaks(start: number, end: number): boolean {
    if (this.#lineBreak !== -1 && this.#lineBreak < start) this.#lineBreak = this.#text.indexOf('\n', start)
    return this.#lineBreak !== -1 && this.#lineBreak < end
  }

  /** Double quotes keep white space at the end of a line in one parser and lose it in the other. */
  #foldFault(start: number, end: number, kind: number | undefined): Unusual | undefined {
    const text = this.#text.slice(start, end)
    if (this.#tabs && text.includes('\t')) return 'tab'
    return kind !== KIND.plain && / \r?\n/.test(text) ? 'multi-line scalar' : undefined
  }
}
