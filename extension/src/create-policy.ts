import type { InitialPolicyAnswer } from '@specward/language-server'
import { Uri, ViewColumn, WorkspaceEdit, window, workspace } from 'vscode'
import type { Session } from './session.ts'

const NAMES = ['specward.yaml', 'specward.yml']

/** Writes a first `specward.yaml` that fits the descriptions of a folder, or opens the one that is there. */
export async function createPolicy(session: Session): Promise<void> {
  const folder = await chooseFolder()
  if (!folder) return
  const existing = await firstOf(NAMES.map((name) => Uri.joinPath(folder, name)))
  if (existing) {
    await window.showTextDocument(existing, { viewColumn: ViewColumn.One })
    return
  }
  try {
    const uri = Uri.joinPath(folder, 'specward.yaml')
    const { text } = await session.request<InitialPolicyAnswer>('specward/initialPolicy', {
      folder: folder.toString(),
    })
    const edit = new WorkspaceEdit()
    edit.createFile(uri, { contents: new TextEncoder().encode(text) })
    if (!(await workspace.applyEdit(edit))) throw new Error('the folder cannot be written to')
    await window.showTextDocument(uri, { viewColumn: ViewColumn.One, preview: false })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    void window.showErrorMessage(`specward.yaml could not be written: ${why}`)
  }
}

async function chooseFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? []
  if (folders.length === 0) {
    void window.showInformationMessage('Open a folder first: specward.yaml is written into it.')
    return undefined
  }
  if (folders.length === 1) return folders[0]?.uri
  return (await window.showWorkspaceFolderPick({ placeHolder: 'Folder for specward.yaml' }))?.uri
}

async function firstOf(uris: readonly Uri[]): Promise<Uri | undefined> {
  for (const uri of uris) {
    const isThere = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    )
    if (isThere) return uri
  }
  return undefined
}
