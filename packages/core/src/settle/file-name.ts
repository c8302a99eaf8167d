/**
 * The name of a file as people write it: relative to a folder (a URI ending in `/`), with `/` as separator, `../`
 * where needed, and percent-encoding undone. What is no file, and what stands in another file system or on another
 * host or drive than the folder, is named in full.
 */
export function relativeName(folder: string, uri: string): string {
  if (/^https?:/i.test(uri)) return uri
  const from = folder.split('/')
  const to = uri.split('/')
  let common = 0
  while (common < Math.min(from.length, to.length) - 1 && from[common] === to[common]) common++
  if (common < rootSegments(to)) {
    if (![folder, uri].every((each) => each.startsWith('file://'))) return uri
    return to
      .slice(to[2] === '' ? 3 : 0)
      .map(decode)
      .join('/')
  }
  const up = from.slice(common, -1).map(() => '..')
  return [...up, ...to.slice(common).map(decode)].join('/')
}

/** The URI of a file by its name, as {@link relativeName} gives it; undefined for a URL and for what is no name. */
export function uriOfName(folder: string, name: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(name)) return undefined
  const path = name.split('/').map(encodeURIComponent).join('/')
  return URL.canParse(path, folder) ? new URL(path, folder).href : undefined
}

/** How many segments of the URI of a file must agree for a relative name to exist: scheme, host, and drive. */
function rootSegments(segments: readonly string[]): number {
  // `memfs:/folder/file`
  if (segments[1] !== '') return 1
  return /^[A-Za-z](:|%3[Aa])$/u.test(segments[3] ?? '') ? 4 : 3
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
