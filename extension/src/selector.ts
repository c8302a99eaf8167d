import { type Uri, workspace } from 'vscode'

/** Schemes of the file systems that the workspace is in, virtual ones as well. */
export function schemesNow(): readonly string[] {
  const folders = workspace.workspaceFolders ?? []
  return [...new Set(['file', ...folders.map(({ uri }) => uri.scheme)])].sort()
}

/**
 * What the server has to do with: not `git:` and the like, whose documents are the left side of a comparison, and not
 * what is written to `output:`.
 */
export function selectorNow(): (
  | { readonly scheme: string; readonly language: string }
  | { readonly scheme: string; readonly pattern: string }
)[] {
  return schemesNow().flatMap((scheme) => [
    ...['yaml', 'json', 'jsonc'].map((language) => ({ scheme, language })),
    { scheme, pattern: '**/*.{yaml,yml,json}' },
  ])
}

/** Whether a file is on the disk, or in a folder of the workspace wherever that is. */
export function isFromWorkspace(uri: Uri): boolean {
  return uri.scheme === 'file' || workspace.getWorkspaceFolder(uri) !== undefined
}
