import { pointerToPath } from '@stoplight/json'
import type { ResolveRunner } from '@stoplight/json-ref-resolver/runner.js'

/** What a `$ref` is, as the original reads it. */
export type Reference =
  | { readonly kind: 'local'; readonly pointer: string; readonly path: readonly string[] }
  | { readonly kind: 'invalid'; readonly text: string }
  | {
      readonly kind: 'remote'
      readonly uri: Uri
      readonly text: string
      readonly file: string
      readonly pointer: string
    }

export type Uri = Extract<ReturnType<ResolveRunner['computeRef']>, object>
/** The URI of a `$ref` as the original makes it, by its own code. */
export type ReadUri = (ref: string) => Uri

/** Reads the texts of references, each once. */
export class ReferenceReader {
  readonly #known = new Map<string, Reference>()
  readonly #readUri: ReadUri

  constructor(readUri: ReadUri) {
    this.#readUri = readUri
  }

  read(ref: string): Reference {
    const known = this.#known.get(ref)
    if (known !== undefined) return known
    const reference = PLAIN.test(ref) ? local(ref, ref) : this.#readAsUri(ref)
    this.#known.set(ref, reference)
    return reference
  }

  #readAsUri(ref: string): Reference {
    const uri = this.#readUri(ref)
    const isLocal = uri.path() === '' && (!('length' in uri) || Number(uri.length) > 0)
    const pointer = pointerOf(uri)
    if (isLocal) return local(pointer, uri.toString())
    return { kind: 'remote', uri, text: uri.toString(), file: uri.clone().fragment('').toString(), pointer }
  }
}

function pointerOf(uri: Uri): string {
  if ('length' in uri && uri.length === 0) return ''
  const fragment = uri.fragment()
  if (fragment !== '') return `#${fragment}`
  return uri.href() === '' ? '#' : ''
}

/** What no URI parser changes. */
const PLAIN = /^#\/[\w/~.{}%:-]*$/

function local(pointer: string, text: string): Reference {
  try {
    return { kind: 'local', pointer, path: pointerToPath(pointer).map(String) }
  } catch {
    return { kind: 'invalid', text }
  }
}
