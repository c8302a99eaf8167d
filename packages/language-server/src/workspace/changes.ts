import { mayBeApi, policyFileKind } from '@specward/core'
import {
  type Connection,
  type DidChangeWatchedFilesParams,
  FileChangeType,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver'
import { keyOf } from '../files.ts'
import { mayBeListed } from '../watchers.ts'
import { type Background, REST } from './background.ts'
import { type DiskChange, followDisk } from './disk-changes.ts'
import type { Workspace } from './workspace.ts'

/** How long edits are gathered for editors that do not ask at all, in milliseconds. */
const PUSH_REST = 20

export interface ChangeEvents {
  readonly background: Background
  onEdited(uri: string): void
  onClosed(uri: string): void
  onSettings(sent: unknown): void
  onFolders(): Promise<void>
  /** Whether the editor only receives diagnostics. */
  isPushed(): boolean
  /** Whether the editor tells of changes on the disk. */
  isTold(): boolean
}

/** Lets a workspace follow what the editor says of documents, files, folders and settings. */
export function listenToChanges(connection: Connection, workspace: Workspace, events: ChangeEvents): void {
  const { background } = events
  listenToDocuments(connection, workspace, events)
  connection.onDidChangeWatchedFiles(({ changes }: DidChangeWatchedFilesParams) => {
    const told = changes.map(({ uri, type }) => ({ uri, isDeleted: type === FileChangeType.Deleted }))
    void follow(workspace, background, told)
  })
  connection.onNotification(
    'workspace/didDeleteFiles',
    ({ files }: { files: readonly { uri: string }[] }) => {
      const gone = files.map(({ uri }) => ({ uri, isDeleted: true }))
      void follow(workspace, background, gone, true)
    },
  )
  connection.onNotification(
    'workspace/didRenameFiles',
    ({ files }: { files: readonly { oldUri: string; newUri: string }[] }) => {
      const moved = files.flatMap(({ oldUri, newUri }) => [
        { uri: oldUri, isDeleted: true },
        { uri: newUri, isDeleted: false },
      ])
      void follow(workspace, background, moved, true)
    },
  )
  connection.onDidChangeConfiguration(({ settings }) => {
    events.onSettings((settings as { specward?: unknown } | null)?.specward)
  })
  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    ({ event }: { event: WorkspaceFoldersChangeEvent }) => void followFolders(workspace, events, event),
  )
  connection.onNotification('specward/trust', (params: { trusted?: unknown } | null) => {
    const isTrusted = params?.trusted === true
    if (isTrusted === workspace.isTrusted && isTrusted === workspace.remote.isAllowed) return
    workspace.isTrusted = isTrusted
    workspace.remote.isAllowed = isTrusted
    workspace.changedAltogether()
    background.kick()
  })
}

function listenToDocuments(connection: Connection, workspace: Workspace, events: ChangeEvents): void {
  const { background } = events
  const { buffers, board } = workspace
  connection.onDidOpenTextDocument(({ textDocument }) => {
    workspace.open(textDocument)
    background.kick()
  })
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const key = keyOf(uri)
    const changes = buffers.change(uri, version, contentChanges)
    if (!changes) {
      connection.console.warn(`A change of ${uri} was ignored: the document is not open.`)
      return
    }
    for (const subject of board.about(key)) for (const change of changes) subject.edited(key, change)
    workspace.edited(uri)
    board.touch(new Set([key]), 'edited')
    events.onEdited(uri)
    if (events.isPushed()) background.look(PUSH_REST)
    background.kick(REST)
  })
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    const isLate = workspace.settings(uri).run === 'onSave'
    if (!buffers.save(uri)) return
    if (isLate) workspace.changed([uri])
    // whoever saves one file may have changed others, and this is the only chance to see it
    if (!events.isTold()) workspace.changedAnywhere()
    background.kick()
  })
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.closed(uri)
    events.onClosed(uri)
    background.kick()
  })
}

/** @param isAny whether the files may be folders */
async function follow(
  workspace: Workspace,
  background: Background,
  changes: readonly DiskChange[],
  isAny = false,
): Promise<void> {
  followDisk(workspace, changes)
  background.kick()
  for (const { uri, isDeleted } of changes) {
    const isNew = isAny || /\/\.gitignore$/.test(uri) || (await isNewDescription(workspace, uri, isDeleted))
    if (!isNew) continue
    workspace.listing.forget()
    workspace.fragments.clear()
    await background.list()
    return
  }
}

/** Whether a file that has changed may be an API description or part of a policy that is not known yet, or is one that is gone. */
async function isNewDescription(workspace: Workspace, uri: string, isDeleted: boolean): Promise<boolean> {
  if (!mayBeListed(uri)) return false
  const isKnown = workspace.subjects.get(keyOf(uri))?.isListed === true
  if (isDeleted || isKnown) return isDeleted
  if (policyFileKind(uri)) return true
  const read = await workspace.options.host.read(uri)
  if ('text' in read) return mayBeApi([new TextEncoder().encode(read.text)])
  return 'bytes' in read && mayBeApi([read.bytes])
}

async function followFolders(
  workspace: Workspace,
  { background, onFolders }: ChangeEvents,
  { added, removed }: WorkspaceFoldersChangeEvent,
): Promise<void> {
  const gone = new Set(removed.map(({ uri }) => keyOf(uri).replace(/\/?$/, '/')))
  const kept = workspace.folders.filter((folder) => !gone.has(keyOf(folder)))
  const come = added.map(({ uri }) => uri.replace(/\/?$/, '/'))
  workspace.folders = [...kept, ...come]
  await onFolders()
  // names in reports, settings and the reach of waivers follow the folder
  workspace.changedAltogether()
  await background.list()
}
