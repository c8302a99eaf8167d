import { pointerToPath } from '@stoplight/json'
import type { ResolveRunner } from '@stoplight/json-ref-resolver/runner.js'

/** What a `$ref` is, as the original reads it. */
export type Reference =
  | { readonly kind: 'local'; readonly pointer: string; readonly path: readonly string[] }
  | { readonly kind: 'invalid'; readonly text: string }
  | Remote

/** A reference to another file. */
export interface Remote {
  readonly kind: 'remote'
  /** The whole address. */
  readonly text: string
  readonly file: string
  /** As the reference writes it; empty for the whole file. */
  readonly pointer: string
  readonly fragment: string
  /** Made when somebody asks, which is seldom. */
  readonly uri: () => Uri
}

export type Uri = Extract<ReturnType<ResolveRunner['computeRef']>, object>
/** The URI of a `$ref` as the original makes it, by its own code. */
export type ReadUri = (ref: string) => Uri

/** Reads the texts of references, each once. */
export class ReferenceReader {
  readonly #known = new Map<string, Reference>()
  readonly #base: string
  readonly #readUri: ReadUri

  constructor(base: string, readUri: ReadUri) {
    this.#base = base
    this.#readUri = readUri
  }

  read(ref: string): Reference {
    const known = this.#known.get(ref)
    if (known !== undefined) return known
    const reference = PLAIN.test(ref) ? local(ref, ref) : (this.#beside(ref) ?? this.#readAsUri(ref))
    this.#known.set(ref, reference)
    return reference
  }

  #readAsUri(ref: string): Reference {
    const uri = this.#readUri(ref)
    const isLocal = uri.path() === '' && (!('length' in uri) || Number(uri.length) > 0)
    const pointer = pointerOf(uri)
    if (isLocal) return local(pointer, uri.toString())
    const file = uri.clone().fragment('').toString()
    return { kind: 'remote', uri: () => uri, text: uri.toString(), file, pointer, fragment: uri.fragment() }
  }

  /** Ordinary names of files below or above the one that refers to them. */
  #beside(ref: string): Remote | undefined {
    const match = BESIDE.exec(ref)
    if (match === null || !PLAIN_FILE.test(this.#base)) return undefined
    const [, name = '', fragment = ''] = match
    const path = this.#base.split('/').slice(1, -1)
    for (const segment of name.split('/')) {
      if (segment === '..' && path.pop() === undefined) return undefined
      if (segment !== '.' && segment !== '..') path.push(segment)
    }
    const file = `/${path.join('/')}`
    if (file === this.#base) return undefined
    const pointer = fragment === '' ? '' : `#${fragment}`
    return { kind: 'remote', uri: () => this.#readUri(ref), text: file + pointer, file, pointer, fragment }
  }
}

function pointerOf(uri: Uri): string {
  if ('length' in uri && uri.length === 0) return ''
  const fragment = uri.fragment()
  if (fragment !== '') return `#${fragment}`
  return uri.href() === '' ? '#' : ''
}

/** What no URI parser changes. */
const PLAIN_FILE = /^(?:\/(?!\.)[\w.-]+)+$/
const BESIDE = /^((?:\.{1,2}\/)*(?:(?!\.)[\w.-]+\/)*(?!\.)[\w.-]+)(?:#(\/[\w/~.{}-]*))?$/
const PLAIN = /^#\/[\w/~.{}%:-]*$/

function local(pointer: string, text: string): Reference {
  try {
    return { kind: 'local', pointer, path: pointerToPath(pointer).map(String) }
  } catch {
    return { kind: 'invalid', text }
  }
}
