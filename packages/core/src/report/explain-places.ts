import type { Origin } from '../policy/origin.ts'
import { relativeName } from '../settle/file-name.ts'
import type { SourceFile } from '../source/types.ts'
import type { ExplainedOrigin } from './explained.ts'

/** Turns origins into what readers see. */
export class ExplainedPlaces {
  readonly #folder: string
  readonly #files: ReadonlyMap<string, SourceFile>

  constructor(folder: string, files: ReadonlyMap<string, SourceFile>) {
    this.#folder = folder
    this.#files = files
  }

  /** Name of a file by its URI; what is no file, such as a preset, is named as it is. */
  name(uri: string): string {
    return relativeName(this.#folder, uri)
  }

  of(origin: Origin, scope?: unknown): ExplainedOrigin {
    const { source, place } = origin
    const isFile = this.#files.has(source)
    return {
      source: isFile ? this.name(source) : source,
      line: place?.line ?? null,
      inOverride: scope !== undefined,
    }
  }

  /** The last of what was said, with where, and what it was said over. */
  last<Value>(
    said: readonly { readonly value: Value; readonly origin: Origin; readonly scope: unknown }[],
    otherwise: Value,
  ) {
    const values = said.map(({ value, origin, scope }) => ({ value, from: this.of(origin, scope) }))
    const last = values.at(-1) ?? { value: otherwise, from: null }
    return { ...last, before: values.slice(0, -1) }
  }
}
