import type { FileSystemWatcher, ServerCapabilities } from 'vscode-languageserver'

/** Which changes on the disk the editor is to tell of: descriptions, rulesets and their code, and what belongs to a policy. */
export const WATCHERS: FileSystemWatcher[] = [
  { globPattern: '**/*.{yaml,yml,json,js,mjs,cjs,ts}' },
  // not every editor takes a star for a name that begins with a dot
  { globPattern: '**/.spectral.{yaml,yml,json,js,mjs,cjs}' },
  { globPattern: '**/.gitignore' },
  { globPattern: '**/specward.lock' },
]

/** Whole folders that come and go: the watchers may tell of no file in them. */
export const FOLDER_OPERATIONS: NonNullable<NonNullable<ServerCapabilities['workspace']>['fileOperations']> =
  {
    didDelete: { filters: [{ pattern: { glob: '**', matches: 'folder' } }] },
    didRename: { filters: [{ pattern: { glob: '**', matches: 'folder' } }] },
  }

/** Whether a file that comes, goes or changes can change which files are API descriptions. */
export function mayBeListed(uri: string): boolean {
  return /\.(?:ya?ml|json)$|\/\.gitignore$/i.test(uri)
}
