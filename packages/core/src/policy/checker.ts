import { isObject } from '../json.ts'
import type { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import { locateAt } from './at.ts'
import { isBlank } from './plain-text.ts'
import type { ConfigurationError } from './policy.ts'
import type { At } from './rule.ts'
import { didYouMean } from './suggest.ts'

/** Reads typed values out of a configuration and collects all that is wrong with it, each at its place. */
export class Checker {
  readonly file: SourceFile
  readonly #errors: ConfigurationError[] = []

  constructor(file: SourceFile) {
    this.file = file
  }

  /** What was found wrong, in the order of the text. */
  get errors(): readonly ConfigurationError[] {
    return this.#errors.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  }

  fail(at: At, message: string): void {
    this.failAt(locateAt(at).span.start, message)
  }

  failAt(offset: number | undefined, message: string): void {
    const position = offset === undefined ? undefined : this.file.position(offset)
    this.#errors.push({ message, uri: this.file.uri, ...position })
  }

  /**
   * The entries of a mapping that may hold the given keys; keys that it may not hold are reported. Undefined,
   * and reported, when the node is no mapping or lacks a required key.
   */
  entries<Key extends string>(
    node: Node,
    name: string,
    keys: readonly Key[],
    required: readonly Key[] = [],
  ): Partial<Record<Key, Node>> | undefined {
    if (!this.#mapping(node, name)) return undefined
    const found: Partial<Record<Key, Node>> = {}
    for (const child of node.children()) {
      const key = keys.find((known) => known === child.key)
      if (key === undefined) this.unknown({ node: child, part: 'key' }, `key`, child.key, keys)
      else found[key] = child
    }
    const missing = required.filter((key) => found[key] === undefined)
    for (const key of missing) this.fail(node, `${name} needs \`${key}\`.`)
    return missing.length > 0 ? undefined : found
  }

  /** All entries of a mapping whose keys are names of the author's choice. */
  namedEntries(node: Node, name: string): readonly Node[] {
    return this.#mapping(node, name) ? [...node.children()] : []
  }

  /** The items of a list; none, and reported, when it is no list. */
  items(node: Node, name: string): readonly Node[] {
    if (node.isList) return [...node.children()]
    this.wrongType(node, name, 'a list')
    return []
  }

  /** A text of which something is seen. */
  text(node: Node, name: string): string | undefined {
    const value = node.string
    if (value !== undefined && !isBlank(value)) return value
    if (value !== undefined) this.fail(node, `${name} is blank.`)
    else this.wrongType(node, name, 'a text')
    return undefined
  }

  /** One of a closed set of words. */
  word<Word extends string>(node: Node, name: string, words: readonly Word[]): Word | undefined {
    const value = node.value
    const word = words.find((known) => known === value)
    if (word !== undefined) return word
    const listed = orList(words)
    if (typeof value !== 'string') this.wrongType(node, name, listed)
    else this.fail(node, `${name} must be ${listed}, not ${quote(value)}.${didYouMean(value, words)}`)
    return undefined
  }

  unknown(at: At, kind: string, word: string, known: readonly string[]): void {
    const hint = didYouMean(word, known)
    const listed =
      hint === '' && known.length > 0 && known.length <= 12 ? ` Known here: ${list(known)}.` : hint
    this.fail(at, `Unknown ${kind} ${quote(word)}.${listed}`)
  }

  wrongType(node: Node, name: string, wanted: string): void {
    this.fail(node, `${name} must be ${wanted}, not ${describe(node.value)}.`)
  }

  #mapping(node: Node, name: string): boolean {
    if (node.isObject) return true
    this.wrongType(node, name, 'a mapping')
    return false
  }
}

/** Text of the author's in backquotes, shortened when it is long. */
export function quote(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'a mapping'
  if (typeof value === 'string') return `the text ${quote(value)}`
  return `\`${String(value)}\``
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

function orList(words: readonly string[]): string {
  return `${list(words.slice(0, -1))} or \`${words.at(-1)}\``
}
