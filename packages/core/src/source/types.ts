import type { Problem } from '../problem.ts'

/** Half-open range of UTF-16 offsets into the text of a file. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** 1-based line and column; the column counts UTF-16 code units, as editors and SARIF do. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Keys from the root of the document to a node; array indices are decimal strings. */
export type Path = readonly string[]

/** Where a node stands: its value and, unless it is an array item or the root, its key. */
export interface NodeSpan {
  readonly key?: Span
  readonly value: Span
}

/** One key that stands twice in a mapping; parsers keep the last value without a word. */
export interface DuplicateKey {
  /** Path of the mapping. */
  readonly path: Path
  readonly key: string
  readonly first: Span
  readonly again: Span
}

export type Language = 'yaml' | 'json'

/** A text that was read: its value, and on demand the place of everything in it. */
export interface SourceFile {
  readonly uri: string
  /** The text without a leading byte order mark. */
  readonly text: string
  readonly language: Language
  /** Value of the first document; undefined when the text could not be read. Objects, arrays and scalars only. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Worked out on first use. */
  readonly duplicateKeys: readonly DuplicateKey[]
  /** Place of the node at `path`, through aliases and merge keys; undefined when there is none. */
  locate(path: Path): NodeSpan | undefined
  position(offset: number): Position
}

/** A change to the tree of a file, rendered into text with comments, quotes, order and indentation kept. */
export type TreeEdit =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'rename'; readonly path: Path; readonly to: string }
  /** Adds `key: value` to the mapping at `path`, or `value` to the list there (`key` is then the index or '-'). */
  | { readonly op: 'insert'; readonly path: Path; readonly key: string; readonly value: unknown }

/** Replacement of a span of the original text. */
export interface TextEdit {
  readonly span: Span
  readonly text: string
}
