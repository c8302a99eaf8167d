import { type FileHandle, open } from 'node:fs/promises'
import { claimsToBeApi } from '@specward/core'
import { type TextDocument, type Uri, workspace } from 'vscode'

/** Files of a workspace that are looked into at most, and bytes of each: what says that it is a description stands early. */
const MOST_FILES = 500
const FIRST_BYTES = 64 * 1024

const ANY = '**/*.{yaml,yml,json}'
const TELLING = '{**/specward.{yaml,yml},**/*{openapi,swagger,asyncapi}*.{yaml,yml,json}}'
const EXCEPT =
  '{**/node_modules/**,**/bower_components/**,**/.git/**,**/dist/**,**/build/**,**/target/**,**/vendor/**}'

/** Keys that parts of descriptions have in files of their own. */
const PART =
  /^[ \t]*["']?(?:\$ref|responses|requestBody|parameters|securitySchemes|schema|properties)["']?[ \t]*:/m

const LANGUAGES: ReadonlySet<string> = new Set(['yaml', 'json', 'jsonc'])

/** Whether a document is one that the server may have to do with, by its language and where it is from. */
export function isCandidate({ uri, languageId, fileName }: TextDocument): boolean {
  return uri.scheme === 'file' && (LANGUAGES.has(languageId) || /\.(?:ya?ml|json)$/i.test(fileName))
}

/** Whether a document is an API description or one of the files of Specward. */
export function isDescription(document: TextDocument): boolean {
  if (!isCandidate(document)) return false
  if (/[\\/]specward(?:\.[a-z]+)?\.(?:ya?ml|json)$/.test(document.fileName)) return true
  return claimsToBeApi(document.getText())
}

/** Whether a document may be a part of a description that is in another file. */
export function mayBePart(document: TextDocument): boolean {
  return isCandidate(document) && PART.test(document.getText())
}

/** Whether names of files say that there is a description in the workspace. Looks into no file. */
export async function hasTellingName(): Promise<boolean> {
  return (await workspace.findFiles(TELLING, EXCEPT, 1)).length > 0
}

/** Whether one of the first files of the workspace is a description. */
export async function findDescription(): Promise<boolean> {
  for (const uri of await workspace.findFiles(ANY, EXCEPT, MOST_FILES)) {
    if (uri.scheme === 'file' && claimsToBeApi(await beginningOf(uri))) return true
  }
  return false
}

async function beginningOf({ fsPath }: Uri): Promise<string> {
  let file: FileHandle | undefined
  try {
    file = await open(fsPath)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    // it has gone, or must not be read: there is nothing to see
    return ''
  } finally {
    await file?.close()
  }
}
