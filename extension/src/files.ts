import type { FileKind, FileParams, ListAnswer, ReadAnswer, StatAnswer } from '@specward/language-server'
import { type ExtensionContext, FileSystemError, FileType, Uri, workspace } from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'

/** As the server reads from the disk at most. */
const SIZE_LIMIT = 64 * 1024 * 1024

/** Lets a server ask for what it cannot read itself: virtual file systems, and in a browser all files. */
export function answerForFiles(client: BaseLanguageClient, { extensionUri }: ExtensionContext): void {
  client.onRequest<ReadAnswer, void>('specward/read', ({ uri }: FileParams) => read(parse(uri)))
  client.onRequest<StatAnswer, void>('specward/stat', ({ uri }: FileParams) => stat(parse(uri)))
  client.onRequest<ListAnswer, void>('specward/list', ({ uri }: FileParams) => list(parse(uri)))
  client.onRequest('specward/packageUri', () => ({
    uri: `${Uri.joinPath(extensionUri, 'dist/bundle/server')}/`,
  }))
}

/** Folders are named without a slash at their end: not every file system knows them with one. */
function parse(name: string): Uri {
  const uri = Uri.parse(name)
  return uri.with({ path: uri.path.replace(/(?<=.)\/$/, '') })
}

async function read(uri: Uri): Promise<ReadAnswer> {
  try {
    const { type, size } = await workspace.fs.stat(uri)
    if (type & FileType.Directory) return { error: 'is-folder', detail: 'it is a folder' }
    const bytes = size > SIZE_LIMIT ? undefined : await workspace.fs.readFile(uri)
    // not every file system says how large a file is
    if (!bytes || bytes.length > SIZE_LIMIT) return { error: 'too-large', detail: 'it is larger than 64 MB' }
    return textOrBytes(bytes)
  } catch (error) {
    const isMissing = error instanceof FileSystemError && error.code === 'FileNotFound'
    const detail = error instanceof Error ? error.message : String(error)
    return { error: isMissing ? 'not-found' : 'unreadable', detail }
  }
}

function textOrBytes(bytes: Uint8Array): ReadAnswer {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  try {
    if (!hasMark) return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    // no UTF-8: the server says what is wrong with it
  }
  return { base64: base64Of(bytes) }
}

/** Bytes that become arguments of one call. */
const PIECE = 0x8000

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  }
  return btoa(binary)
}

async function stat(uri: Uri): Promise<StatAnswer> {
  return workspace.fs.stat(uri).then(
    ({ type }) => ({ kind: kindOf(type) }),
    () => ({ kind: 'missing' }) as const,
  )
}

async function list(uri: Uri): Promise<ListAnswer> {
  const entries = await workspace.fs.readDirectory(uri).then(
    (found) => found,
    () => [],
  )
  return { entries: entries.map(([name, type]) => ({ name, kind: kindOf(type) })) }
}

/** Links to files are files; those to folders are not followed, so that nobody goes in circles. */
function kindOf(type: FileType): Exclude<FileKind, 'missing'> {
  if (type & FileType.File) return 'file'
  return type === FileType.Directory ? 'folder' : 'other'
}
