import { encodePointerUriFragment } from '@stoplight/json'

/** Writes paths as pointers, in the two ways that the original has, remembering what segments become. */
export class PointerWriter {
  readonly #encoded = new Map<string, string>()

  /** As keys of `refMap` are written: percent-encoded. */
  encoded(path: readonly string[]): string {
    let pointer = '#'
    for (const segment of path) pointer += `/${this.#encode(segment)}`
    return pointer
  }

  #encode(segment: string): string {
    const known = this.#encoded.get(segment)
    if (known !== undefined) return known
    const encoded = String(encodePointerUriFragment(segment))
    this.#encoded.set(segment, encoded)
    return encoded
  }
}

/** As holders are named while their references are ordered: only `~` and `/` are escaped. Without the `#`. */
export function plainPointer(path: readonly string[]): string {
  let pointer = ''
  for (const segment of path) {
    pointer += NEEDS_ESCAPE.test(segment)
      ? `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`
      : `/${segment}`
  }
  return pointer
}

const NEEDS_ESCAPE = /[~/]/
