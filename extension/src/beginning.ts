import { type FileHandle, open } from 'node:fs/promises'
import { type Uri, workspace } from 'vscode'

/** What says that a file is a description stands early. */
const FIRST_BYTES = 64 * 1024

/** The first bytes of a file as text, all of them where it is on no disk; '' where it cannot be read. */
export async function beginningOf(uri: Uri): Promise<string> {
  let file: FileHandle | undefined
  try {
    if (uri.scheme !== 'file') return new TextDecoder().decode(await workspace.fs.readFile(uri))
    file = await open(uri.fsPath)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    // it has gone, or must not be read: there is nothing to see
    return ''
  } finally {
    await file?.close()
  }
}
