import { type Host, hostBy } from '@specward/core'

/** A host that reads what is open in the editor from there, and everything else from `disk`. */
export function overlay(disk: Host, openText: (uri: string) => string | undefined): Host {
  return hostBy(disk, {
    async read(uri, options) {
      const text = openText(uri)
      return text === undefined ? disk.read(uri, options) : { text }
    },
    exists: async (uri) => openText(uri) !== undefined || disk.exists(uri),
  })
}

/**
 * The same for all spellings of a URI: editors escape characters that others do not, and write drive letters in
 * either case (`file:///c%3A/a` and `file:///C:/a`).
 */
export function keyOf(uri: string): string {
  let plain = uri
  try {
    plain = decodeURIComponent(uri)
  } catch {
    // not percent-encoded after all
  }
  // a key is a URI itself, and has itself as its key
  plain = plain.replaceAll('%', '%25')
  return plain.replace(/^file:\/\/\/[a-z]:/, (drive) => drive.slice(0, -2) + drive.slice(-2).toUpperCase())
}

/** URI of a file that a report names, relative to a folder (a URI ending in `/`). */
export function uriIn(folder: string, file: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return file
  const path = file.split('/').map(encodeURIComponent).join('/')
  if (/^[a-z]%3A/i.test(path)) return new URL(`file:///${path}`).href
  return new URL(path, folder).href
}

/**
 * Whether a file is one that editors show by itself: on the disk, not saved yet, or in the file system of another file that
 * it has to do with. What is from the network is not.
 */
export function isLocal(uri: string, other: string): boolean {
  if (uri.startsWith('file:') || uri.startsWith('untitled:')) return true
  return !/^https?:/i.test(uri) && uri.startsWith(other.slice(0, other.indexOf(':') + 1))
}

/**
 * Whether a document of the editor is one to look at: on the disk, not saved yet, or in a folder of the workspace, which
 * may be of a virtual file system. All others, such as the left side of a comparison (`git:`), are left alone.
 * @param folders URIs that each end in `/`
 */
export function isReviewed(uri: string, folders: readonly string[]): boolean {
  if (uri.startsWith('file:') || uri.startsWith('untitled:')) return true
  const key = keyOf(uri)
  return folders.some((folder) => key.startsWith(keyOf(folder)))
}

const POLICY_FILE = /\/(?:specward(?:\.waivers|\.attestations)?\.ya?ml|\.spectral\.(?:ya?ml|json))$/

/** Whether a file is, by its name, a part of a policy: a fault in one is told in it, and it is no API description. */
export function isPolicyFile(uri: string): boolean {
  return POLICY_FILE.test(uri)
}
