/** The name under which Spectral knows a file: a path for a file, and a URL as it is. */
export function sourceOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri
  const { host, pathname } = new URL(uri)
  const path = decoded(pathname)
  if (host !== '') return `//${host}${path}`
  return /^\/[a-z]:\//iu.test(path) ? path.slice(1) : path
}

/**
 * The URI of a file by the name that Spectral has for it. Editors and versions of Node differ in what they escape:
 * folders that the file has in common with another are spelled as in the URI of that one.
 */
export function uriOf(source: string, near = ''): string {
  if (/^[a-z][a-z\d+.-]+:/iu.test(source)) return source
  const path = source.replaceAll('\\', '/').replace(/^(?!\/)/u, '/')
  const segments = path.replace(/^\/\//u, '').split('/')
  const known = near.startsWith('file://') ? near.slice('file://'.length).split('/') : []
  const differs = segments.findIndex((segment, index) => decoded(known[index] ?? '') !== segment)
  if (differs < 0 && segments.length === known.length) return near
  const shared = known.slice(0, differs < 0 ? segments.length : differs)
  const rest = segments.slice(shared.length).map(escaped)
  return new URL(`file://${[...shared, ...rest].join('/')}`).href
}

/** What would end a path, or be taken for an escape; everything else a URL escapes by itself, where it has to. */
export function escaped(path: string): string {
  return path.replaceAll('\\', '/').replace(/[%?#\n\r\t]/gu, encodeURIComponent)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
