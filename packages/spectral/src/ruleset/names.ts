import { escaped, sourceOf, uriOf } from '../file-names.ts'

/** The folder that a file stands in, ending in `/`. */
export function folderOf(uri: string): string {
  return new URL('.', uri).href
}

export function isUrl(name: string): boolean {
  return /^https?:\/\//iu.test(name)
}

/** Whether a name has the form of a URI; it may still be none. */
export function isUri(name: string): boolean {
  return isUrl(name) || /^file:\/\//iu.test(name)
}

/**
 * The URI of a file by a name that is relative to a folder, or that is a URI or an absolute path; in paths, percent
 * signs and the like are taken as they stand.
 */
export function uriIn(folder: string, name: string): string {
  if (isUri(name)) return new URL(name).href
  if (/^[a-z]:[\\/]/iu.test(name)) return uriOf(name)
  const path = escaped(name)
  return new URL(/^[./]/u.test(path) ? path : `./${path}`, folder).href
}

/** Whether the file holds a definition as text; any other is code. */
export function isText(uri: string): boolean {
  return /\.(json|ya?ml)$/iu.test(new URL(uri).pathname)
}

export function isJson(uri: string): boolean {
  return /\.json$/u.test(new URL(uri).pathname)
}

/** Whether a file was installed with a package, and so is not the author's own. */
export function isInstalled(uri: string): boolean {
  return /\/node_modules\//u.test(uri)
}

/** Whether a file belongs to a package of the makers of Spectral. */
export function isOfStoplight(uri: string): boolean {
  const at = uri.lastIndexOf('/node_modules/')
  return at !== -1 && /^(@|%40)stoplight\//u.test(uri.slice(at + '/node_modules/'.length))
}

/** Whether a name in `extends` can be that of a package, as Spectral decides it: `./base` can not, `base.yaml` can. */
export function isPackageName(name: string): boolean {
  const parts = name.split('/')
  const scoped = name.startsWith('@') && parts.length > 1
  const own = scoped ? [(parts[0] ?? '').slice(1), ...parts.slice(1)] : parts
  return own.every((part) => /^(?![._])[a-z0-9._-]+$/u.test(part))
}

/** The name of a file for people: relative to a folder when it is in it. */
export function shownIn(folder: string, uri: string): string {
  if (!uri.startsWith(folder)) return uri.startsWith('file:') ? sourceOf(uri) : uri
  try {
    return decodeURIComponent(uri.slice(folder.length))
  } catch {
    return uri
  }
}
