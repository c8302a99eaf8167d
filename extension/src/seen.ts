import { claimsToBeApi } from '@specward/core'
import { type TextDocument, workspace } from 'vscode'
import type { Platform } from './platform.ts'
import { isFromWorkspace } from './selector.ts'

/** Files of a workspace that are looked into at most. */
const MOST_FILES = 500
/** The same where each may be a request to wherever the files are. */
const MOST_VIRTUAL_FILES = 100

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
  return isFromWorkspace(uri) && (LANGUAGES.has(languageId) || /\.(?:ya?ml|json)$/i.test(fileName))
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

/** Looks for descriptions that are not open. */
export class Seen {
  readonly #platform: Pick<Platform, 'beginningOf'>

  constructor(platform: Pick<Platform, 'beginningOf'>) {
    this.#platform = platform
  }

  /** Whether one of the first files of the workspace is a description. */
  async findDescription(): Promise<boolean> {
    const isVirtual = workspace.workspaceFolders?.every(({ uri }) => uri.scheme !== 'file') === true
    for (const uri of await workspace.findFiles(ANY, EXCEPT, isVirtual ? MOST_VIRTUAL_FILES : MOST_FILES)) {
      if (isFromWorkspace(uri) && claimsToBeApi(await this.#platform.beginningOf(uri))) return true
    }
    return false
  }
}
