import { type JsonObject, own } from './values.ts'

/** True for an object with a `$ref` that JSON Reference knows: a URI, a path or a pointer, but no bare anchor. */
export function isReference(value: unknown): value is JsonObject {
  const reference = own(value, '$ref')
  if (typeof reference !== 'string' || reference === '') return false
  return reference === '#' || reference.startsWith('#/') || !reference.startsWith('#')
}

/** What is before and after the `#`. */
export function split(reference: string): readonly [string, string] {
  const hash = reference.indexOf('#')
  return hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)]
}

/** A token of a JSON Pointer in a URI fragment (RFC 6901, section 6). */
export function keyOf(token: string): string {
  let decoded = token
  try {
    decoded = decodeURIComponent(token)
  } catch {
    // a lone `%` stands for itself
  }
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~')
}
