import type { SourceFile, Span } from '../source/types.ts'
import { locateAt } from './at.ts'
import { nameIn } from './folders.ts'
import type { At } from './rule.ts'

/** Where a setting was made. */
export interface Origin {
  /** URI of a file, or the name of a preset: `specward:recommended`. */
  readonly source: string
  /** Absent for presets. */
  readonly place?: OriginPlace
}

export interface OriginPlace {
  readonly span: Span
  /** 1-based. */
  readonly line: number
  readonly column: number
}

export function originOf(file: SourceFile, at: At): Origin {
  const { span } = locateAt(at)
  return { source: file.uri, place: { span, ...file.position(span.start) } }
}

/** `policy/base.yaml:5`, relative to a folder where the file is in it; the name of a preset as it is. */
export function originName({ source, place }: Origin, folder: string): string {
  const name = nameIn(folder, source)
  return place ? `${name}:${place.line}` : name
}
