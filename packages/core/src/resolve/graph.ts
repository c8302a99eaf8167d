import type { Problem } from '../problem.ts'
import type { Node } from '../source/node.ts'
import type { SourceFile } from '../source/types.ts'
import type { Format } from '../spec/format.ts'
import type { Kind, Shape } from '../spec/grammar.ts'

/**
 * - `resolved`: `target` is where it leads, which may be a reference in turn.
 * - `broken`: the place does not exist, or could not or must not be read; a problem has been reported.
 * - `unread`: nothing was looked for yet.
 */
export type ReferenceStatus = 'resolved' | 'broken' | 'unread'

/** A `$ref` that stands where the specification gives it a meaning. */
export interface Reference {
  /** The object that holds `$ref`. */
  readonly holder: Node
  /** As written. */
  readonly value: string
  /** What the specification expects at the place. */
  readonly shape: Shape
  readonly status: ReferenceStatus
  readonly target: Node | undefined
}

/** The files of one API description and the references between them. */
export interface Graph {
  readonly format: Format
  /** The version as written in the document. */
  readonly version: string
  readonly root: Node
  /** All files that were read, the entry first, then in the order in which they were reached. */
  readonly files: readonly SourceFile[]
  readonly references: readonly Reference[]
  readonly problems: readonly Problem[]
  /** Objects of a kind, each once, in the order in which they were reached. References are not among them. */
  nodes(kind: Kind): readonly Node[]
  /** The reference that a node holds; undefined when it holds none. */
  referenceAt(node: Node): Reference | undefined
  /** Where the content of a node stands after following references to their end; undefined when that could not be read. */
  resolve(node: Node): Node | undefined
  /** Where a URI reference leads that is written in `from`, among the files that were read. */
  lookUp(from: Node, uri: string): Node | undefined
  /**
   * The name that a component is known by: its key in the components of the entry document, whatever file it has
   * been moved to; else the last key of its pointer or the name of its file.
   */
  nameOf(node: Node): string
  /**
   * The way to a node by names alone, the same wherever what it belongs to is moved: texts of JSON, joined by commas
   * (`"schema","User","properties","email"`).
   */
  placeOf(node: Node): string
}
