import { type ConfigurationScope, workspace } from 'vscode'

/** What people set under `specward`, as the client itself needs it; the server is told all of it. */
export const SECTION = 'specward'

/** False where a folder, or the workspace, has Specward turned off. */
export function isEnabled(scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(SECTION, scope).get('enable', true)
}

/** Whether anything of the workspace is reviewed. */
export function isEnabledAnywhere(): boolean {
  const folders = workspace.workspaceFolders ?? []
  return folders.length === 0 ? isEnabled() : folders.some(({ uri }) => isEnabled(uri))
}

export function runsOnType(): boolean {
  return workspace.getConfiguration(SECTION).get('run') !== 'onSave'
}

/** All settings as the server reads them. What VS Code gives is no plain object, and cannot be sent to a worker. */
export function allSettings(): object {
  return JSON.parse(JSON.stringify(workspace.getConfiguration().get<object>(SECTION) ?? {}))
}
