import { type SourceFile, textIndex } from '@specward/core'
import parsers, { type IParser } from '@stoplight/spectral-parsers'
import type { IParserResult } from '@stoplight/types'
import { inspect } from './inspect.ts'
import { judgeJson, oddJsonSpace } from './judge-json.ts'
import { judgeYaml, oddText } from './judge-yaml.ts'
import { corrected } from './key-order.ts'
import { jsonExtent, Places, rangeOf, yamlExtent } from './locate.ts'
import type { Inspected, Usual, Way } from './types.ts'

// A CommonJS module whose names Node does not see.
const { Json, Yaml } = parsers

const WARNING = 1

/** Which of Spectral's parsers a text is for: it reads main documents as YAML, even if they are JSON. */
export type ParserName = 'yaml' | 'json'

/**
 * A parser for `Document` of spectral-core that gives what Spectral's own gives, out of a file that core has read. It
 * calls the original for a text that is not the one of the file, and wherever the two might differ.
 */
export function sourceParser(file: SourceFile | undefined, name: ParserName): IParser {
  const original = name === 'yaml' ? Yaml : Json
  return {
    parse(input) {
      const read = file === undefined ? undefined : usable(file, input)
      const found: Inspected = read ? inspectFile(read, name) : { unusual: 'not read by core' }
      if (read === undefined || 'unusual' in found) {
        const result = original.parse(input)
        ways.set(result, 'unusual' in found ? found.unusual : 'not read by core')
        return result
      }
      const result = new SourceResult(read, name, found)
      ways.set(result, 'fast')
      return result
    },
    getLocationForJsonPath(result, path, closest = false) {
      if (result instanceof SourceResult) return result.locate(path, closest)
      return (original as IParser).getLocationForJsonPath(result, path, closest)
    },
    trapAccess: original.trapAccess,
  }
}

const ways = new WeakMap<object, Way>()

/** How a result of `sourceParser` was read. */
export function wayOf(result: object): Way | undefined {
  return ways.get(result)
}

/** The file, if it stands for this very text without a doubt. */
function usable(file: SourceFile, input: string): SourceFile | undefined {
  return file.value !== undefined && file.problems.length === 0 && file.text === input ? file : undefined
}

function inspectFile(file: SourceFile, name: ParserName): Inspected {
  const { text, language } = file
  if (language === 'yaml' && name === 'json') return { unusual: 'root' }
  const odd = language === 'json' ? oddJsonSpace(text, name === 'yaml') : oddText(text)
  if (odd !== undefined) return { unusual: odd }
  const index = textIndex(file)
  if (index === undefined) return { unusual: 'not read by core' }
  const { tape, lenient } = index
  if (lenient) return { unusual: 'read leniently' }
  const judge = language === 'json' ? judgeJson(tape, text, name === 'yaml') : judgeYaml(tape, text)
  const found = inspect(tape, text, judge)
  if (!('unusual' in found) && file.duplicateKeys.length > 0) return { unusual: 'duplicate key' }
  return found
}

/** What core read, in the shape of a result of Spectral's parsers. */
class SourceResult implements IParserResult<unknown> {
  readonly data: unknown
  readonly diagnostics: IParserResult['diagnostics']
  readonly #file: SourceFile
  readonly #name: ParserName
  #places: Places | undefined
  #original: IParserResult<unknown> | undefined

  constructor(file: SourceFile, name: ParserName, usual: Usual) {
    this.data = corrected(file.value, usual.corrections)
    this.diagnostics = usual.oddKeys.map(({ path, type, start, end }) => ({
      code: 'YAMLIncompatibleValue',
      message: `mapping key must be a string scalar rather than ${type}`,
      severity: WARNING,
      path: [...path],
      range: rangeOf(file, { start, end }),
    }))
    this.#file = file
    this.#name = name
  }

  locate(path: readonly (string | number)[], closest: boolean) {
    const index = this.#places ? undefined : textIndex(this.#file)
    if (index) this.#places = new Places(index.tape, this.#file.text)
    const places = this.#places
    if (!places) return undefined
    const extent =
      this.#name === 'yaml'
        ? yamlExtent(places, path, this.#file.text.length)
        : jsonExtent(places, path, closest)
    return extent && { range: rangeOf(this.#file, extent) }
  }

  /** Nobody in Spectral reads the tree of the parser; whoever does pays for it. */
  get ast(): object {
    return this.#parsed.ast
  }

  get lineMap(): unknown {
    return this.#parsed.lineMap
  }

  get #parsed(): IParserResult<unknown> {
    this.#original ??= this.#name === 'yaml' ? Yaml.parse(this.#file.text) : Json.parse(this.#file.text)
    return this.#original
  }
}
