import { locateAt } from '../policy/at.ts'
import type { At } from '../policy/rule.ts'
import { relativeName } from '../settle/file-name.ts'
import type { SourceFile, Span } from '../source/types.ts'
import type { Range } from './report.ts'

/** A place as the report gives it. */
export interface ReportPlace {
  readonly file: string
  readonly pointer: string
  readonly range: Range
}

/** Turns URIs into names and spans into lines and columns. */
export class Places {
  readonly #folder: string
  readonly #fileOf: (uri: string) => SourceFile | undefined
  readonly #names = new Map<string, string>()
  readonly #clear: (pointer: string) => string
  readonly #known = new WeakMap<At, ReportPlace>()

  /** @param clear takes secrets out of a pointer */
  constructor(
    folder: string,
    fileOf: (uri: string) => SourceFile | undefined,
    clear: (pointer: string) => string = (pointer) => pointer,
  ) {
    this.#folder = folder
    this.#fileOf = fileOf
    this.#clear = clear
  }

  name(uri: string): string {
    const known = this.#names.get(uri)
    if (known !== undefined) return known
    const name = relativeName(this.#folder, uri)
    this.#names.set(uri, name)
    return name
  }

  /** A pointer as it is told: names in it may be secrets. */
  pointer(pointer: string): string {
    return this.#clear(pointer)
  }

  at(at: At): ReportPlace {
    const known = this.#known.get(at)
    if (known) return known
    const { node, span } = locateAt(at)
    const pointer = this.pointer(node.pointer)
    const place = { file: this.name(node.file.uri), pointer, range: rangeIn(node.file, span) }
    this.#known.set(at, place)
    return place
  }

  /** File and range of a span given by URI; no range where the file is not at hand. */
  of(uri: string | undefined, span: Span | undefined): { readonly file?: string; readonly range?: Range } {
    if (uri === undefined) return {}
    const file = span && this.#fileOf(uri)
    return { file: this.name(uri), ...(file && span ? { range: rangeIn(file, span) } : {}) }
  }
}

export function rangeIn(file: SourceFile, span: Span): Range {
  return { start: file.position(span.start), end: file.position(span.end) }
}

/** Order of ranges in one file; what has none comes first. */
export function compareRanges(a: Range | undefined, b: Range | undefined): number {
  if (!a || !b) return (a ? 1 : 0) - (b ? 1 : 0)
  return (
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    a.end.line - b.end.line ||
    a.end.column - b.end.column
  )
}
