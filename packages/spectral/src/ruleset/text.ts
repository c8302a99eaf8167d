import type { ConfigurationError, Path, SourceFile, Span } from '@specward/core'

import { isObject } from './values.ts'

/** A definition in the text of a file, and where everything in it stands. */
export class RulesetText {
  readonly file: SourceFile
  /** Path of the definition in the file. */
  readonly base: Path
  readonly value: unknown
  readonly #reported: { readonly path: Path; readonly error: ConfigurationError }[] = []

  constructor(file: SourceFile, base: Path, value: unknown) {
    this.file = file
    this.base = base
    this.value = value
  }

  get errors(): readonly ConfigurationError[] {
    return this.#reported.map(({ error }) => error)
  }

  /** Tells of something wrong at a path of the definition; the line is that of the nearest thing that is written. */
  fail(path: Path, message: string, part?: 'key' | 'value'): void {
    const { uri } = this.file
    this.#reported.push({ path, error: { message, uri, ...this.position(path, part) } })
  }

  /** What is written at a path. */
  at(path: Path): unknown {
    return valueAt(this.value, path)
  }

  /** Whether something was told of this place, or of one above or below it. */
  isReported(path: Path): boolean {
    return this.#reported.some((each) => isPrefix(each.path, path) || isPrefix(path, each.path))
  }

  position(path: Path, part?: 'key' | 'value'): { readonly line: number; readonly column: number } {
    return this.file.position(this.span(path, part).start)
  }

  /** Of a value the value, of a mapping or list the key, unless asked for one of them. */
  span(path: Path, part?: 'key' | 'value'): Span {
    for (let length = path.length; length >= 0; length--) {
      const found = this.file.locate([...this.base, ...path.slice(0, length)])
      if (!found) continue
      const wanted = part ?? (isContainer(valueAt(this.value, path.slice(0, length))) ? 'key' : 'value')
      if (length < path.length || wanted === 'key') return found.key ?? head(found.value)
      return found.value
    }
    return { start: 0, end: 0 }
  }
}

function isContainer(value: unknown): boolean {
  return isObject(value) || Array.isArray(value)
}

/** A list or mapping begins where it begins: to underline all of it tells nothing. */
function head({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 1) }
}

function isPrefix(short: Path, long: Path): boolean {
  return short.length <= long.length && short.every((key, index) => key === long[index])
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
