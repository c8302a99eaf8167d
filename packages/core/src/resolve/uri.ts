import type { Path } from '../source/types.ts'

/** A URI reference, made absolute and split at the fragment. */
export interface Target {
  readonly uri: string
  /** Without `#`, percent-decoded; '' when absent. */
  readonly fragment: string
}

/**
 * Resolves a URI reference against the URI of the file that it stands in (RFC 3986, section 5).
 * Undefined when it is no URI reference.
 */
export function resolveUri(reference: string, base: string): Target | undefined {
  const hash = reference.indexOf('#')
  const before = hash < 0 ? reference : reference.slice(0, hash)
  const fragment = hash < 0 ? '' : decode(reference.slice(hash + 1))
  if (before === '') return { uri: base, fragment }
  if (!URL.canParse(before, base)) return undefined
  return { uri: new URL(before, base).href, fragment }
}

/** Keys of a JSON Pointer in its string form (RFC 6901); undefined when it is none. */
export function parsePointer(pointer: string): Path | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * True when a file is the folder `root` (ending in `/`) or lies below it. A name that only decoding turns into a way
 * upwards (`..%2f`, `..\\`) is not inside.
 */
export function isInside(uri: string, root: string): boolean {
  const name = decode(uri)
  return name.startsWith(decode(root)) && !/[/\\]\.\.(?:[/\\]|$)/.test(name)
}

/** Last segment of the path of a URI without its extension: `pet` of `file:///schemas/pet.yaml`. */
export function fileStem(uri: string): string {
  const name = decode(uri.slice(uri.lastIndexOf('/') + 1))
  const dot = name.indexOf('.', 1)
  return dot < 0 ? name : name.slice(0, dot)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
