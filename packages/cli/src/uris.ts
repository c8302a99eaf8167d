import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The URI of a file by its absolute path. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href
}

/** The URI of a folder, ending in `/`. */
export function folderUri(path: string): string {
  return uriOf(path).replace(/\/?$/, '/')
}

/** The name of a file for people: relative to the working directory; a URL as it is. */
export function nameOf(uri: string, cwd: string): string {
  return uri.startsWith('file:') ? relative(cwd, fileURLToPath(uri)) : uri
}
