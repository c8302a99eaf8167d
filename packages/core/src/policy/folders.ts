/** The folder that a file stands in, ending in `/`. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1)
}

/**
 * Whether a URI is of the file system that a folder is in: `file:`, or a virtual one of an editor such as
 * `vscode-vfs:`. A URL is in none.
 */
export function isFileBeside(uri: string, folder: string): boolean {
  return !/^https?:/i.test(uri) && schemeOf(uri) === schemeOf(folder)
}

function schemeOf(uri: string): string {
  return uri.slice(0, uri.indexOf(':')).toLowerCase()
}

/** The folder of the URI of a file and all above it, nearest first, each ending in `/`. */
export function* foldersAbove(uri: string): Generator<string> {
  const [beforePath = ''] = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?/i.exec(uri) ?? []
  const top = uri.indexOf('/', beforePath.length)
  for (let end = uri.lastIndexOf('/'); end >= top && top >= 0; end = uri.lastIndexOf('/', end - 1)) {
    yield uri.slice(0, end + 1)
    if (end === 0) return
  }
}

/** Name of a file relative to a folder (a URI ending in `/`) that it is in; otherwise the URI as it is. */
export function nameIn(folder: string, uri: string): string {
  if (!uri.startsWith(folder)) return uri
  const name = uri.slice(folder.length)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
