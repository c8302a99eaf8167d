import { encodeSegment, encodeUri } from './uri-text.ts'

/** Where a file of the report stands, for those who know the repository alone. */
export interface RepositoryPath {
  /** From the root of the repository with `/` as separator; a URL or an absolute path as it is. */
  readonly path: string
  /** False for what the repository does not hold: URLs, other drives, and what `..` leads out to. */
  readonly inside: boolean
  /** The same as a URI reference (RFC 3986), percent-encoded: relative to the root, or absolute. */
  readonly uri: string
  /** True when the reference needs no base. */
  readonly absolute: boolean
}

const URL_NAME = /^[A-Za-z][A-Za-z0-9+.-]+:\/\//
const DRIVE = /^[A-Za-z]:\//

/**
 * Names a file from the root of the repository.
 *
 * @param file as the report names it: relative to the working directory, absolute, or a URL
 * @param prefix path from the root to the working directory, ending in `/` (`services/api/`); '' when they are one
 */
export function repositoryPath(file: string, prefix: string): RepositoryPath {
  if (URL_NAME.test(file)) return { path: file, inside: false, uri: encodeUri(file), absolute: true }
  if (file.startsWith('/') || DRIVE.test(file)) return absolutePath(file)
  const segments: string[] = []
  for (const segment of `${prefix}${file}`.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else segments.push(segment)
  }
  return {
    path: segments.join('/'),
    inside: segments[0] !== '..',
    uri: segments.map(encodeSegment).join('/'),
    absolute: false,
  }
}

function absolutePath(file: string): RepositoryPath {
  const segments = file.split('/').map((segment, index) => {
    return index === 0 && DRIVE.test(file) ? `/${segment}` : encodeSegment(segment)
  })
  return { path: file, inside: false, uri: `file://${segments.join('/')}`, absolute: true }
}
